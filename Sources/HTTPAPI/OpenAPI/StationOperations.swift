import Geodesy
import HTTPTypes
import RestStations
import StationDirectory

/// The description of ``StationController``.
enum StationOperations {
  static let all = [nearest, list, changes, station, put, patch, retire, importStations]

  private typealias Shared = SharedParameters

  private static func body(_ json: String, _ geoJSON: String) -> APIBody {
    APIBody([("application/json", .named(json)), ("application/geo+json", .named(geoJSON))])
  }

  private static let nearest = APIOperation(
    .get, "/v1/stations/nearest", "nearestStations", .stations,
    Bilingual("The nearest stations, nearest first", "最近的服务点，由近及远"),
    details: Bilingual(
      "Filters apply before the limit. Distances that are equal when rounded to 1 mm order by id.",
      "先筛选，后限制数量。距离四舍五入到 1 毫米后相等的，按编号排序。"),
    [
      .query("lat", StationSchemas.latitude.example(.number(35.5531)), Bilingual("latitude", "纬度"), isRequired: true),
      .query(
        "lon", StationSchemas.longitude.example(.number(116.7836)), Bilingual("longitude", "经度"), isRequired: true),
      Shared.limit(NearestQuestion.limits, standing: NearestQuestion(place: .origin).limit),
      .query("radius_m", .positive, Bilingual("the greatest distance, metres", "最大距离，米")),
      Shared.amenities, Shared.kind, Shared.entry, Shared.open, Shared.datum,
      .query(
        "include", .list(.words(["suspended", "skipped", "navigation"]), atLeast: 1),
        Bilingual(
          "suspended stations too; nearer ones that were left out, and why; links to map apps",
          "含暂停的服务点；含更近但未列入者及其原因；含地图应用链接")),
    ],
    answers: [APIAnswer(200, Bilingual("the stations", "服务点"), body("NearestStations", "NearestFeatures"))])

  private static let list = APIOperation(
    .get, "/v1/stations", "listStations", .stations,
    Bilingual("Stations in the order of their ids, in pages", "服务点列表，按编号排序，分页"),
    [
      .query(
        "bbox",
        .list(.number(-180...180), counts: 4...4).example([
          .number(116.7), .number(35.4), .number(116.9), .number(35.6),
        ]),
        Bilingual(
          "west,south,east,north in degrees, in the datum; west above east crosses the antimeridian",
          "west,south,east,north（度），按 datum；west 大于 east 时跨越 180° 经线")),
      Shared.town, Shared.kind, Shared.amenities, Shared.open, Shared.datum, Shared.status,
      .query(
        "broken", APISchema.flag.standing(false),
        Bilingual("only those where some amenity is broken", "仅有设施故障的服务点")),
      .query(
        "q", .line(1...100), Bilingual("a part of the name, of an alias or of the address", "名称、别名或地址的一部分")),
      Shared.limit(ListQuestion.limits, standing: ListQuestion().limit), Shared.cursor, Shared.ifNoneMatch,
    ],
    answers: [
      APIAnswer(
        200, Bilingual("a page", "一页"), body("StationList", "StationFeatures"), headers: [.tag, .link]), .notModified,
    ])

  private static let changes = APIOperation(
    .get, "/v1/stations/changes", "listStationChanges", .stations,
    Bilingual("What was put and what was retired since a revision, in order, in pages", "某一版本以来的新增、修改与撤销，按顺序分页"),
    details: Bilingual(
      "Begin with 0, follow `next`, and ask again later with the `revision` of the last page.",
      "从 0 开始，沿 next 读完，之后用最后一页的 revision 继续。"),
    [
      .query(
        "since", APISchema.count.example(.whole(0)), Bilingual("the revision that one has seen", "已读取到的版本"),
        isRequired: true),
      Shared.limit(ChangesAnswer.limits, standing: ChangesAnswer.limits.upperBound), Shared.ifNoneMatch,
    ],
    answers: [
      APIAnswer(200, Bilingual("a page", "一页"), .json(.named("StationChanges")), headers: [.tag, .link]),
      .notModified,
    ])

  private static let stationBody = body("Station", "StationFeature")

  private static let station = APIOperation(
    .get, "/v1/stations/{id}", "getStation", .stations,
    Bilingual("One station, retired ones too", "单个服务点，含已撤销者"), [Shared.stationID, Shared.datum, Shared.ifNoneMatch],
    answers: [
      APIAnswer(200, Bilingual("the station", "服务点"), stationBody, headers: [.stationTag]), .notModified,
    ])

  private static let put = APIOperation(
    .put, "/v1/stations/{id}", "putStation", .stations, Bilingual("Makes a station, or replaces it", "新建或替换服务点"),
    details: Bilingual(
      "A PUT that replaces needs If-Match; with If-None-Match: * it makes a new station only.",
      "替换已有服务点须发送 If-Match；If-None-Match: * 表示只新建。"),
    access: .admins, [Shared.stationID, Shared.datum, Shared.ifMatch, onlyNew], body: .json(.named("NewStation")),
    answers: [
      APIAnswer(200, Bilingual("replaced, or as it was", "已替换，或内容未变"), stationBody, headers: [.stationTag]),
      APIAnswer(201, Bilingual("made", "已新建"), stationBody, headers: [.stationTag, .location]),
    ],
    problems: [.preconditionFailed, .preconditionRequired])

  private static let patch = APIOperation(
    .patch, "/v1/stations/{id}", "patchStation", .stations, Bilingual("Changes some fields of a station", "修改服务点的部分字段"),
    details: Bilingual(
      "A merge patch (RFC 7396). Managers may change the status, short of retiring, and the amenities of their own.",
      "合并补丁（RFC 7396）。站点管理员可修改本站的状态（撤销除外）与设施。"),
    access: .roles([.admin, .manager]), [Shared.stationID, Shared.datum, Shared.ifMatch, onlyNew],
    body: APIBody([
      ("application/merge-patch+json", .named("StationFields")), ("application/json", .named("StationFields")),
    ]),
    answers: [APIAnswer(200, Bilingual("the station", "服务点"), stationBody, headers: [.stationTag])],
    problems: [.preconditionFailed])

  private static let retire = APIOperation(
    .delete, "/v1/stations/{id}", "retireStation", .stations,
    Bilingual("Retires a station: kept for the statistics, never found", "撤销服务点：保留用于统计，不再被检索"),
    access: .admins, [Shared.stationID, Shared.ifMatch],
    answers: [APIAnswer(204, Bilingual("retired", "已撤销"))], problems: [.preconditionFailed])

  private static let onlyNew = APIParameter.header(
    "If-None-Match", .words(["*"]), Bilingual("there must be no station of that id", "不得已有此编号的服务点"))

  private static let importStations = APIOperation(
    .post, "/v1/stations/import", "importStations", .stations,
    Bilingual("Lays a station file over the directory, all rows or none", "导入服务点文件，全部成功或全部不导入"),
    access: .admins,
    [
      Shared.dryRun,
      .query(
        "prune", APISchema.flag.standing(false),
        Bilingual("stations that the file does not name are retired", "撤销文件中没有的服务点")),
      .query("strict", APISchema.flag.standing(false), Bilingual("what would be a warning is a fault", "警告视为错误")),
      Shared.datum,
    ],
    body: APIBody([
      ("text/csv", APISchema.text.example("id,name,lat,lon\nX-1,Example,35.5,116.8\n")),
      ("application/geo+json", .named("GeoJSONFile")), ("application/json", .named("GeoJSONFile")),
    ]),
    answers: [APIAnswer(200, Bilingual("what was done", "导入结果"), .json(.named("ImportReport")))])
}
