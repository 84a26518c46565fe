import Geodesy
import RestStations

/// Parameters that several calls take.
enum SharedParameters {
  static let language = APIParameter.header(
    "Accept-Language", APISchema.text.example("zh"),
    Bilingual("the language of messages and labels: zh or en", "消息与名称的语言：zh 或 en")
  ).shared(as: "language")

  static let datum = APIParameter.query(
    "datum", .words(of: Datum.self).standing("wgs84"),
    Bilingual(
      "of the given and the returned coordinates: WGS-84, GCJ-02 (AMap, Tencent) or BD-09 (Baidu)",
      "所给与所返回坐标的坐标系：WGS-84、GCJ-02（高德、腾讯）或 BD-09（百度）")
  ).shared(as: "datum")

  static let amenities = APIParameter.query(
    "amenities", .list(.named("AmenityCode"), atLeast: 1).example(["water", "microwave"]),
    Bilingual("all of these must be available, see /v1/amenities", "须全部可用的设施，见 /v1/amenities")
  ).shared(as: "amenities")

  static let kind = APIParameter.query(
    "kind", .words(of: StationKind.self), Bilingual("what the station is", "服务点类型")
  ).shared(as: "kind")

  static let entry = APIParameter.query(
    "entry", .words(of: StationEntry.self), Bilingual("how one gets in", "进入方式")
  ).shared(as: "entry")

  static let town = APIParameter.query(
    "town", APISchema.line.example("龙桥街道"), Bilingual("the town that the station belongs to", "所属镇街")
  ).shared(as: "town")

  static let open = APIParameter.query(
    "open", APISchema.anyOf([.words(["any", "now"]), .instant]).standing("any"),
    Bilingual(
      "now or an instant: closed stations are left out; those whose hours are not known are not",
      "now 或某一时刻：不含关闭的服务点；开放时间未知者仍包含在内")
  ).shared(as: "open")

  static let status = APIParameter.query(
    "status", .words(StationStatus.allCases.map(\.rawValue) + ["any"]),
    Bilingual("only these; active and suspended ones when left out", "仅此状态；缺省为启用与暂停的服务点")
  ).shared(as: "status")

  static let cursor = APIParameter.query(
    "cursor", .text(pattern: "^[A-Za-z0-9_-]+$"),
    Bilingual("where the page begins, as the page before told in 'next'", "本页起点，取自上一页的 next")
  ).shared(as: "cursor")

  static let stationID = APIParameter.path(
    "id", .named("StationID"), Bilingual("the station's id", "服务点编号")
  ).shared(as: "station_id")

  static let dryRun = APIParameter.query(
    "dry_run", APISchema.flag.standing(false), Bilingual("nothing is stored", "不保存任何内容"))

  static let ifNoneMatch = APIParameter.header(
    "If-None-Match", .text, Bilingual("the ETag that one has: 304 when it still holds", "已有的 ETag：仍有效时回答 304")
  ).shared(as: "if_none_match")

  static let ifMatch = APIParameter.header(
    "If-Match", .text(pattern: #"^(\*|"[0-9]{1,18}(-[0-9a-z]{0,20})?")$"#),
    Bilingual(
      "the ETag, or the revision in quotes, of what is to be changed, or *: 412 when it has changed meanwhile",
      "要更改内容的 ETag，或带引号的版本，或 *：若已变化则回答 412")
  ).shared(as: "if_match")

  static let from = APIParameter.query(
    "from", APISchema.day.example("2026-01-01"), Bilingual("the first day, counted", "首日（计入）"))
  static let to = APIParameter.query(
    "to", APISchema.day.example("2026-01-31"), Bilingual("the last day, counted", "末日（计入）"))

  /// How many there may be in a page.
  static func limit(_ range: ClosedRange<Int>, standing: Int) -> APIParameter {
    .query(
      "limit", .whole(range).standing(.whole(standing)), Bilingual("how many there may be in the answer", "回答中最多有多少项"))
  }
}
