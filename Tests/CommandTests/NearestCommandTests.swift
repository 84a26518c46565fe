import TestSupport
import Testing

@Suite("nearest: the courier's question from a shell")
struct NearestCommandTests {
  private static let question = ["nearest", "35.5531", "116.7836", "--amenity", "microwave"]
  /// Asked about a fixed moment, answers do not change while a test runs.
  private static let moment = ["--open", "2026-11-24T12:00:00+08:00"]

  @Test func theNearestStationsComeNearestFirst() throws {
    let place = try Workplace.withYanzhou()
    let outcome = try place.start(Self.question + ["--db", Workplace.database, "--format", "json"]).outcome()
    #expect(outcome.status == 0)
    #expect(outcome.messages == "")
    let stations = try outcome.json().array
    #expect(stations.count == 5)
    #expect(stations.allSatisfy { $0["amenities"].strings.contains("microwave") })
    let distances = stations.compactMap { $0["distance_m"].number }
    #expect(distances.count == 5)
    #expect(distances == distances.sorted())
    #expect(stations.first?["id"].string == "YZ-0001")
  }

  @Test func aTableSaysTheSame() throws {
    let place = try Workplace.withYanzhou()
    let query = Self.question + Self.moment + ["--db", Workplace.database]
    let json = try place.start(query + ["--format", "json"]).outcome().json().array
    let table = try place.start(query).outcome()
    #expect(table.messages == "")
    #expect(table.lines.count == 1 + json.count)
    for (line, station) in zip(table.lines.dropFirst(), json) {
      let words = line.split(separator: " ").map(String.init)
      #expect(words.first.flatMap(Double.init) == station["distance_m"].number)
      for name in ["id", "name", "town", "open"] { #expect(words.contains(station[name].string ?? "?"), "\(line)") }
      for amenity in station["amenities"].strings { #expect(words.contains(amenity)) }
    }
  }

  @Test func csvHasAHeaderAndPlainNumbers() throws {
    let place = try Workplace.withYanzhou()
    let query = Self.question + Self.moment + ["--db", Workplace.database]
    let json = try place.start(query + ["--format", "json"]).outcome().json().array
    let csv = try place.start(query + ["--format", "csv"]).outcome()
    #expect(csv.messages == "")
    #expect(csv.lines.count == 1 + json.count)
    let names = csv.lines.first?.split(separator: ",").map(String.init) ?? []
    #expect(Array(names.prefix(4)) == ["distance_m", "bearing_deg", "id", "name"])
    for (line, station) in zip(csv.lines.dropFirst(), json) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      // A column with its unit in its name holds numbers.
      #expect(Double(cells[0]) == station["distance_m"].number, "\(line)")
      #expect(Double(cells[1]) == station["bearing_deg"].number, "\(line)")
      #expect(cells[2] == station["id"].string)
    }
  }

  /// Words that programs read stay as the contract has them, whatever the language.
  @Test(arguments: ["csv", "json"]) func dataForProgramsIsTheSameInChinese(format: String) throws {
    let place = try Workplace.withYanzhou()
    let query = Self.question + Self.moment + ["--db", Workplace.database, "--format", format]
    let english = try place.start(query).outcome()
    let chinese = try place.start(query + ["--lang", "zh"]).outcome()
    #expect(english.status == 0)
    #expect(english.output == chinese.output)
  }

  @Test func noneFoundIsAnEmptyAnswerAndADone() throws {
    let place = try Workplace.withYanzhou()
    let json = try place.run("nearest", "0", "0", "--radius-m", "10", "--format", "json")
    #expect(json.status == 0)
    #expect(try json.json() == .array([]))
    let table = try place.run("nearest", "0", "0", "--radius-m", "10")
    #expect(table.status == 0)
    #expect(table.output == "")
    #expect(table.messages == "No station matches.\n")
    let csv = try place.run("nearest", "0", "0", "--radius-m", "10", "--format", "csv")
    #expect(csv.status == 0)
    #expect(csv.lines.count == 1)
  }

  @Test(arguments: [
    ("-33.87", "151.2", "SYD"), ("-33.87", "-70.65", "SCL"), ("51.5", "-0.12", "LON"), ("-0", "-1e-7", "GUL"),
    ("-90", "-180", "SPO"), ("+51.5", "-.12", "LON"),
  ])
  func negativeNumbersWorkAsTheyStand(latitude: String, longitude: String, id: String) throws {
    let place = try Workplace()
    try place.folder.write(
      "world.csv",
      """
      id,name,lat,lon
      SYD,Sydney,-33.87,151.2
      SCL,Santiago,-33.87,-70.65
      LON,London,51.5,-0.12
      GUL,Gulf,0,0
      SPO,South Pole,-89.99,0

      """)
    #expect(try place.run("station", "import", "world.csv").status == 0)
    let outcome = try place.run("nearest", latitude, longitude, "--limit", "1", "--format", "json")
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(try outcome.json()[0]["id"].string == id)
  }

  @Test func filtersNarrowTheAnswer() throws {
    let place = try Workplace.withYanzhou()
    func found(_ filters: String...) throws -> [JSONValue] {
      let question = ["nearest", "35.5531", "116.7836", "--limit", "100", "--format", "json"]
      return try place.start(question + filters + ["--db", Workplace.database]).outcome().json().array
    }
    let hubs = try found("--kind", "hub")
    #expect(hubs.count == 10)
    #expect(hubs.allSatisfy { $0["kind"].string == "hub" })
    let near = try found("--radius-m", "300")
    #expect(!near.isEmpty)
    #expect(near.allSatisfy { ($0["distance_m"].number ?? .infinity) <= 300 })
    let both = try found("--amenity", "microwave", "--amenity", "wifi", "--entry", "open")
    #expect(!both.isEmpty)
    for station in both {
      #expect(Set(station["amenities"].strings).isSuperset(of: ["microwave", "wifi"]))
      #expect(station["entry"].string == "open")
    }
    let suspended = try place.run("station", "show", "YZ-0070", "--format", "json").json()
    let there = ["\(suspended["lat"].number ?? 0)", "\(suspended["lon"].number ?? 0)"]
    func nearestThere(_ flags: String...) throws -> String? {
      let question = ["nearest"] + there + ["--limit", "1", "--format", "json", "--db", Workplace.database]
      return try place.start(question + flags).outcome().json()[0]["id"].string
    }
    #expect(suspended["status"].string == "suspended")
    #expect(try nearestThere("--suspended") == "YZ-0070")
    #expect(try nearestThere() != "YZ-0070")
  }

  @Test func anUnknownAmenityIsBadUsageAndNamed() throws {
    let place = try Workplace.withYanzhou()
    let outcome = try place.run("nearest", "35.5531", "116.7836", "--amenity", "coffee", "--amenity", "tea")
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(outcome.messages.contains("coffee"))
    #expect(outcome.messages.contains("tea"))
  }
}
