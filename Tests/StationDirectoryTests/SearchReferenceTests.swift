import Foundation
import Geodesy
import OpeningHours
import RestStations
import SampleData
import StationDirectory
import TestSupport
import Testing

@Suite("Searches with any filters are those of a look at every station")
struct SearchReferenceTests {
  private static let letters = [
    "a", "A", "ａ", "Ａ", "1", "１", " ", "\u{3000}", "é", "É", "驿", "站", "路", "😀", "-", "\"", "\\", "]", ",",
    "k", "i", "n", "d", "m", "t",
  ]
  private static let hours = ["", "24/7", "08:00-20:00", "Mo-Fr 18:00-02:00", "Mo-Su 09:00-17:00; PH off", "off"]
  private static let towns = ["", "鼓楼街道", "新兖镇", "A镇"]
  private static let codes = ["water", "microwave", "lost_property"]

  private static func text(_ lengths: ClosedRange<Int>, _ generator: inout SeededGenerator) -> String {
    let length = Int.random(in: lengths, using: &generator)
    let text = (0..<length).compactMap { _ in letters.randomElement(using: &generator) }.joined()
    return text.allSatisfy { $0 == " " || $0 == "\u{3000}" } ? "驿" + text : text
  }

  /// Most near Yanzhou, some on either side of the antimeridian, where BD-09 shifts, too.
  private static func place(_ generator: inout SeededGenerator) -> Coordinate {
    let near = generator.chance(0.7) ? (35.5, 116.8) : (10, 180)
    let centre = Coordinate(latitude: near.0, longitude: near.1) ?? .origin
    return generator.coordinate(near: centre, degrees: 0.02).rounded
  }

  private func sample(_ generator: inout SeededGenerator) async throws -> District {
    let district = try await District(at: "2026-09-30T19:00:00+08:00")
    try await district.takeHolidays()
    let stations = try (0..<400).map { number in
      var station = Station(
        id: try #require(StationID("s\(number)")), name: Self.text(1...8, &generator),
        coordinate: Self.place(&generator))
      station.aliases = (0..<Int.random(in: 0...2, using: &generator)).map { _ in Self.text(1...5, &generator) }
      station.address = generator.chance(0.7) ? Self.text(1...10, &generator) : nil
      station.kind = generator.chance(0.5) ? .point : .mobile
      station.town = Self.towns.randomElement(using: &generator).flatMap { $0.isEmpty ? nil : $0 }
      station.amenities = AmenityCatalogue.standard.set(of: Self.codes.filter { _ in generator.chance(0.6) })
      station.openingHours = try Self.hours.randomElement(using: &generator).flatMap {
        $0.isEmpty ? nil : try OpeningHours(parsing: $0)
      }
      station.status = generator.chance(0.8) ? .active : generator.chance(0.6) ? .suspended : .retired
      if station.status == .suspended, generator.chance(0.5) {
        station.statusUntil = (district.clock.now + Int64.random(in: 1...90_000, using: &generator)) * 1000
      }
      return station
    }
    try await district.store(stations)
    return district
  }

  @Test func pagesAreThoseOfALookAtEveryStation() async throws {
    var generator = SeededGenerator(seed: testSeed)
    let district = try await sample(&generator)
    let reference = try await HoursReference(district)
    let start = district.clock.now
    var (total, empty) = (0, 0)
    for number in 0..<1500 {
      var question = try question(&generator, reference.stations)
      district.clock.now = start + Int64.random(in: 0...100_000, using: &generator)
      if generator.chance(0.3) { question.open = .at(start + Int64.random(in: 0...100_000, using: &generator)) }
      let asked = if case .at(let instant) = question.open { instant } else { district.clock.now }
      let expected = zip(reference.stations, reference.said(at: asked)).filter { station, said in
        Self.matches(station, said, question)
      }.map(\.0.id.text)
      let comment = Comment(rawValue: "question \(number) of seed \(testSeed): \(question)")
      try #require(try Self.pages(district, question) == expected, comment)
      (total, empty) = (total + expected.count, empty + (expected.isEmpty ? 1 : 0))
    }
    #expect(total > 10_000 && (200...1200).contains(empty), "the questions are of all kinds")
  }

  private func question(_ generator: inout SeededGenerator, _ stations: [Station]) throws -> ListQuestion {
    var question = ListQuestion()
    question.limit = Int.random(in: 1...60, using: &generator)
    question.text = generator.chance(0.7) ? Self.text(1...2, &generator) : nil
    question.town = generator.chance(0.2) ? Self.towns.dropFirst().randomElement(using: &generator) : nil
    question.kind = generator.chance(0.2) ? .point : nil
    question.amenities = AmenityCatalogue.standard.set(of: Self.codes.filter { _ in generator.chance(0.1) })
    question.open = generator.chance(0.3) ? .now : .any
    let statuses: [StatusFilter] = [.findable, .any, .only(.active), .only(.suspended), .only(.retired)]
    question.status = generator.chance(0.5) ? .any : try #require(statuses.randomElement(using: &generator))
    question.datum = try #require(Datum.allCases.randomElement(using: &generator))
    if generator.chance(0.4) {
      let shown = { question.datum.fromWGS84($0).rounded as Coordinate }
      let one = shown(try #require(stations.randomElement(using: &generator)).coordinate)
      let other = shown(try #require(stations.randomElement(using: &generator)).coordinate)
      question.box = CoordinateBox(
        west: one.longitude, south: min(one.latitude, other.latitude), east: other.longitude,
        north: max(one.latitude, other.latitude))
    }
    return question
  }

  // MARK: - The reference

  private static func matches(
    _ station: Station, _ said: HoursReference.Said, _ question: ListQuestion
  ) -> Bool {
    let isWanted =
      switch question.status {
      case .any: true
      case .findable: said.status != "retired"
      case .only(let status): said.status == status.rawValue
      }
    return isWanted && (question.town == nil || question.town == station.town)
      && (question.kind == nil || question.kind == station.kind)
      && station.amenities.bits & question.amenities.bits == question.amenities.bits
      && (question.open == .any || said.open != "closed") && isInside(station.coordinate, question)
      && isNamed(station, question.text)
  }

  private static func isInside(_ coordinate: Coordinate, _ question: ListQuestion) -> Bool {
    guard let box = question.box else { return true }
    let place = question.datum.fromWGS84(coordinate).rounded
    guard place.latitude >= box.south, place.latitude <= box.north else { return false }
    return (abs(place.longitude) == 180 ? [-180, 180] : [place.longitude]).contains { longitude in
      box.west <= box.east
        ? longitude >= box.west && longitude <= box.east : longitude >= box.west || longitude <= box.east
    }
  }

  private static func isNamed(_ station: Station, _ text: String?) -> Bool {
    guard let text else { return true }
    let fields = [station.name] + station.aliases + [station.address].compactMap { $0 }
    return fields.contains { folded($0).contains(folded(text)) }
  }

  /// By Foundation's transform, and by characters of Unicode.
  private static func folded(_ text: String) -> [Unicode.Scalar] {
    let narrow = text.applyingTransform(.fullwidthToHalfwidth, reverse: false) ?? text
    return Array(narrow.lowercased().unicodeScalars)
  }

  private static func pages(_ district: District, _ question: ListQuestion) throws -> [String] {
    var (question, ids) = (question, [String]())
    repeat {
      let page = try district.directory.list(question)
      let some = try JSONAnswer(page.encoded(.json, next: nil)).ids
      #expect(some.count == question.limit || page.last == nil)
      ids += some
      question.after = page.last
    } while question.after != nil
    return ids
  }
}
