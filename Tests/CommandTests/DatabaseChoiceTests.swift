import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Which database a command works on, and who else may")
struct DatabaseChoiceTests {
  private static let one = "id,name,lat,lon\nA,One,1,2\n"
  private static let two = "id,name,lat,lon\nB,Two,1,2\n"

  @Test func anOptionGoesBeforeTheEnvironmentAndThatBeforeTheDefault() throws {
    let place = try Workplace()
    try place.folder.write("one.csv", Self.one)
    try place.folder.write("two.csv", Self.two)
    func ids(_ arguments: [String], _ environment: [String: String]) throws -> [String] {
      let list = try place.start(["station", "list", "--format", "json"] + arguments, environment).outcome()
      return try list.json().array.compactMap { $0["id"].string }
    }
    #expect(try place.run("station", "import", "one.csv", environment: ["YIZHAN_DB": "env.sqlite"]).status == 0)
    #expect(place.exists("env.sqlite"))
    let option = try place.run(
      "station", "import", "two.csv", "--db", "option.sqlite", environment: ["YIZHAN_DB": "env.sqlite"])
    #expect(option.status == 0)
    #expect(try ids([], ["YIZHAN_DB": "env.sqlite"]) == ["A"])
    #expect(try ids(["--db", "option.sqlite"], ["YIZHAN_DB": "env.sqlite"]) == ["B"])
    #expect(!place.exists("data"))
    #expect(try place.runBare("station", "import", "one.csv").status == 0)
    #expect(place.exists("data/yizhan.sqlite"))
    #expect(try ids([], [:]) == ["A"])
    #expect(try ids([], ["YIZHAN_DB": ""]) == ["A"])
  }

  @Test func aServerGoesBeforeADatabaseButAnOptionBeforeTheEnvironment() throws {
    let place = try Workplace()
    try place.folder.write("one.csv", Self.one)
    try place.folder.write("two.csv", Self.two)
    #expect(try place.runBare("station", "import", "one.csv", "--db", "served.sqlite").status == 0)
    #expect(try place.runBare("station", "import", "two.csv", "--db", "local.sqlite").status == 0)
    let server = try RunningServer(in: place.folder, database: "served.sqlite")
    func ids(_ arguments: [String], _ environment: [String: String]) throws -> [String] {
      let list = try place.start(["station", "list", "--format", "json"] + arguments, environment).outcome()
      return try list.json().array.compactMap { $0["id"].string }
    }
    #expect(try ids(["--server", server.url, "--db", "local.sqlite"], [:]) == ["A"])
    #expect(try ids(["--server", server.url], ["YIZHAN_DB": "local.sqlite"]) == ["A"])
    #expect(try ids(["--db", "local.sqlite"], ["YIZHAN_SERVER": server.url]) == ["B"])
    #expect(try ids([], ["YIZHAN_SERVER": server.url, "YIZHAN_DB": "local.sqlite"]) == ["A"])
    #expect(server.end() == 0)
  }

  @Test func anEmptySettingCountsAsNone() throws {
    let place = try Workplace()
    let outcome = try place.start(["db", "migrate"], ["YIZHAN_DB": ""]).outcome()
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(place.exists("data/yizhan.sqlite"))
  }

  @Test func theDatabaseAndItsSocketAreTheirOwnersAlone() throws {
    let place = try Workplace.withYanzhou()
    #expect(try mode(place.database) == 0o600)
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    #expect(try place.run("station", "import", Workplace.yanzhou).status == 0)
    let files = try FileManager.default.contentsOfDirectory(atPath: place.folder.url.path)
    #expect(files.contains(Workplace.database + ".socket"))
    for file in files { #expect(try mode(place.folder.path(file)) == 0o600, "\(file)") }
    #expect(server.end() == 0)
  }

  @Test func aDatabaseHeldByAProcessThatDoesNotAnswerIsGivenUp() throws {
    let silent = try Workplace.withYanzhou()
    let deaf = try Workplace.withYanzhou()
    let locks = try [silent, deaf].map { try lock($0.database + ".lock") }
    let listener = try listen(deaf.database + ".socket")
    defer { for descriptor in locks + [listener] { close(descriptor) } }
    let started = try [silent, deaf].map { try $0.start(["nearest", "35.5", "116.8", "--db", Workplace.database]) }
    for command in started {
      let outcome = try command.outcome()
      #expect(outcome.status == 75)
      #expect(outcome.output == "")
      #expect(outcome.messages.contains(Workplace.database))
    }
  }

  @Test func twentyCommandsAtOnceAllSucceed() throws {
    let place = try Workplace()
    let database = ["--db", Workplace.database]
    let imports = try (0..<20).map { _ in try place.start(["station", "import", Workplace.yanzhou] + database) }
    let reports = try imports.map { try $0.outcome() }
    #expect(reports.map(\.status) == Array(repeating: 0, count: 20))
    #expect(reports.count { $0.messages == "139 created, 0 updated, 0 unchanged\n" } == 1)
    #expect(reports.count { $0.messages == "0 created, 0 updated, 139 unchanged\n" } == 19)

    let commands = [
      ["nearest", "35.5", "116.8"], ["station", "list"], ["station", "import", Workplace.yanzhou],
      ["station", "export"],
    ]
    for command in try (0..<20).map({ try place.start(commands[$0 % 4] + database) }) {
      let outcome = try command.outcome()
      #expect(outcome.status == 0, "\(outcome.messages)")
    }
  }

  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
  }

  /// Takes a database's lock, as a process that has it open does.
  private func lock(_ path: String) throws -> Int32 {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    return descriptor
  }

  /// A socket where connections are taken and nothing is ever answered.
  private func listen(_ path: String) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    let status = withUnsafeBytes(of: &address) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) {
        bind(descriptor, $0.baseAddress, socklen_t(bytes.count)) + Glibc.listen(descriptor, 16)
      }
    }
    try #require(status == 0)
    return descriptor
  }
}
