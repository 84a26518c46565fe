import Foundation
import Glibc
import SampleData
import TestSupport
import Testing

@Suite("A visit from a shell arrives once, whatever becomes of the command and of the server's answers")
struct VisitDeliveryTests {
  @Test(.timeLimit(.minutes(30))) func killedCommandsAndLostAnswersLoseNothingAndRepeatNothing() throws {
    var random = SeededGenerator(seed: testSeed)
    let office = try Office()
    let whole = office.place.folder.path("whole")
    let proxy = try PythonProgram("cutting_proxy.py", [String(office.server.port), String(testSeed), whole])
    let port = try #require(Int(try proxy.line()))
    let environment = office.remote(.manager).merging(["YIZHAN_SERVER": "http://127.0.0.1:\(port)"]) { $1 }
    var (done, killed, repeated): (Set<Int>, Set<Int>, Set<Int>) = ([], [], [])
    for round in 0..<killRounds {
      // Each visit is known by its time. Of every two rounds one gives an id, and says the same again when killed.
      let time = Date(timeIntervalSince1970: 1_767_000_000 + Double(round)).formatted(.iso8601)
      let id = round % 2 == 0 ? ["--id", newVisitID()] : []
      let arguments = ["visit", "log", "YZ-0001", "--group", "delivery", "--at", time, "--visitor", "\(round)"] + id
      let command = try office.place.start(arguments, environment)
      if Int.random(in: 0..<4, using: &random) > 0 {
        command.kill(after: .microseconds(Int.random(in: 0...400_000, using: &random)))
      }
      let outcome = try command.outcome()
      if outcome.status == 0 {
        done.insert(round)
      } else {
        #expect(outcome.status == 128 + SIGKILL, "\(outcome.messages)")
        killed.insert(round)
        if round % 2 == 0 {
          #expect(try office.place.start(arguments, environment).outcome().status == 0)
          repeated.insert(round)
        }
      }
    }
    try office.place.folder.write("whole", "")
    #expect(try office.place.start(["visit", "sync"], environment).outcome().status == 0)
    #expect(
      try office.place.start(["visit", "outbox", "--format", "json"], environment).outcome().json() == .array([]))
    let times = try office.place.start(["visit", "list", "--format", "json"], environment).outcome().json().array
      .compactMap { $0["at"].string }.map { try Date($0, strategy: .iso8601).timeIntervalSince1970 }
    let kept = times.map { Int($0) - 1_767_000_000 }
    #expect(Set(kept).isSuperset(of: done.union(repeated)), "seed \(testSeed)")
    #expect(Set(kept).count == kept.count, "seed \(testSeed)")
    #expect(Set(kept).isSubset(of: done.union(killed)))
    print("\(killRounds) rounds, \(killed.count) killed, \(kept.count) visits kept, \(done.count) acknowledged")
    withExtendedLifetime(proxy) {}
  }

  @Test func shellsThatSendAtOnceSendNothingTwice() throws {
    let office = try Office()
    let port = office.server.port
    #expect(office.server.end() == 0)
    let count = 40
    // Many at once: none of them can reach the server.
    for _ in 0..<4 {
      let commands = try (0..<count / 4).map { _ in
        try office.place.start(["visit", "log", "YZ-0001"], office.remote(.manager))
      }
      for command in commands { #expect(try command.outcome().status == 0) }
    }
    let server = try RunningServer(in: office.place.folder, database: Workplace.database, port: port)
    let commands = try (0..<4).map { _ in try office.place.start(["visit", "sync"], office.remote(.manager)) }
    let messages = try commands.map { try $0.outcome().messages }
    let sent = messages.compactMap { $0.firstMatch(of: /outbox: ([0-9]+) sent/).flatMap { Int($0.1) } }
    #expect(sent.count == 4)
    #expect(sent.reduce(0, +) == count, "\(messages)")
    #expect(try office.sql("SELECT count(*) FROM visit") == "[[\(count)]]")
    #expect(try office.sql("SELECT sum(subject + 0) FROM audit WHERE action = 'visit log'") == "[[\(count)]]")
    #expect(server.end() == 0)
  }

  @Test func shellsThatLogAtOnceAreAllHeard() throws {
    let office = try Office()
    let commands = try (0..<12).map { _ in try office.place.start(["visit", "log", "YZ-0001"], office.remote(.manager))
    }
    for command in commands { #expect(try command.outcome().status == 0) }
    #expect(try office.place.start(["visit", "sync"], office.remote(.manager)).outcome().status == 0)
    #expect(try office.sql("SELECT count(*) FROM visit") == "[[12]]")
  }

  /// Whoever looks for a visitor's reference finds it nowhere, also not what is logged of a bad request.
  @Test func aReferenceIsInNoFileAndNoLog() throws {
    let office = try Office()
    let reference = "13812345678"
    for arguments in [["visit", "log", "YZ-0001", "--visitor", reference], ["visitor", "erase", reference + "9"]] {
      #expect(try office.place.start(arguments, office.remote(.admin)).outcome().status == 0)
    }
    let body = #"{"station_id":"YZ-0001","group":"pirates","visitor":"\#(reference)"}"#
    let refused = try office.post("/v1/visits", body)
    #expect(refused.status == 400 && !refused.text.contains(reference))
    let csv = "station_id,group,visitor\nYZ-0001,other,\(reference)\nYZ-0001,pirates,\(reference)\n"
    #expect(try !office.post("/v1/visits?atomic=false", csv, type: "text/csv").text.contains(reference))
    #expect(try office.get("/v1/visits").json()["visits"].array.count == 2)
    #expect(try !office.get("/v1/visits").text.contains("visitor"))
    #expect(!office.server.takeLog().contains(reference))
    let folder = office.place.folder.url
    func search() throws {
      let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { file in
        let type = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + file)[.type]
        return type as? FileAttributeType == .typeRegular
      }
      #expect(files.contains(Workplace.database))
      for file in files {
        let bytes = try Data(contentsOf: folder.appending(path: file))
        #expect(bytes.range(of: Data(reference.utf8)) == nil, "\(file)")
      }
    }
    try search()
    #expect(office.server.end() == 0)
    try search()
    // The same person has one pseudonym, also from the command on the database itself.
    #expect(try office.place.run("visit", "log", "YZ-0001", "--visitor", reference).status == 0)
    #expect(try office.sql("SELECT count(*), count(DISTINCT visitor) FROM visit") == "[[3, 1]]")
    #expect(try office.place.run("visitor", "erase", reference).messages == "erased from 3 visits\n")
    #expect(try office.sql("SELECT count(visitor) FROM visit") == "[[0]]")
  }
}
