import RestStations

/// What the operator's calls answer.
enum AdminSchemas {
  static let all: [(name: String, schema: APISchema)] = [("Token", token), ("TokenWish", wish), ("AuditEntry", entry)]

  private static let token = APISchema.object(
    [
      ("id", .count), ("role", .words(of: Role.self)), ("stations", .list(.named("StationID"))),
      ("created_at", .instant), ("expires_at", .instant),
    ],
    optional: [
      ("note", .text), ("revoked_at", .instant), ("last_used_at", .instant),
      ("token", APISchema.text.told("shown once, when it is made", "仅在生成时显示一次")),
    ])

  private static let wish = APISchema.anyOf([
    .object(
      [
        ("role", .words([Role.manager.rawValue])),
        ("stations", APISchema.list(.named("StationID"), atLeast: 1).told("the manager's own", "该管理员的服务点")),
      ], optional: lifetime),
    .object(
      [("role", .words(Role.allCases.filter { $0 != .manager }.map(\.rawValue)))],
      optional: [("stations", APISchema.list(.named("StationID"), counts: 0...0).orNull)] + lifetime),
  ])

  private static let lifetime: [(String, APISchema)] = [
    ("note", APISchema.line(1...200).orNull),
    (
      "expires",
      APISchema.text(pattern: "^([1-9][0-9]{0,2}|[12][0-9]{3}|3[0-5][0-9]{2}|36[0-4][0-9]|3650)d$").example("90d")
        .orNull
    ),
  ]

  private static let entry = APISchema.object(
    [("at", .instant), ("actor", .text), ("action", .text)], optional: [("subject", .text)])
}
