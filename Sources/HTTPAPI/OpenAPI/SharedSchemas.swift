import RestStations

/// The shapes that several calls share, by name.
enum SharedSchemas {
  static let all: [(name: String, schema: APISchema)] =
    [
      ("Problem", problem), ("Fault", fault), ("StationID", stationID), ("AmenityCode", amenityCode),
      ("Labels", labels),
      ("Link", link),
    ] + StationSchemas.all + VisitSchemas.all + UsageSchemas.all + AdminSchemas.all + FeatureSchemas.all

  private static let problem = APISchema.object(
    [
      ("type", .text(pattern: "^urn:yizhan:problem:[a-z-]+$")), ("title", .text), ("status", .whole(400...599)),
      ("detail", .text),
    ],
    optional: [("errors", .list(.named("Fault")).told("every fault", "每一处错误"))]
  ).told("RFC 9457", "RFC 9457")

  private static let fault = APISchema.object(
    [("detail", .text)],
    optional: [
      ("parameter", APISchema.text.told("the query parameter or header", "查询参数或请求头")),
      ("pointer", APISchema.text.told("the place in the body, RFC 6901", "请求体中的位置，RFC 6901")),
      ("line", APISchema.whole(1...Int(Int32.max)).told("of a file", "文件的行")),
      ("column", APISchema.text.told("of a file", "文件的列")),
    ])

  private static let stationID = APISchema.text(1...64, pattern: "^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$")
    .told(
      "letters, digits and . _ : -, but not nearest, changes or import", "字母、数字及 . _ : -，不得为 nearest、changes、import"
    )
    .example("YZ-0001")

  private static let amenityCode = APISchema.text(1...32, pattern: "^[a-z][a-z0-9_]{0,31}$").example("microwave")

  private static let labels = APISchema.object([("zh", .text), ("en", .text)])

  private static let link = APISchema.object(
    [("href", .text), ("rel", .text), ("type", .text)], optional: [("title", .text)])
}
