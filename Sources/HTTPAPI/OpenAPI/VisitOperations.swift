import HTTPTypes
import RestStations
import VisitLog

/// The description of ``VisitController``.
enum VisitOperations {
  static let all = [log, list, void, checkIn]

  private static let created = APIAnswer(201, Bilingual("kept, and on disk", "已保存并落盘"), .json(.named("Visit")))
  private static let exists = APIAnswer(200, Bilingual("it was there already", "已存在"), .json(.named("Visit")))

  private static let log = APIOperation(
    .post, "/v1/visits", "logVisits", .visits, Bilingual("Logs a visit, or many", "登记一条或多条到访记录"),
    details: Bilingual(
      "An object is one visit; an array of up to \(VisitReader.greatestCount) is answered with one result a visit, in "
        + "order.",
      "对象为一条记录；数组（至多 \(VisitReader.greatestCount) 条）按顺序逐条给出结果。"),
    access: .roles([.admin, .manager]),
    [
      .query(
        "atomic", .flag,
        Bilingual(
          "all or none of many; false for JSON, true for CSV when left out", "全部成功或全部不保存；缺省 JSON 为 false，CSV 为 true"))
    ],
    body: APIBody([
      (
        "application/json",
        .anyOf([.named("VisitDraft"), .list(.named("VisitDraft"), counts: 0...VisitReader.greatestCount)])
      ),
      (
        "application/x-ndjson",
        APISchema.text.told("a visit a line", "每行一条").example(.text(#"{"station_id":"YZ-0001","group":"delivery"}"#))
      ),
      (
        "text/csv",
        APISchema.text.told("id,station_id,at,group,…", "id,station_id,at,group,…")
          .example("station_id,group\nYZ-0001,delivery\n")
      ),
    ]),
    answers: [
      created,
      APIAnswer(
        200, Bilingual("what became of each, or the one that was there already", "各条的结果，或已存在的那一条"),
        .json(.anyOf([.named("Visit"), .named("VisitResults"), .named("VisitCounts")]))),
    ],
    problems: [.notFound, .conflict])

  private static let list = APIOperation(
    .get, "/v1/visits", "listVisits", .visits,
    Bilingual("Visits in the order of their times, in pages", "到访记录，按时间排序，分页"),
    details: Bilingual("A manager sees those of their own stations.", "站点管理员仅可见本站的记录。"),
    access: .roles([.admin, .staff, .manager]),
    [
      .query("station", .named("StationID"), Bilingual("at this station", "此服务点")), SharedParameters.from,
      SharedParameters.to, .query("group", .words(of: WorkerGroup.self), Bilingual("of this group", "此群体")),
      .query(
        "order", .words(of: VisitOrder.self).standing("oldest"), Bilingual("which come first", "排在前面的")),
      SharedParameters.limit(VisitQuestion.limits, standing: VisitQuestion().limit),
      .query("cursor", .text(pattern: #"^[0-9]{1,12}\.[0-9]{1,18}$"#), SharedParameters.cursor.description),
    ],
    answers: [APIAnswer(200, Bilingual("a page", "一页"), .json(.named("VisitList")), headers: [.link])])

  private static let void = APIOperation(
    .post, "/v1/visits/{id}/void", "voidVisit", .visits,
    Bilingual("Takes a visit back: it stays, and no longer counts", "作废到访记录：保留但不再计入"),
    access: .roles([.admin, .manager]),
    [.path("id", .text(format: "uuid"), Bilingual("the visit's id", "到访记录编号"))],
    body: .json(.object([("reason", .line(VisitController.reasonLimits))])),
    answers: [APIAnswer(200, Bilingual("the visit", "到访记录"), .json(.named("Visit")))])

  private static let checkIn = APIOperation(
    .post, "/v1/stations/{id}/check-ins", "checkIn", .visits,
    Bilingual("A worker's own visit, with the code of the station's poster", "劳动者凭服务点海报上的码自行打卡"),
    [SharedParameters.stationID], body: .json(.named("CheckIn")), answers: [created, exists],
    problems: [.forbidden, .conflict])
}
