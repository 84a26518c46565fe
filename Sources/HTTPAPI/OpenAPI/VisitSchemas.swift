import RestStations
import VisitLog

/// How visits look in questions and answers.
enum VisitSchemas {
  static let all: [(name: String, schema: APISchema)] = [
    ("Visit", visit), ("VisitDraft", draft), ("VisitList", list), ("VisitResults", results), ("VisitCounts", counts),
    ("CheckIn", checkIn),
  ]

  private static let id = APISchema.text(format: "uuid")
  private static let people = APISchema.whole(Visit.peopleLimits).told("person-times", "人次")
  private static let services = APISchema.list(.named("AmenityCode")).told("amenities that were used", "使用的设施")

  private static let visit = APISchema.object(
    [
      ("id", id), ("station_id", .named("StationID")), ("at", .instant), ("group", .words(of: WorkerGroup.self)),
      ("people", people), ("services", services), ("recorded_at", .instant),
    ],
    optional: [("void_reason", APISchema.text.told("why it no longer counts", "作废原因"))])

  /// What may be left out, or be null.
  private static let optional: [(String, APISchema)] = [
    ("id", id.told("the client's; the same visit sent again counts once", "由客户端生成；重复发送只计一次").orNull),
    ("at", APISchema.instant.told("now when left out; at most 5 minutes ahead", "缺省为现在；至多提前 5 分钟").orNull),
    ("people", people.standing(1).orNull), ("services", services.orNull),
    (
      "visitor",
      APISchema.text(1...VisitorReference.maximumLength, pattern: #"\S"#)
        .told("what tells people apart: only a keyed hash is kept", "区分人员的标识：仅保存加密散列").orNull
    ),
  ]

  private static let draft = APISchema.object(
    [("station_id", .named("StationID")), ("group", .words(of: WorkerGroup.self))], optional: optional,
    isClosed: true)

  private static let checkIn = APISchema.object(
    [("code", APISchema.text.told("of the station's poster", "服务点海报上的码")), ("group", .words(of: WorkerGroup.self))],
    optional: optional + [("station_id", APISchema.any.told("passed over", "忽略"))], isClosed: true)

  private static let list = APISchema.object(
    [("visits", .list(.named("Visit")))],
    optional: [("next", APISchema.text.told("the address of the next page", "下一页的地址"))])

  private static let results = APISchema.object([
    (
      "results",
      .list(
        .object(
          [("result", .words(["created", "exists", "problem"]))],
          optional: [("id", id), ("problem", .named("Problem"))]))
    )
  ])

  private static let counts = APISchema.object([
    ("created", .count), ("exists", .count), ("errors", .list(.named("Fault"))),
  ])
}
