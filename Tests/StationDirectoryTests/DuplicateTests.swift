import Geodesy
import RestStations
import SampleData
import StationDirectory
import Testing

@Suite("A row that is probably another station again is a warning")
struct DuplicateTests {
  /// About 10 m to the north.
  private static let near = "35.50009"

  private func lines(_ report: ImportReport) -> [Int] {
    report.warnings.map { if case .row(let line, "name") = $0.place { line } else { 0 } }
  }

  @Test func bothRowsOfAPairInTheFileAreWarnedOf() async throws {
    let district = try await District()
    let report = try await district.take(
      "id,name,lat,lon\na,鼓楼街道充新苑,35.5,116.8\nb,充新苑（鼓楼街道）,\(Self.near),116.8\nc,大安镇充新苑,35.6,116.8\n")
    #expect(report.created == 3 && report.warningCount == 2)
    #expect(lines(report) == [2, 3])
    #expect(
      report.warnings.map(\.detail.english) == [
        "is probably b again: that has a like name, 充新苑（鼓楼街道）, and is 10.0 m away",
        "is probably a again: that has a like name, 鼓楼街道充新苑, and is 10.0 m away",
      ])
    #expect(report.warnings.first?.detail.chinese == "可能与 b（充新苑（鼓楼街道））重复：名称相近，相距 10.0 米")
  }

  @Test func aStoredStationIsAnotherOneToo() async throws {
    let district = try await District("id,name,lat,lon\na,充新苑,35.5,116.8\n")
    let report = try await district.take("id,name,lat,lon\nb,充新苑,\(Self.near),116.8\n")
    #expect(lines(report) == [2])
    #expect(report.warnings.first?.detail.english.contains("a again") == true)
  }

  @Test func onlyRowsThatAreNewOrMovedOrRenamedAreLookedAt() async throws {
    let file = "id,name,lat,lon,town\na,充新苑,35.5,116.8,\nb,充新苑,\(Self.near),116.8,\n"
    let district = try await District(file)
    #expect(try await district.take(file).warningCount == 0)
    let report = try await district.take(file.replacing("\(Self.near),116.8,", with: "\(Self.near),116.8,镇"))
    #expect(report.updated == 1 && report.warningCount == 0)
    #expect(lines(try await district.take(file.replacing(Self.near, with: "35.50010"))) == [3])
    #expect(lines(try await district.take(file.replacing("b,充新苑", with: "b,充新苑2"))) == [3])
  }

  @Test func whatAStationIsInTheFileCountsNotWhatItWas() async throws {
    let district = try await District("id,name,lat,lon\na,充新苑,35.5,116.8\n")
    let moved = "id,name,lat,lon\na,充新苑,36.5,116.8\nb,充新苑,\(Self.near),116.8\n"
    #expect(try await district.take(moved, ImportOptions(dryRun: true)).warningCount == 0)
    let renamed = "id,name,lat,lon\na,银行,35.5,116.8\nb,充新苑,\(Self.near),116.8\n"
    #expect(try await district.take(renamed).warningCount == 0)
  }

  @Test func retiredStationsDoNotCount() async throws {
    let district = try await District("id,name,lat,lon,status\na,充新苑,35.5,116.8,retired\n")
    #expect(try await district.take("id,name,lat,lon\nb,充新苑,\(Self.near),116.8\n").warningCount == 0)
    let both = "id,name,lat,lon,status\nc,充新苑,35.5,116.9,active\nd,充新苑,35.5,116.9,retired\n"
    #expect(try await district.take(both).warningCount == 0)
    // Nor what pruning is about to retire.
    let replaced = "id,name,lat,lon\ne,充新苑,35.5,116.9\n"
    #expect(try await district.take(replaced, ImportOptions(dryRun: true, prune: true)).warningCount == 0)
    #expect(try await district.take(replaced).warningCount == 1)
  }

  @Test func strictlyEachIsAFaultAmongTheOthers() async throws {
    let district = try await District()
    let file = "id,name,lat,lon,kind\na,充新苑,35.5,116.8,\nx,充新苑,95,116.8,\ny,充新苑,95,116.8,\nb,充新苑,35.5,116.8,depot\n"
    let error = await #expect(throws: YizhanError.self) { try await district.take(file, ImportOptions(strict: true)) }
    #expect(error?.code == .badData)
    #expect(
      error?.faults.map(\.place) == [
        .row(line: 2, column: "name"), .row(line: 3, column: "lat"), .row(line: 4, column: "lat"),
        .row(line: 5, column: "kind"), .row(line: 5, column: "name"),
      ])
    let good = try await district.take("id,name,lat,lon\na,充新苑,35.5,116.8\n", ImportOptions(strict: true))
    #expect(good.created == 1)
  }

  @Test func aFeatureIsWarnedOfByItsPointer() async throws {
    let district = try await District("id,name,lat,lon\na,充新苑,35.5,116.8\n")
    let report = try await district.take(
      geoJSON: #"""
        {"type":"FeatureCollection","features":[{"type":"Feature","id":"b",
         "geometry":{"type":"Point","coordinates":[116.8,35.5]},"properties":{"名称":"充新苑"}}]}
        """#)
    #expect(report.warnings.map(\.place) == [.pointer("/features/0/properties/名称")])
  }

  @Test func aThousandWarningsAreToldAndAllAreCounted() async throws {
    let district = try await District()
    let rows = (0..<1500).map { "s\($0),充新苑,\(Double($0 / 2) / 100),0\n" }.joined()
    let report = try await district.take("id,name,lat,lon\n" + rows)
    #expect(report.warningCount == 1500 && lines(report) == Array(2...1001))
  }

  @Test func aHeapInOneSpotTakesNoQuadraticTime() async throws {
    let district = try await District()
    let rows = (0..<20_000).map { "s\($0),\(String($0, radix: 36)),0,0\n" }.joined()
    let start = ContinuousClock.now
    let report = try await district.take("id,name,lat,lon\n" + rows, ImportOptions(dryRun: true))
    #expect(report.created == 20_000)
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  /// Equal to 1 nm when the way is 25 m, in any direction.
  @Test(arguments: [0.0, 35.5, -60, 89.9999], [0.0, 116.8, 180, -179.9999])
  func theBorderLiesAt25Metres(latitude: Double, longitude: Double) async throws {
    let centre = try #require(Coordinate(latitude: latitude, longitude: longitude)).rounded
    let origin = GeodesicOrigin(centre)
    let district = try await District()
    var rows = ["a,充新苑,\(centre.latitude),\(centre.longitude)"]
    var expected: [Int] = []
    for step in -20...20 {
      // A degree of latitude is 110.6 to 111.7 km.
      let there = try #require(
        Coordinate(latitude: min(90, latitude + 25 / 111_150 + Double(step) * 1e-7), longitude: longitude)
      ).rounded
      if origin.distance(to: there).value <= 25 { expected.append(step) }
      rows = [rows[0], "b,充新苑,\(there.latitude),\(there.longitude)"]
      let report = try await district.take(
        "id,name,lat,lon\n" + rows.joined(separator: "\n") + "\n", ImportOptions(dryRun: true))
      #expect((report.warningCount == 2) == (expected.last == step), "step \(step)")
    }
    #expect(!expected.isEmpty && (expected.count < 41 || latitude > 89))
  }

  @Test func theWarningsAreThoseOfALookAtAllPairs() async throws {
    var generator = SeededGenerator(seed: testSeed)
    let centres = [(35.5, 116.8), (0, 180), (0, -180), (90, 0), (-90, 77), (89.9999, 12), (12, 0), (-33.3, -179.99999)]
    let words = ["充新苑", "小哥", "招呼站", "驿站", "银行", " ", "（北）", "A", "ａ", "鼓楼", "·"]
    for round in 0..<30 {
      func station(_ id: String) throws -> Station {
        let centre = centres[Int.random(in: 0..<centres.count, using: &generator)]
        func shift() -> Double { Double.random(in: -60...60, using: &generator) / 111_000 }
        let latitude = max(-90, min(90, centre.0 + shift()))
        let stretch = max(1e-7, cosineOfDegrees(latitude))
        var longitude = centre.1 + shift() / stretch
        longitude -= (longitude / 360).rounded() * 360
        let place = try #require(Coordinate(latitude: latitude, longitude: longitude))
        let name = (0..<Int.random(in: 1...3, using: &generator)).compactMap { _ in
          words.randomElement(using: &generator)
        }
        return Station(
          id: try #require(StationID(id)), name: "x" + name.joined() + "x", coordinate: place.rounded)
      }
      let stored = try (0..<60).map { try station("old\($0)") }
      let new = try (0..<60).map { try station("new\($0)") }
      let district = try await District()
      try await district.store(stored)
      let rows = new.map { "\($0.id),\($0.name),\($0.coordinate.latitude),\($0.coordinate.longitude)\n" }
      let report = try await district.take("id,name,lat,lon\n" + rows.joined())

      let all = stored + new
      let expected = new.enumerated().compactMap { number, station -> String? in
        let origin = GeodesicOrigin(station.coordinate)
        let twins = all.filter { other in
          other.id != station.id && origin.distance(to: other.coordinate).value <= 25 && alike(station.name, other.name)
        }
        let nearest = twins.min { one, two in
          let (first, second) = (
            origin.distance(to: one.coordinate).millimeters, origin.distance(to: two.coordinate).millimeters
          )
          return first < second || first == second && one.id < two.id
        }
        return nearest.map { "\(number + 2) \($0.id)" }
      }
      let found = zip(lines(report), report.warnings).map { line, warning in
        "\(line) \(warning.detail.english.split(separator: " ")[2])"
      }
      #expect(found == expected, "seed \(testSeed), round \(round)")
      #expect(round > 0 || expected.count > 10)
    }
  }

  private func cosineOfDegrees(_ degrees: Double) -> Double {
    // Good enough to spread places: 1 at the equator, 0 at the poles.
    let part = degrees / 90
    return max(0, 1 - part * part)
  }

  /// The rule, as it is documented.
  private func alike(_ one: String, _ two: String) -> Bool {
    func plain(_ name: String) -> [Character] {
      name.lowercased().replacing("ａ", with: "a").filter { $0.isLetter || $0.isNumber }.map { $0 }
    }
    func pairs(_ name: [Character]) -> [String: Int] {
      zip(name, name.dropFirst()).reduce(into: [:]) { $0["\($1.0)\($1.1)", default: 0] += 1 }
    }
    let (a, b) = (plain(one), plain(two))
    if a.isEmpty || b.isEmpty { return false }
    if String(a).contains(String(b)) || String(b).contains(String(a)) { return true }
    let shared = pairs(a).reduce(0) { $0 + min($1.value, pairs(b)[$1.key] ?? 0) }
    return a.count + b.count > 2 && Double(2 * shared) / Double(a.count + b.count - 2) >= 0.6
  }
}

@Suite("Names are alike whatever their dress")
struct ComparableNameTests {
  @Test(arguments: [
    ("充新苑", "充新苑"), ("Rest Stop", "REST-STOP"), ("ＲＥＳＴ　ｓｔｏｐ", "rest stop"), ("鼓楼街道充新苑", "充新苑"),
    ("充新苑（鼓楼）", "充新苑鼓楼"), ("鼓楼街道充新苑", "充新苑鼓楼街道"), ("惠民超市小哥招呼站", "惠民小哥招呼站"),
    ("a", "ab"), ("《驿站》", "驿站"), ("驿站1", "驿站１"),
  ])
  func theseAreAlike(one: String, other: String) {
    #expect(ComparableName(one).isLike(ComparableName(other)))
    #expect(ComparableName(other).isLike(ComparableName(one)))
  }

  @Test(arguments: [
    ("充新苑", "小哥招呼站"), ("惠民银行网点小哥招呼站", "惠民超市小哥招呼站"), ("驿站1", "驿站2"), ("a", "b"), ("", "a"),
    ("()", "（）"), (" ", "驿站"), ("鼓楼街道充新苑", "大安镇充新苑"), ("🚲", "驿站"),
  ])
  func theseAreNot(one: String, other: String) {
    #expect(!ComparableName(one).isLike(ComparableName(other)))
    #expect(!ComparableName(other).isLike(ComparableName(one)))
  }
}
