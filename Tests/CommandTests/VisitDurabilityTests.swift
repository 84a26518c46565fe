import Foundation
import Glibc
import SampleData
import TestSupport
import Testing

@Suite("A visit that was acknowledged is kept, once, whatever becomes of the server")
struct VisitDurabilityTests {
  /// What is wrong with a database after a crash: damage, acknowledged visits that are missing, ids that are there twice.
  private func faults(_ office: Office, _ acknowledged: String) throws -> String {
    try Python.run(
      """
      import sqlite3, sys, uuid
      with sqlite3.connect(sys.argv[1]) as database:
          state, = database.execute("PRAGMA integrity_check").fetchone()
          kept = [id for id, in database.execute("SELECT id FROM visit")]
          acknowledged = {uuid.UUID(line.strip()).bytes for line in open(sys.argv[2])}
          print(state, len(acknowledged - set(kept)), len(kept) - len(set(kept)))
      """, [office.place.database, acknowledged])
  }

  private func lines(_ path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  @Test(.timeLimit(.minutes(30))) func killedUnderLoadAgainAndAgainItLosesNothing() throws {
    var random = SeededGenerator(seed: testSeed)
    let files = try TemporaryFolder()
    let (sent, acknowledged) = (files.path("sent"), files.path("acknowledged"))
    let office = try Office()
    var server = office.server
    for round in 1...killRounds {
      let load = try PythonProgram(
        "visit_load.py", [String(server.port), office.token(.manager), sent, acknowledged])
      try #require(try load.line() == "going")
      _ = load.process.wait(within: .microseconds(Int.random(in: 50_000...150_000, using: &random)))
      #expect(server.end(by: SIGKILL) == 128 + SIGKILL)
      #expect(load.process.wait(within: .seconds(30)) == 0)
      server = try RunningServer(in: office.place.folder, database: Workplace.database)
      #expect(try faults(office, acknowledged) == "ok 0 0", "round \(round), seed \(testSeed)")
    }
    let ids = try lines(sent)
    #expect(try lines(acknowledged).count > killRounds)
    // Sent again, as a client would that was not answered, each is there once.
    for start in stride(from: 0, to: ids.count, by: 5000) {
      let visits = ids[start..<min(start + 5000, ids.count)].map {
        #"{"id":"\#($0)","station_id":"YZ-0001","group":"delivery","visitor":"\#($0)"}"#
      }
      let answer = try server.exchange(
        "POST", "/v1/visits", office.headers(.manager, ["Content-Type": "application/json"]),
        body: Array("[\(visits.joined(separator: ","))]".utf8))
      #expect(!answer.text.contains("problem"))
    }
    #expect(try office.sql("SELECT count(*), sum(people) FROM visit") == "[[\(ids.count), \(ids.count)]]")
    #expect(try faults(office, sent) == "ok 0 0")
    print("\(killRounds) rounds, \(try lines(acknowledged).count) visits acknowledged of \(ids.count) sent")
    #expect(server.end() == 0)
  }

  /// Follows what the server asks of the system, in order.
  @Test func theLogOfTheDatabaseIsSyncedBeforeEachAnswer() throws {
    let files = try TemporaryFolder()
    let trace = files.path("trace")
    let calls = "trace=pwrite64,fsync,fdatasync,write,writev,sendto,sendmsg"
    let office = try Office(
      launcher: ["strace", "-D", "-f", "-y", "-s", "24", "-e", calls, "-o", trace])
    let connection = try HTTPConnection(port: office.server.port)
    let count = 60
    for number in 0..<count {
      let body = #"{"id":"\#(newVisitID())","station_id":"YZ-0001","group":"delivery","people":\#(number + 1)}"#
      let answer = try connection.exchange(
        "POST", "/v1/visits", office.headers(.manager, ["Content-Type": "application/json"]), body: Array(body.utf8))
      #expect(answer.status == 201)
    }
    #expect(office.server.end() == 0)
    var (written, synced, answers) = (false, false, 0)
    var started: [Substring: Bool] = [:]
    for line in try lines(trace) {
      let process = line.prefix { $0 != " " }
      let isLog = line.contains("-wal>")
      if line.contains("pwrite64("), isLog {
        (written, synced) = (true, false)
      } else if line.contains("fdatasync(") || line.contains("fsync("), isLog {
        if line.contains("<unfinished") { started[process] = true } else if line.hasSuffix("= 0") { synced = true }
      } else if line.contains("sync resumed>"), started.removeValue(forKey: process) != nil {
        if line.hasSuffix("= 0") { synced = true }
      } else if line.contains("HTTP/1.1 201") {
        answers += 1
        #expect(written && synced, "\(line)")
        (written, synced) = (false, false)
      }
    }
    #expect(answers == count)
  }
}
