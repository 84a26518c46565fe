import Foundation
import RestStations
import TestSupport
import Testing

@Suite("The description of the API and the server say the same")
struct APIDocumentTests {
  private static let csv = "id,name,lat,lon\na,甲,35.5,116.8\n"

  private func serving(_ body: (ClockedServer) async throws -> Void) async throws {
    try await ClockedServer.serving(Self.csv, at: "2026-11-24T12:00:00+08:00", body)
  }

  private func document(_ server: ClockedServer) async throws -> Description {
    let answer = try await server.get("/openapi.json")
    return try JSONDecoder().decode(Description.self, from: Data(answer.body))
  }

  @Test func itDescribesTheCallsThatThereAreAndNoOthers() async throws {
    try await serving { server in
      let described = try await document(server).calls.map { "\($0.method) \($0.path)" }
      #expect(described.sorted() == server.calls.sorted())
      #expect(Set(described).count == described.count && described.count > 30)
    }
  }

  /// The refusal of an unknown parameter names those that there are.
  @Test func itDescribesTheQueryParametersThatEachCallReadsAndNoOthers() async throws {
    try await serving { server in
      let document = try await document(server)
      for call in document.calls {
        var headers: [String: String] = [:]
        if let type = call.operation.requestBody?.content.keys.sorted().first { headers["Content-Type"] = type }
        let answer = try await server.exchange(
          call.method, call.target + "?surely_unknown=1", headers, body: headers.isEmpty ? nil : "{}", asOwner: true)
        let problem = try JSONDecoder().decode(Refusal.self, from: Data(answer.body))
        let detail = try #require(
          problem.errors?.first { $0.parameter == "surely_unknown" }?.detail, "\(call.method) \(call.path)")
        let names = detail.split(separator: "there are ").last ?? ""
        let known = names == "no parameters" ? [] : names.split(separator: ", ").map(String.init)
        let described = call.operation.parameters.map { document.resolved($0) }.filter { $0.place == "query" }
        #expect(described.compactMap(\.name).sorted() == known, "\(call.method) \(call.path)")
      }
    }
  }

  @Test func itDescribesThePartsOfEachPath() async throws {
    try await serving { server in
      let document = try await document(server)
      for call in document.calls {
        let open = call.path.matches(of: /\{(\w+)\}/).map { String($0.1) }
        let described = call.operation.parameters.map { document.resolved($0) }.filter { $0.place == "path" }
        #expect(described.compactMap(\.name) == open, "\(call.path)")
      }
      let names = document.calls.map(\.operation.operationId)
      #expect(Set(names).count == names.count)
    }
  }

  @Test func whoNeedsATokenIsToldSo() async throws {
    try await serving { server in
      for call in try await document(server).calls {
        // As from elsewhere: on the server's own machine the metrics need no token.
        var headers = ["X-Forwarded-For": "192.0.2.1"]
        let type = call.operation.requestBody?.content.keys.sorted().first
        headers["Content-Type"] = type
        let answer = try await server.exchange(call.method, call.target, headers, body: type == nil ? nil : "{}")
        let isOpen = call.operation.security.contains([:])
        #expect((answer.status == 401) == !isOpen, "\(call.method) \(call.path): \(answer.status)")
        #expect(call.operation.responses[String(answer.status)] != nil, "\(call.method) \(call.path)")
      }
    }
  }
}

/// What the tests read of the document.
private struct Description: Decodable {
  struct Parameter: Decodable {
    var name: String?
    var place: String?
    var reference: String?

    enum CodingKeys: String, CodingKey {
      case name
      case place = "in"
      case reference = "$ref"
    }
  }

  struct Body: Decodable {
    struct Content: Decodable {}
    var content: [String: Content]
  }

  struct Answer: Decodable {}

  struct Operation: Decodable {
    var operationId: String
    var parameters: [Parameter]
    var requestBody: Body?
    var responses: [String: Answer]
    var security: [[String: [String]]]
  }

  struct Components: Decodable {
    var parameters: [String: Parameter]
  }

  struct Call {
    let method, path: String
    let operation: Operation

    /// The path with something in its open places.
    var target: String {
      path.replacing(/visits\/\{id\}/, with: "visits/0193d2a1-7c1e-7000-8000-0123456789ab")
        .replacing(/tokens\/\{id\}/, with: "tokens/1").replacing(/\{\w+\}/, with: "a")
    }
  }

  var paths: [String: [String: Operation]]
  var components: Components

  var calls: [Call] {
    paths.flatMap { path, operations in
      operations.map { Call(method: $0.key.uppercased(), path: path, operation: $0.value) }
    }
  }

  func resolved(_ parameter: Parameter) -> Parameter {
    let name = parameter.reference?.split(separator: "/").last.map(String.init)
    return name.flatMap { components.parameters[$0] } ?? parameter
  }
}

private struct Refusal: Decodable {
  struct Fault: Decodable {
    var parameter: String?
    var detail: String
  }

  var errors: [Fault]?
}
