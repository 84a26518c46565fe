import Foundation
import TestSupport
import Testing

@Suite("What many clients send at once is kept once")
struct ConcurrentVisitTests {
  private static let ids = (0..<1000).map { _ in newVisitID() }

  private static func visit(_ id: String, people: Int = 1) -> String {
    #"{"id":"\#(id)","station_id":"YZ-0001","group":"delivery","people":\#(people)}"#
  }

  private static func request(_ office: Office, _ target: String, _ body: String) -> [UInt8] {
    HTTPConnection.request(
      "POST", target, office.headers(.manager, ["Content-Type": "application/json"]), body: Array(body.utf8))
  }

  /// Fifty clients; all of them have sent before the first answer is read.
  private func exchange(
    _ clients: [HTTPConnection], _ request: (Int) -> [UInt8]
  ) throws -> [HTTPAnswer] {
    for (number, client) in clients.enumerated() { try client.send(request(number)) }
    return try clients.map { try $0.receive() }
  }

  private func clients(_ office: Office) throws -> [HTTPConnection] {
    try (0..<50).map { _ in try HTTPConnection(port: office.server.port) }
  }

  /// A client's order of its own.
  private func order(_ client: Int) -> [String] {
    let turned = Self.ids[(client * 20)...] + Self.ids[..<(client * 20)]
    return client % 2 == 0 ? Array(turned) : turned.reversed()
  }

  @Test func fiftyClientsSendTheSameThousandInArrays() throws {
    let office = try Office()
    let clients = try clients(office)
    func results(people: Int) throws -> [JSONValue] {
      try exchange(clients) { number in
        Self.request(
          office, "/v1/visits",
          "[" + order(number).map { Self.visit($0, people: people) }.joined(separator: ",") + "]")
      }.flatMap { answer in try answer.json()["results"].array }
    }
    let first = try results(people: 1)
    #expect(first.count == 50_000)
    #expect(first.count { $0["result"].string == "created" } == 1000)
    #expect(first.count { $0["result"].string == "exists" } == 49_000)
    #expect(try office.sql("SELECT count(*), count(DISTINCT id), sum(people) FROM visit") == "[[1000, 1000, 1000]]")
    let second = try results(people: 2)
    #expect(second.count { $0["problem"]["status"].number == 409 } == 50_000)
    #expect(try office.sql("SELECT count(*), sum(people) FROM visit") == "[[1000, 1000]]")
    #expect(try office.sql("SELECT sum(subject + 0) FROM audit WHERE action = 'visit log'") == "[[1000]]")
  }

  @Test func fiftyClientsSendTheSameThousandSingly() throws {
    let office = try Office()
    let clients = try clients(office)
    func statuses(_ count: Int, people: Int) throws -> [Int: Int] {
      var counts: [Int: Int] = [:]
      // Neighbours send the same ids at the same time.
      for place in 0..<count {
        for answer in try exchange(
          clients,
          { number in
            Self.request(office, "/v1/visits", Self.visit(Self.ids[(place + number % 3) % count], people: people))
          })
        {
          counts[answer.status, default: 0] += 1
        }
      }
      return counts
    }
    #expect(try statuses(1000, people: 1) == [201: 1000, 200: 49_000])
    #expect(try office.sql("SELECT count(*), count(DISTINCT id), sum(people) FROM visit") == "[[1000, 1000, 1000]]")
    #expect(try statuses(100, people: 2) == [409: 5000])
    #expect(try office.sql("SELECT count(*), sum(people) FROM visit") == "[[1000, 1000]]")
  }

  @Test func batchesThatKeepAllOrNoneMixWithOthers() throws {
    let office = try Office()
    let clients = try clients(office)
    // Of every five clients, two send all or none, and one of them has a bad visit; the first half of the ids is sent
    // by bad batches too, the second half by them alone.
    let answers = try exchange(clients) { number in
      let (isAtomic, isBad) = (number % 5 < 2, number % 5 == 0)
      let ids = isBad ? order(number) : order(number).filter { Set(Self.ids.prefix(500)).contains($0) }
      var visits = ids.map { Self.visit($0) }
      if isBad { visits.append(Self.visit(newVisitID(), people: 0)) }
      return Self.request(office, "/v1/visits?atomic=\(isAtomic)", "[" + visits.joined(separator: ",") + "]")
    }
    for (number, answer) in answers.enumerated() {
      #expect(answer.status == (number % 5 == 0 ? 400 : 200))
      if number % 5 == 0 { #expect(try answer.pointers() == ["/1000/people"]) }
    }
    let created = try answers.flatMap { try $0.json()["results"].array }.count { $0["result"].string == "created" }
    #expect(created == 500)
    #expect(try office.sql("SELECT count(*), count(DISTINCT id) FROM visit") == "[[500, 500]]")
    // What is refused by the database itself (a visit that was logged before, otherwise) takes the rest back too.
    let mixed = "[\(Self.visit(newVisitID())),\(Self.visit(Self.ids[0], people: 3))]"
    let answer = try office.post("/v1/visits?atomic=true", mixed, as: .manager)
    #expect(answer.status == 409)
    #expect(try answer.pointers() == ["/1/id"])
    #expect(try office.sql("SELECT count(*), sum(people) FROM visit") == "[[500, 500]]")
  }
}
