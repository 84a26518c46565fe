import Foundation
import RestStations
import TestSupport
import Testing

@Suite("The sample visits of Yanzhou")
struct VisitFixtureTests {
  /// A row of the file, none of whose fields is quoted.
  struct Row {
    let id, station, at, group, visitor: String
    let people: Int
    let services: [String]

    init(_ line: Substring) throws {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      try #require(cells.count == 7, "\(line)")
      (id, station, at, group, visitor) = (cells[0], cells[1], cells[2], cells[3], cells[6])
      people = try #require(Int(cells[4]))
      services = cells[5].split(separator: ";").map(String.init)
    }
  }

  @Test func theGeneratorMakesTheSameBytesAgain() throws {
    #expect(try generated() == fixture())
  }

  @Test func anotherPeriodAgreesWhereTheTwoOverlap() throws {
    let days = ["--from", "2023-06-29", "--to", "2023-07-02"]
    let other = try Set(generated(days).split(separator: "\n").dropFirst())
    let shared = try fixture().split(separator: "\n").filter { line in
      [",2023-06-29T", ",2023-06-30T"].contains { line.contains($0) }
    }
    #expect(shared.count > 10)
    #expect(shared.allSatisfy(other.contains))
    #expect(other.count > shared.count)
  }

  @Test func thereAreMoreThan8000PersonVisitsOfFourGroupsInTheOrderOfTheirTimes() throws {
    let rows = try rows()
    #expect((8_200...8_400).contains(rows.map(\.people).reduce(0, +)))
    #expect(Set(rows.map(\.group)) == ["delivery", "express", "transport", "livestream"])
    let times = try rows.map { try #require(Instant.parse($0.at)) }
    #expect(times == times.sorted())
    #expect(rows.allSatisfy { $0.at >= "2022-01-01T" && $0.at < "2023-07-01T" && $0.at.hasSuffix("+08:00") })
    #expect(rows.allSatisfy { (1...500).contains($0.people) && $0.visitor.count <= 200 })
  }

  @Test func idsAreDistinctUUIDsOfVersion7WithTheTimeOfTheVisit() throws {
    let rows = try rows()
    #expect(Set(rows.map(\.id)).count == rows.count)
    for row in rows {
      let bytes = try #require(UUID(uuidString: row.id)).uuid
      #expect(bytes.6 >> 4 == 7 && bytes.8 >> 6 == 2)
      let time = [bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5].reduce(Int64(0)) { $0 << 8 | Int64($1) }
      #expect(Instant.parse(row.at).map { $0 * 1000 } == time, "\(row.id)")
    }
  }

  @Test func servicesAreWhatTheStationHas() async throws {
    let district = try await District(try District.yanzhou.get())
    let catalogue = AmenityCatalogue.standard
    let stations = Dictionary(uniqueKeysWithValues: try await district.stations().map { ($0.id.text, $0) })
    for row in try rows() {
      let station = try #require(stations[row.station])
      #expect(station.status == .active)
      let offered = Set(catalogue.codes(of: station.amenities).map(\.text))
      #expect(offered.isSuperset(of: row.services), "\(row.id)")
    }
  }

  private func rows() throws -> [Row] {
    let lines = try fixture().split(separator: "\n")
    #expect(lines.first == "id,station_id,at,group,people,services,visitor")
    return try lines.dropFirst().map(Row.init)
  }

  private func fixture() throws -> String {
    try String(contentsOf: Project.fixture("yanzhou/visits.csv"), encoding: .utf8)
  }

  private func generated(_ arguments: [String] = []) throws -> String {
    let folder = try TemporaryFolder()
    let file = folder.path("visits.csv")
    let program = Project.fixture("yanzhou/generate_visits.py").path
    let result = try Command.run(Oracle.python.path, [program, "--output", file] + arguments)
    try #require(result.status == 0, "\(result.standardError)")
    return try String(contentsOfFile: file, encoding: .utf8)
  }
}
