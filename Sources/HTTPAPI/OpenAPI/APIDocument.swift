import HTTPTypes
import RestStations
import StationDirectory

/// The description of the whole API, OpenAPI 3.0.3.
enum APIDocument {
  /// Every call, group by group.
  static let operations =
    StationOperations.all + VocabularyOperations.all + VisitOperations.all + UsageOperations.all
    + AdminOperations.all + FeatureOperations.all + ServiceOperations.all + [TokenOperations.own]

  static let title = Bilingual("Yizhan – rest stations for gig workers", "驿站——新就业群体暖心驿站")
  static let description = Bilingual(
    "The stations of a district, who visits them, and the statistics. JSON in UTF-8; instants are RFC 3339, distances "
      + "geodesic metres on the WGS-84 ellipsoid. HEAD is answered wherever GET is. A parameter that is not known is a "
      + "fault.",
    "本区的服务点、到访记录与统计。JSON 为 UTF-8 编码；时刻遵循 RFC 3339，距离为 WGS-84 椭球面上的大地线长度（米）。凡支持 GET 之处均支持 HEAD。"
      + "未知的参数视为错误。")

  /// Its text in a language, UTF-8.
  static func encoded(in language: Language) -> [UInt8] {
    var json = JSONText(capacity: 200_000)
    value.append(to: &json, in: language)
    return json.bytes
  }

  private static var value: DocumentValue {
    [
      "openapi": "3.0.3",
      "info": ["title": .told(title), "version": "1.0.0", "description": .told(description)],
      "servers": [["url": "/"]],
      "tags": .list(APIGroup.allCases.map { ["name": .text($0.rawValue), "description": .told($0.title)] }),
      "paths": paths,
      "components": [
        "schemas": .object(SharedSchemas.all.map { ($0.name, $0.schema.value) }),
        "parameters": .object(sharedParameters.map { ($0.name, $0.value.whole) }),
        "responses": .object(APIProblem.allCases.map { ($0.name, $0.answer.value) }),
        "securitySchemes": [
          "token": [
            "type": "http", "scheme": "bearer",
            "description": .told(Bilingual("yz_…, made by 'yizhan token create'", "yz_…，由 yizhan token create 生成")),
          ]
        ],
      ],
    ]
  }

  private static var paths: DocumentValue {
    var paths: [(name: String, value: DocumentValue)] = []
    for operation in operations {
      let member = (name: operation.method.rawValue.lowercased(), value: operation.value)
      if let place = paths.firstIndex(where: { $0.name == operation.path }) {
        paths[place].value = paths[place].value.adding([member])
      } else {
        paths.append((operation.path, .object([member])))
      }
    }
    return .object(paths)
  }

  /// Each once, in the order of their first use.
  private static var sharedParameters: [(name: String, value: APIParameter)] {
    var shared: [(name: String, value: APIParameter)] = []
    for parameter in operations.flatMap(\.allParameters) {
      guard let name = parameter.sharedName, !shared.contains(where: { $0.name == name }) else { continue }
      shared.append((name, parameter))
    }
    return shared
  }
}
