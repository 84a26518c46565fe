import Foundation
import Geodesy
import RestStations
import SampleData
import StationDirectory
import TestSupport
import Testing

@Suite("The nearest stations are those of a sort of all stations")
struct NearestOracleTests {
  @Test func thousandsOfQuestionsAreAnsweredAsASortOfAllStationsDoes() async throws {
    let (district, reference) = try await yanzhou()
    var generator = SeededGenerator(seed: testSeed)
    var (total, empty) = (0, 0)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    for number in 0..<3000 {
      let (question, amenities) = try self.question(&generator, reference)
      let expected = reference.nearest(question, amenities: amenities)
      let answer = try district.directory.nearest(question).encoded(.json)
      let found = try decoder.decode(Answer.self, from: Data(answer)).stations
      let comment = Comment(rawValue: "question \(number) of seed \(testSeed): \(question)")
      try #require(found.map(\.id) == expected.prefix(question.limit).map(\.station.id), comment)
      #expect(faults(found, expected, from: question.place).isEmpty, comment)
      total += found.count
      empty += found.isEmpty ? 1 : 0
    }
    #expect(total > 10_000 && (100...1500).contains(empty), "the questions are of all kinds")
  }

  /// At instants at which hours, holidays and suspensions differ.
  @Test func theCommonAnswerThatIsCopiedTogetherIsTheOneThatIsWritten() async throws {
    let (district, reference) = try await yanzhou()
    var generator = SeededGenerator(seed: testSeed)
    var copied = 0
    for number in 0..<3000 {
      if number % 10 == 0 { district.clock.now += Int64.random(in: 0...400_000, using: &generator) }
      let answer = try district.directory.nearest(try question(&generator, reference).0)
      guard let bytes = PlainAnswers.bytes(answer) else { continue }
      copied += 1
      try #require(
        bytes == answer.written(.json, .english), "question \(number) of seed \(testSeed) at \(district.clock.now)")
    }
    #expect(copied > 500)
  }

  @Test func theListThatIsCopiedTogetherIsTheOneThatIsWritten() async throws {
    let (district, _) = try await yanzhou()
    var generator = SeededGenerator(seed: testSeed)
    for number in 0..<300 {
      district.clock.now += Int64.random(in: 0...400_000, using: &generator)
      var question = ListQuestion()
      (question.limit, question.status) = (
        Int.random(in: 1...200, using: &generator), generator.chance(0.5) ? .any : .findable
      )
      question.after = generator.chance(0.5) ? StationID("YZ-00\(Int.random(in: 10...99, using: &generator))") : nil
      let list = try district.directory.list(question)
      let next = generator.chance(0.5) ? "/v1/stations?a=\"\\b" : nil
      let bytes = try #require(PlainAnswers.bytes(list, next: next))
      try #require(bytes == list.written(.json, next: next), "list \(number) of seed \(testSeed)")
    }
  }

  private struct Answer: Decodable {
    let stations: [Found]
  }

  private struct Found: Decodable {
    let id, status: String
    let distanceM, bearingDeg: Double
  }

  /// Stations whose distance, bearing or status is not what it should be.
  private func faults(
    _ stations: [Found], _ expected: [ReferenceDirectory.Found], from place: Coordinate
  ) -> [String] {
    let origin = GeodesicOrigin(place)
    return zip(stations, expected).compactMap { station, expected in
      let turn = abs(station.bearingDeg - origin.geodesic(to: expected.station.coordinate).bearing)
      let isRight =
        abs(station.distanceM - expected.distance.value) < 0.050_001 && min(turn, 360 - turn) < 0.050_001
        && (0..<360).contains(station.bearingDeg) && station.status == expected.station.status
      return isRight ? nil : "\(station)"
    }
  }

  @Test func everyStationIsNearestToItsOwnPlace() async throws {
    let (district, reference) = try await yanzhou()
    for station in reference.stations where station.status == "active" {
      var question = NearestQuestion(place: station.coordinate)
      question.limit = 1
      let answer = try district.directory.answer(question)
      #expect(answer.ids == [station.id])
      #expect(answer.stations[0].number("distance_m") == 0)
    }
  }

  @Test func allThatMatchComeBackWhenTheLimitIsAboveThem() async throws {
    let (district, reference) = try await yanzhou()
    var question = NearestQuestion(place: .origin)
    question.limit = 100
    question.includesSuspended = true
    question.kind = .point
    let expected = reference.nearest(question).map(\.station.id)
    #expect(expected.count > 20 && expected.count < 100)
    #expect(try district.directory.answer(question).ids == expected)
  }

  @Test func retiredStationsAreNeverFound() async throws {
    let (district, reference) = try await yanzhou()
    let retired = Set(reference.stations.filter { $0.status == "retired" }.map(\.id))
    #expect(retired.count > 5)
    var question = NearestQuestion(place: reference.stations[0].coordinate)
    question.limit = 100
    question.includesSuspended = true
    for open in [OpenFilter.any, .now, .at(district.clock.now)] {
      question.open = open
      #expect(retired.isDisjoint(with: try district.directory.answer(question).ids))
    }
  }

  @Test func stationsAtOnePlaceComeInTheOrderOfTheirIDs() async throws {
    let ids = ["b", "a:1", "a.1", "a-1", "a_1", "Z", "10", "9", "aa"]
    let rows = ids.map { "\($0),x,35.5,116.8\n" }.joined()
    let district = try await District("id,name,lat,lon\n" + rows)
    var question = NearestQuestion(place: try #require(Coordinate(latitude: 35.6, longitude: 116.8)))
    question.limit = 9
    #expect(try district.directory.answer(question).ids == ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    question.limit = 3
    #expect(try district.directory.answer(question).ids == ["10", "9", "Z"])
  }

  @Test func anEmptyDirectoryAnswersWithNoStations() async throws {
    let district = try await District()
    let answer = try district.directory.answer(NearestQuestion(place: .origin))
    #expect((answer.members["stations"] as? [Any])?.isEmpty == true)
    #expect(answer.members["revision"] as? Int == 0)
  }

  /// The fixture, with more stations suspended and retired.
  private func yanzhou() async throws -> (District, ReferenceDirectory) {
    let csv = try District.yanzhou.get()
    let district = try await District(csv)
    var reference = ReferenceDirectory(stations: try ReferenceStation.all(in: csv))
    var changed = try await district.stations()
    try #require(changed.map(\.id.text) == reference.stations.map(\.id))
    for number in changed.indices {
      if number % 7 == 3 { changed[number].status = .suspended }
      if number % 11 == 5 { changed[number].status = .retired }
      reference.stations[number].status = changed[number].status.rawValue
    }
    try await district.store(changed)
    return (district, reference)
  }

  private func question(
    _ generator: inout SeededGenerator, _ reference: ReferenceDirectory
  ) throws -> (NearestQuestion, Set<String>) {
    let station = try #require(reference.stations.randomElement(using: &generator))
    let place =
      switch Int.random(in: 0..<10, using: &generator) {
      case 0: generator.coordinate()
      case 1: station.coordinate
      case 2: station.coordinate.antipode
      default: generator.coordinate(near: station.coordinate, degrees: 0.05)
      }
    var question = NearestQuestion(place: place)
    question.limit = generator.chance(0.1) ? 100 : Int.random(in: 1...20, using: &generator)
    if generator.chance(0.3) { question.radius = Meters(generator.number(in: 0...8000)) }
    // The radius itself is allowed.
    if generator.chance(0.1) { question.radius = GeodesicOrigin(place).distance(to: station.coordinate) }
    question.includesSuspended = generator.chance(0.4)
    if generator.chance(0.25) { question.kind = StationKind.allCases.randomElement(using: &generator) }
    if generator.chance(0.25) { question.entry = StationEntry.allCases.randomElement(using: &generator) }
    let known = AmenityCatalogue.standard.amenities.map(\.code.text)
    let count = max(0, Int.random(in: -2...3, using: &generator))
    let amenities = Set((0..<count).compactMap { _ in known.randomElement(using: &generator) })
    question.amenities = AmenityCatalogue.standard.set(of: Array(amenities))
    return (question, amenities)
  }
}
