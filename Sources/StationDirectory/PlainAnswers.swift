import Geodesy
import RestStations
import SpatialIndex

/// The answers to common questions, made of ``PlainStations``. The memory is as long as all pieces together and the longest
/// numbers; should that ever be wrong, there is no answer, and the other way is taken.
package enum PlainAnswers {
  /// Gives memory for so many bytes at most to what fills it, which tells how many it wrote.
  package typealias Giving = (_ room: Int, _ fill: (UnsafeMutableBufferPointer<UInt8>) -> Int) -> Void

  /// What surrounds the stations takes no more, beside the moment's text.
  private static let rest = 160

  /// The nearest stations in JSON, or nothing when there is more to say than of stations in use in WGS-84.
  package static func bytes(_ answer: NearestAnswer) -> [UInt8]? {
    guard answer.datum == .wgs84, !answer.includesNavigation, answer.skipped == nil else { return nil }
    var bytes: [UInt8] = []
    let isWritten = answer.found.withUnsafeBufferPointer { found in
      write(found, answer.moment) { room, fill in
        bytes = [UInt8](unsafeUninitializedCapacity: room) { memory, count in count = fill(memory) }
      }
    }
    return isWritten ? bytes : nil
  }

  /// Writes an answer with the stations that were found, whatever was asked.
  ///
  /// - Returns: whether it did; what was given is of no use otherwise.
  static func write(_ found: UnsafeBufferPointer<Neighbour>, _ moment: Moment, _ give: Giving) -> Bool {
    let stations = moment.stations
    var (room, isPlain) = (moment.ending.count + rest, true)
    for neighbour in found {
      room &+= stations.expectTexts(of: neighbour.number)
      isPlain = isPlain && stations.isPlain(neighbour.number, at: moment)
    }
    guard isPlain else { return false }
    var isWritten = false
    give(room) { memory in
      guard var writer = ByteWriter(memory) else { return 0 }
      writer.append("{\"stations\":[")
      for place in found.indices {
        let neighbour = found[place]
        if place > 0 { writer.append(",") }
        stations.write(neighbour.number, to: &writer) { writer in
          writer.append(",\"distance_m\":")
          writer.append(neighbour.distance.value, decimals: 1)
          writer.append(",\"bearing_deg\":")
          writer.append(tenths: neighbour.geodesic.tenthsOfBearing)
        }
      }
      writer.append("],")
      writer.append(moment.ending)
      isWritten = !writer.isFull
      return writer.count
    }
    return isWritten
  }

  /// A page of a list in JSON, or nothing when it is in another datum.
  package static func bytes(_ answer: ListAnswer, next: String?) -> [UInt8]? {
    guard answer.datum == .wgs84 else { return nil }
    let (moment, stations) = (answer.moment, answer.moment.stations)
    let written = written(answer.numbers.filter { !stations.isPlain($0, at: moment) }, moment)
    var more = JSONText(capacity: 0)
    if let next {
      more.member("next", next)
      more.append(",")
    }
    let room = answer.numbers.reduce(more.bytes.count + moment.ending.count + rest) { sum, number in
      sum + 1 + (written[number]?.count ?? stations.expectTexts(of: number, includesDetails: true))
    }
    let bytes = [UInt8](unsafeUninitializedCapacity: room) { memory, count in
      guard var writer = ByteWriter(memory) else { return }
      writer.append("{\"stations\":[")
      for (place, number) in answer.numbers.enumerated() {
        if place > 0 { writer.append(",") }
        if let bytes = written[number] {
          writer.append(bytes)
        } else {
          stations.write(number, includesDetails: true, to: &writer)
        }
      }
      writer.append("],")
      writer.append(more.bytes)
      writer.append(moment.ending)
      count = writer.isFull ? 0 : writer.count
    }
    return bytes.isEmpty ? nil : bytes
  }

  /// The stations that are not plain.
  private static func written(_ numbers: [Int], _ moment: Moment) -> [Int: [UInt8]] {
    var writer = StationWriter(moment, .json, .wgs84)
    writer.includesDetails = true
    return Dictionary(
      numbers.map { number in
        var json = JSONText(capacity: 1000)
        writer.append(number, to: &json)
        return (number, json.bytes)
      }, uniquingKeysWith: { first, _ in first })
  }
}
