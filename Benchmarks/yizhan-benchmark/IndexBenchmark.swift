import ArgumentParser
import Foundation
import Geodesy
import SpatialIndex

/// Times nearest questions on points and queries from files, and checks them against the linear scan.
struct IndexBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Time the spatial index on packed little-endian records.",
    discussion: """
      Points: latitude f64, longitude f64 (degrees), attribute bits u32, 4 bytes unused. Queries: latitude f64, \
      longitude f64. Prints one JSON line: build_s (seconds), query_ns (nanoseconds a query, best of three passes), \
      checksum (sum over all queries of point number × rank, rank from 1), mismatches (against the linear scan on 200 \
      queries spread over the file).
      """)

  @Option(help: "File of points.") var points: String
  @Option(help: "File of queries.") var queries: String
  @Option(help: "Attribute bits that an answer must have.") var require: UInt32 = 0
  @Option(help: "Points in an answer, at least 1.") var limit = 5

  func run() throws {
    let points = try PackedRecords(path: points, stride: 24)
    let queries = try PackedRecords(path: queries, stride: 16)
    let coordinates = try points.coordinates()
    let attributes = points.map { AttributeBits($0.load(at: 16, as: UInt32.self)) }
    let questions = try queries.coordinates()
    // An option is read through its wrapper.
    let (required, limit) = (AttributeBits(require), limit)

    let clock = ContinuousClock()
    let start = clock.now
    let index = GridIndex(coordinates, attributes: attributes)
    let build = clock.now - start

    var checksum: UInt64 = 0
    var best = Duration.seconds(1_000_000)
    for _ in 0..<3 {
      checksum = 0
      let time = clock.measure {
        for question in questions {
          // As the server asks: what is found is lent, as the peers keep it in memory of their own.
          index.withNearest(to: GeodesicOrigin(question), limit: limit, requiring: required) { found in
            for (rank, neighbour) in found.enumerated() {
              checksum &+= UInt64(neighbour.number) &* UInt64(rank + 1)
            }
          }
        }
      }
      best = min(best, time)
    }
    let report = [
      "\"build_s\":\(rounded(build / .seconds(1), 4))",
      "\"query_ns\":\(rounded(best / .nanoseconds(1) / Double(max(1, questions.count)), 1))",
      "\"checksum\":\(checksum)",
      "\"mismatches\":\(mismatches(index, coordinates, attributes, questions, required))",
    ]
    print("{\(report.joined(separator: ","))}")
  }

  private func mismatches(
    _ index: GridIndex, _ coordinates: [Coordinate], _ attributes: [AttributeBits], _ questions: [Coordinate],
    _ required: AttributeBits
  ) -> Int {
    let scan = LinearScan(coordinates, attributes: attributes)
    let step = max(1, questions.count / 200)
    return stride(from: 0, to: questions.count, by: step).prefix(200).count { number in
      let origin = GeodesicOrigin(questions[number])
      return index.nearest(to: origin, limit: limit, requiring: required)
        != scan.nearest(to: origin, limit: limit, requiring: required)
    }
  }

  private func rounded(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value)
  }
}
