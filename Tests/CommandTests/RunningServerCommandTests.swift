import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Commands say the same with a server running, through its socket, and from afar")
struct RunningServerCommandTests {
  private static let moment = ["--open", "2026-11-24T12:00:00+08:00"]
  private static let questions: [[String]] = [
    ["nearest", "35.5531", "116.7836", "--amenity", "microwave"] + moment,
    ["nearest", "35.5531", "116.7836", "--format", "json"] + moment,
    ["nearest", "35.5531", "116.7836", "--format", "csv", "--lang", "zh"] + moment,
    ["nearest", "91", "116.7836", "--amenity", "coffee"],
    ["nearest", "91", "116.7836", "--amenity", "coffee", "--lang", "zh"],
    ["station", "list", "--town", "新兖镇", "--kind", "satellite"],
    ["station", "list", "--status", "any", "--format", "csv"],
    ["station", "show", "YZ-0117", "--format", "json"],
    ["station", "show", "YZ-0117"],
    ["station", "show", "YZ 0001"],
    ["station", "export"],
  ]

  @Test func everyAnswerIsTheSame() throws {
    let place = try Workplace.withYanzhou()
    let local = ["YIZHAN_DB": Workplace.database]
    func answers(_ environment: [String: String]) throws -> [Outcome] {
      try Self.questions.map { try place.start($0, environment).outcome() }
    }
    let before = try answers(local)
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    let through = try answers(local)
    let afar = try answers(["YIZHAN_SERVER": server.url])
    #expect(server.end() == 0)
    let after = try answers(local)
    for (number, question) in Self.questions.enumerated() {
      for other in [through, afar, after] {
        #expect(before[number].status == other[number].status, "\(question)")
        #expect(before[number].output == other[number].output, "\(question)")
        #expect(before[number].messages == other[number].messages, "\(question)")
      }
    }
    #expect(before.map(\.status) == [0, 0, 0, 64, 64, 0, 0, 0, 0, 1, 0])
  }

  /// Hours that never change: the question of now is the same all the time.
  @Test func theQuestionOfNowIsTheSame() throws {
    let place = try Workplace()
    try place.folder.write("a.csv", "id,name,lat,lon,opening_hours\nA,One,1,2,24/7\nB,Two,1,2.1,off\nC,Three,1,2.2,\n")
    #expect(try place.run("station", "import", "a.csv").status == 0)
    let before = try place.run("nearest", "1", "2", "--format", "json")
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    #expect(try place.run("nearest", "1", "2", "--format", "json").output == before.output)
    #expect(try before.json().array.map { $0["open"].string } == ["open", "closed", "unknown"])
    #expect(server.end() == 0)
  }

  @Test func anImportIsSeenByTheServerAtOnce() throws {
    let place = try Workplace()
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    #expect(try server.get("/v1/stations").json()["stations"].array.isEmpty)
    let outcome = try place.run("station", "import", Workplace.yanzhou)
    #expect(outcome.status == 0)
    #expect(outcome.messages == "139 created, 0 updated, 0 unchanged\n")
    #expect(try server.get("/v1/stations?limit=1000").json()["stations"].array.count == 138)
    let bad = try place.run("station", "import", "-", input: "id,name,lat,lon\nA,,91,0\n")
    #expect(bad.status == 65)
    #expect(bad.messages.contains("line 2, name:"))
    #expect(bad.messages.contains("line 2, lat:"))
    #expect(server.end() == 0)
    #expect(try place.run("station", "list", "--format", "json").json().array.count == 138)
  }

  @Test func anImportFromAfarIsNotAllowed() throws {
    let place = try Workplace.withYanzhou()
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    let outcome = try place.runBare("station", "import", Workplace.yanzhou, "--server", server.url)
    #expect(outcome.status == 77)
    #expect(outcome.output == "")
    #expect(outcome.messages.contains("token"))
    #expect(server.end() == 0)
  }

  @Test func aServerThatIsNotThereIsSaid() throws {
    let place = try Workplace()
    let (descriptor, port) = try deafPort()
    defer { close(descriptor) }
    for arguments in [["nearest", "35.5", "116.8"], ["station", "list"], ["station", "import", Workplace.yanzhou]] {
      let outcome = try place.start(arguments + ["--server", "http://127.0.0.1:\(port)"]).outcome()
      #expect(outcome.status == 69)
      #expect(outcome.output == "")
      #expect(outcome.messages.contains("127.0.0.1:\(port)"))
    }
  }

  @Test func everythingWorksWithADatabaseOfAVeryLongPath() throws {
    let place = try Workplace()
    let folders = (1...8).map { "驿站数据-\($0)-" + String(repeating: "d", count: 20) }.joined(separator: "/")
    let database = place.folder.path(folders + "/yizhan.sqlite")
    #expect((database + ".socket").utf8.count > 300)
    let server = try RunningServer(in: place.folder, database: database)
    #expect(try place.run("station", "import", Workplace.yanzhou, "--db", database).status == 0)
    #expect(try place.run("nearest", "35.55", "116.78", "--db", database).lines.count == 6)
    #expect(FileManager.default.fileExists(atPath: database + ".socket"))
    #expect(server.end() == 0)
    #expect(!FileManager.default.fileExists(atPath: database + ".socket"))
    #expect(try place.run("nearest", "35.55", "116.78", "--db", database).lines.count == 6)
  }

  /// A port of this machine that refuses connections, for as long as the descriptor is open.
  private func deafPort() throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutableBytes(of: &address) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) {
        bind(descriptor, $0.baseAddress!, size) + getsockname(descriptor, $0.baseAddress!, &size)
      }
    }
    try #require(status == 0)
    return (descriptor, Int(in_port_t(bigEndian: address.sin_port)))
  }
}
