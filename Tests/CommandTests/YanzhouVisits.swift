import Foundation
import TestSupport
import Testing

/// The fixture's stations and visits, in a database that a server has open and in one that only commands open.
final class YanzhouVisits: Sendable {
  /// How a command reaches the visits.
  enum Door: CaseIterable, Sendable {
    /// It opens the database itself.
    case here
    /// By the socket of the server that has the database open.
    case socket
    /// With a token of staff.
    case afar
  }

  /// What the files of the fixture say by themselves.
  struct Figures: Decodable, Sendable {
    let visits, people: Int
    /// Those that are not retired, and those of them without visits.
    let stations, idle: Int
    /// The codes that occur, and people of each.
    let groups: [String: Int]
    let towns: [String: Int]
    let months: [String: Int]
  }

  static let visits = Project.fixture("yanzhou/visits.csv").path

  let office: Office
  private let place: Workplace
  let figures: Figures

  init() throws {
    office = try Office()
    place = try Workplace.withYanzhou()
    let loads = try [
      office.place.start(["visit", "import", Self.visits], ["YIZHAN_DB": Workplace.database]).outcome(),
      place.run("visit", "import", Self.visits),
    ]
    for load in loads where load.status != 0 { throw Workplace.Failure(description: load.messages) }
    let counted = try Python.run(
      """
      import collections, csv, json, sys
      read = lambda path: list(csv.DictReader(open(path, encoding="utf-8-sig", newline="")))
      stations, visits = read(sys.argv[1]), read(sys.argv[2])
      towns = {station["id"]: station["town"] for station in stations}
      in_service = {station["id"] for station in stations if station["status"] != "retired"}
      def people(key):
          sums = collections.Counter()
          for visit in visits:
              sums[key(visit)] += int(visit["people"])
          return sums
      print(json.dumps({
          "visits": len(visits), "people": people(lambda visit: "").total(), "stations": len(in_service),
          "idle": len(in_service - {visit["station_id"] for visit in visits}),
          "groups": people(lambda visit: visit["group"]), "towns": people(lambda visit: towns[visit["station_id"]]),
          "months": people(lambda visit: visit["at"][:7])}))
      """, [Workplace.yanzhou, Self.visits])
    figures = try JSONDecoder().decode(Figures.self, from: Data(counted.utf8))
  }

  /// The folder in which commands run.
  func folder(_ door: Door) -> TemporaryFolder {
    door == .here ? place.folder : office.place.folder
  }

  func run(
    _ arguments: [String], by door: Door = .here, as bearer: Office.Bearer = .staff, chinese: Bool = false
  ) throws -> Outcome {
    var environment = door == .afar ? office.remote(bearer) : ["YIZHAN_DB": Workplace.database]
    if chinese { environment["LANG"] = "zh_CN.UTF-8" }
    return try (door == .here ? place : office.place).start(arguments, environment).outcome()
  }
}

/// Gives a suite the visits of Yanzhou, which its tests only read.
struct YanzhouVisitsTrait: SuiteTrait, TestScoping {
  @TaskLocal private static var made: YanzhouVisits?

  static var current: YanzhouVisits {
    get throws { try #require(made, "the suite lacks the trait") }
  }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await Self.$made.withValue(try YanzhouVisits()) { try await function() }
  }
}

extension Trait where Self == YanzhouVisitsTrait {
  static var yanzhouVisits: Self { YanzhouVisitsTrait() }
}

/// A number with its digits in threes.
func grouped(_ number: Int) -> String {
  String(number).reversed().enumerated().map { $0 > 0 && $0 % 3 == 0 ? "\($1)," : "\($1)" }.reversed().joined()
}

/// A value for a query.
func escaped(_ text: String) -> String {
  let unreserved = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~,")
  return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
}
