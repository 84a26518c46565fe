import HTTPTypes
import RestStations

/// Calls that belong together.
enum APIGroup: String, CaseIterable, Sendable {
  case stations, vocabularies, visits, usage, administration, features, service

  var title: Bilingual {
    switch self {
    case .stations: Bilingual("Stations", "服务点")
    case .vocabularies: Bilingual("Vocabularies", "词表")
    case .visits: Bilingual("Visits", "到访记录")
    case .usage: Bilingual("Statistics", "统计")
    case .administration: Bilingual("Administration", "管理")
    case .features: Bilingual("OGC API – Features", "OGC API – Features")
    case .service: Bilingual("The service itself", "服务本身")
    }
  }
}

/// Whom a call is for.
enum APIAccess: Sendable {
  case anyone
  /// Those with a token of one of these roles.
  case roles([Role])

  static let admins = APIAccess.roles([.admin])

  var isOpen: Bool { if case .anyone = self { true } else { false } }

  var description: Bilingual {
    switch self {
    case .anyone: Bilingual("Anyone", "任何人")
    case .roles(let roles):
      Bilingual(
        "With a token: " + roles.map(\.rawValue).joined(separator: ", "),
        "须有令牌：" + roles.map(\.label.chinese).joined(separator: "、"))
    }
  }
}

/// A call of the API as the description tells it.
struct APIOperation: Sendable {
  let method: HTTPRequest.Method
  let path: String
  /// Its name for programs.
  let name: String
  let group: APIGroup
  let summary: Bilingual
  var details: Bilingual?
  var access = APIAccess.anyone
  var parameters: [APIParameter] = []
  var body: APIBody?
  let answers: [APIAnswer]
  /// Beyond those that every such call may answer with.
  var problems: [APIProblem] = []

  init(
    _ method: HTTPRequest.Method, _ path: String, _ name: String, _ group: APIGroup, _ summary: Bilingual,
    details: Bilingual? = nil, access: APIAccess = .anyone, _ parameters: [APIParameter] = [], body: APIBody? = nil,
    answers: [APIAnswer], problems: [APIProblem] = []
  ) {
    (self.method, self.path, self.name, self.group, self.summary) = (method, path, name, group, summary)
    (self.details, self.access, self.parameters, self.body) = (details, access, parameters, body)
    (self.answers, self.problems) = (answers, problems)
  }

  /// All problems that it may answer with, by status.
  var allProblems: [APIProblem] {
    var all: Set<APIProblem> = [.badRequest, .unauthorized, .tooManyRequests, .internalError, .unavailable]
    all.formUnion(problems)
    if !access.isOpen { all.insert(.forbidden) }
    if body != nil { all.formUnion([.tooLarge, .unsupportedMediaType]) }
    if path.contains("{") { all.insert(.notFound) }
    return all.sorted { $0.rawValue < $1.rawValue }
  }

  /// Every parameter, those that all calls have included.
  var allParameters: [APIParameter] { parameters + [SharedParameters.language] }

  /// An Operation Object.
  var value: DocumentValue {
    var members: [(name: String, value: DocumentValue)] = [
      ("operationId", .text(name)), ("tags", [.text(group.rawValue)]), ("summary", .told(summary)),
    ]
    if let details { members.append(("description", .told(details))) }
    members.append(("parameters", .list(allParameters.map(\.value))))
    if let body { members.append(("requestBody", ["required": true, "content": body.value])) }
    let problems = allProblems.map { problem in
      (
        name: String(problem.rawValue),
        value: ["$ref": .text("#/components/responses/\(problem.name)")] as DocumentValue
      )
    }
    members.append(("responses", .object(answers.map { (String($0.status), $0.value) } + problems)))
    members.append(("security", access.isOpen ? [[:], ["token": []]] : [["token": []]]))
    return .object(members)
  }
}
