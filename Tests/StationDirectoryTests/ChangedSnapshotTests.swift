import Geodesy
import RestStations
import SampleData
import StationDirectory
import TestSupport
import Testing

@Suite("A directory over which changes are laid answers as one that is read anew")
struct ChangedSnapshotTests {
  /// Everything that an answer can hold, of a directory.
  private func answers(_ directory: StationDirectory, _ place: Coordinate) throws -> [[UInt8]] {
    var list = ListQuestion()
    (list.limit, list.status) = (1000, .any)
    var search = list
    search.text = "驿站"
    var questions = [NearestQuestion(place: place)]
    for amenities in [["microwave"], ["water", "aed"], ["shower"]] {
      var question = NearestQuestion(place: place)
      (question.limit, question.open, question.includesSkipped) = (20, .now, true)
      question.amenities = AmenityCatalogue.standard.set(of: amenities)
      questions.append(question)
      (question.includesSuspended, question.open, question.kind) = (true, .any, .point)
      questions.append(question)
    }
    return try [
      directory.list(list).encoded(.json, next: nil), directory.list(search).encoded(.json, next: nil),
      directory.changes(since: 0, limit: 1000).encoded(next: nil),
      directory.changes(since: 139, limit: 1000).encoded(next: nil),
    ] + questions.map { try directory.nearest($0).encoded(.json) }
  }

  /// Bodies of a PATCH: of conditions mostly, sometimes of what is laid over nothing.
  private func patch(_ generator: inout SeededGenerator) -> String {
    let all = AmenityCatalogue.standard.amenities.map(\.code.text)
    let amenities = all.filter { _ in generator.chance(0.3) }
    let broken = amenities.filter { _ in generator.chance(0.2) }
    func list(_ codes: [String]) -> String { "[" + codes.map { "\"\($0)\"" }.joined(separator: ",") + "]" }
    let number = Int.random(in: 0...999, using: &generator)
    switch Int.random(in: 0..<12, using: &generator) {
    case 0: return #"{"name":"新驿站\#(number)"}"#
    case 1: return #"{"lat":35.\#(100 + number)}"#
    case 2: return #"{"status":"suspended","status_reason":"修缮 \#(number)","status_until":"2026-12-01T00:00:00+08:00"}"#
    case 3: return #"{"status":"active"}"#
    case 4: return #"{"opening_hours":"Mo-Su \#(10 + number % 10):00-22:30","staffed_hours":null}"#
    case 5: return #"{"opening_hours":null,"phone":"0537-\#(1_000_000 + number)","capacity":\#(number)}"#
    case 6: return #"{"status":"retired"}"#
    default: return #"{"amenities":\#(list(amenities)),"broken_amenities":\#(list(broken))}"#
    }
  }

  @Test func afterEachOfManyChangesAllAnswersAreAlike() async throws {
    let district = try await District(District.yanzhou.get())
    var generator = SeededGenerator(seed: testSeed)
    let stations = try await district.stations()
    var (laid, read) = (0, 0)
    for number in 0..<150 {
      let station = try #require(stations.randomElement(using: &generator))
      let body = patch(&generator)
      district.clock.now += Int64.random(in: 0...20_000, using: &generator)
      let before = try district.directory.snapshot
      let fields = try StationFields(json: Array(body.utf8), of: station.id)
      try? await district.directory.patch(station.id, fields, .wgs84, .unsaid)
      let after = try district.directory.snapshot
      if after.summary.revision != before.summary.revision {
        if after.changedCount > 0 { laid += 1 } else { read += 1 }
      }
      let other = try await district.readAnew()
      #expect(
        try answers(district.directory, station.coordinate) == answers(other, station.coordinate),
        "change \(number) of seed \(testSeed): \(station.id) \(body)")
    }
    #expect(laid > 30 && read > 10, "\(laid) laid over, \(read) read anew")
  }

  @Test func hoursThatAreNewHoldAtTheMomentOfTheChange() async throws {
    let district = try await District(District.yanzhou.get())
    let station = try #require(try await district.stations().first { $0.status == .active })
    let place = station.coordinate
    #expect(try district.directory.nearest(NearestQuestion(place: place)).count > 0)
    // From 15:04:05 to 16:30, while all else stays as it is.
    district.clock.now += 85 * 60 + 55
    let fields = try StationFields(json: Array(#"{"opening_hours":"16:00-22:00"}"#.utf8), of: station.id)
    try await district.directory.patch(station.id, fields, .wgs84, .unsaid)
    let other = try await district.readAnew()
    #expect(try answers(district.directory, place) == answers(other, place))
  }

  @Test func whoHoldsAnOlderDirectorySeesNothingOfAChange() async throws {
    let rows = (0..<1300).map { "S\($0 + 1000),驿站\($0),\(20 + Double($0) / 100),100" }
    let district = try await District("id,name,lat,lon\n" + rows.joined(separator: "\n"))
    for number in [0, 511, 512, 1023, 1024, 1299] {
      let id = try #require(StationID("S\(number + 1000)"))
      let place = try #require(Coordinate(latitude: 20 + Double(number) / 100, longitude: 100))
      let before = try district.directory.moment()
      let said = before.nearest(NearestQuestion(place: place)).encoded(.json)
      let fields = try StationFields(json: Array(#"{"amenities":["water"]}"#.utf8), of: id)
      try await district.directory.patch(id, fields, .wgs84, .unsaid)
      #expect(before.nearest(NearestQuestion(place: place)).encoded(.json) == said)
      let other = try await district.readAnew()
      #expect(try answers(district.directory, place) == answers(other, place))
      #expect(try answers(district.directory, place).last != said)
    }
    #expect(try district.directory.snapshot.changedCount == 6)
  }

  @Test func moreThanMayLieApartAreReadAnew() async throws {
    let rows = (0..<400).map { "S\($0),驿站\($0),\(Double($0) / 10),100" }
    let district = try await District("id,name,lat,lon\n" + rows.joined(separator: "\n"))
    var counts: [Int] = []
    for number in 0..<400 {
      let id = try #require(StationID("S\(number)"))
      let fields = try StationFields(json: Array(#"{"amenities":["water"]}"#.utf8), of: id)
      try await district.directory.patch(id, fields, .wgs84, .unsaid)
      counts.append(try district.directory.snapshot.changedCount)
    }
    #expect(counts.max() == DirectorySnapshot.greatestChange)
    #expect(counts.contains(0))
    var question = NearestQuestion(place: .origin)
    (question.limit, question.amenities) = (100, AmenityCatalogue.standard.set(of: ["water"]))
    #expect(try district.directory.nearest(question).count == 100)
  }
}
