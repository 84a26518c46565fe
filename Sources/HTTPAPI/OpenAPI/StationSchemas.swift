import Geodesy
import OpeningHours
import RestStations

/// How stations look in questions and answers.
enum StationSchemas {
  static let all: [(name: String, schema: APISchema)] = [
    ("Station", station), ("NearStation", nearStation), ("StationList", stationList), ("NearestStations", nearest),
    ("StationFeature", feature), ("StationFeatures", features), ("NearestFeatures", nearestFeatures),
    ("SkippedStation", skipped), ("NavigationLinks", navigation), ("StationFields", fields), ("NewStation", newStation),
    ("StationChanges", changes), ("LastingStation", lastingStation), ("ImportReport", importReport),
    ("GeoJSONFile", geoJSONFile),
  ]

  static let latitude = APISchema.number(Coordinate.latitudes).told("degrees, 7 decimals", "度，7 位小数")
  static let longitude = APISchema.number(Coordinate.longitudes).told("degrees, 7 decimals", "度，7 位小数")
  private static let place = [("lat", latitude), ("lon", longitude)]
  private static let amenities = APISchema.list(.named("AmenityCode"))

  private static let always: [(String, APISchema)] = [
    ("id", .named("StationID")), ("name", .text(1...200)), ("kind", .words(of: StationKind.self)),
    ("amenities", amenities.told("what is available", "可用的设施")), ("status", .words(of: StationStatus.self)),
    ("open", .words(of: OpeningHours.State.self)),
  ]

  private static let sometimes: [(String, APISchema)] = [
    ("hub_id", .named("StationID")), ("town", .text), ("address", .text),
    ("broken_amenities", amenities.told("what it has, and does not work", "有但暂不可用的设施")),
    ("opening_hours", APISchema.text.told("OpenStreetMap's opening_hours", "OpenStreetMap 的 opening_hours 语法")),
    ("staffed_hours", .text), ("entry", .words(of: StationEntry.self)), ("aliases", .list(.text)),
    ("operator", .text), ("capacity", .whole(1...100_000)), ("phone", .text), ("verified_at", .day),
    ("status_reason", .text), ("status_until", APISchema.instant.told("when a suspension ends", "暂停的截止时刻")),
    ("staffed", APISchema.flag.told("whether someone is there", "是否有人值守")),
    ("changes_at", APISchema.instant.told("when it opens or closes next", "下次开闭的时刻")),
    ("revision", .count), ("updated_at", .instant), ("navigation", .named("NavigationLinks")),
  ]

  private static let distances: [(String, APISchema)] = [
    ("distance_m", APISchema.number(0...20_100_000).told("geodesic metres, 1 decimal", "大地线距离，米，1 位小数")),
    ("bearing_deg", APISchema.number(0...360).told("clockwise from north", "自北顺时针")),
  ]

  private static let envelope: [(String, APISchema)] = [
    ("datum", .words(of: Datum.self)), ("as_of", .instant), ("revision", .count),
  ]
  private static let next = ("next", APISchema.text.told("the address of the next page", "下一页的地址"))

  private static let station = APISchema.object(always + place, optional: sometimes)
  private static let nearStation = APISchema.allOf([.named("Station"), .object(distances)])
  private static let stationList = APISchema.object(
    [("stations", .list(.named("Station")))] + envelope, optional: [next])
  private static let nearest = APISchema.object(
    [("stations", .list(.named("NearStation")))] + envelope, optional: [("skipped", .list(.named("SkippedStation")))])

  private static let momentary: Set<String> = ["open", "staffed", "changes_at", "navigation"]
  private static let lastingStation = APISchema.object(
    always.filter { !momentary.contains($0.0) } + place, optional: sometimes.filter { !momentary.contains($0.0) })
  private static let change = APISchema.object(
    [("revision", .count)],
    optional: [
      ("station", .named("LastingStation")),
      ("retired", APISchema.named("StationID")),
    ])
  private static let changes = APISchema.object(
    [("changes", .list(change)), ("revision", APISchema.count.told("what one has seen then", "读取后的版本"))],
    optional: [next])

  private static func feature(_ more: [(String, APISchema)] = []) -> APISchema {
    APISchema.object([
      ("type", .words(["Feature"])), ("id", .named("StationID")),
      (
        "geometry",
        .object([("type", .words(["Point"])), ("coordinates", .list(.number(-180...180), counts: 2...2))])
      ),
      ("properties", .object(always + more, optional: sometimes)),
    ])
  }
  private static func collection(
    _ feature: APISchema, _ more: [(String, APISchema)], optional: [(String, APISchema)]
  ) -> APISchema {
    .object(
      [("type", .words(["FeatureCollection"])), ("features", .list(feature))] + more, optional: optional)
  }
  private static let feature = feature().told("RFC 7946, WGS-84", "RFC 7946，WGS-84")
  private static let features = collection(.named("StationFeature"), envelope, optional: [next])
  private static let nearestFeatures = collection(
    feature(distances), envelope, optional: [("skipped", .list(.named("SkippedStation")))])

  private static let skipped = APISchema.object(
    [("id", .named("StationID")), ("name", .text)] + distances
      + [("reason", APISchema.text.told("why it was left out", "未列入的原因"))])

  private static let navigation = APISchema.object(
    [("geo", .text), ("amap", .text), ("baidu", .text), ("tencent", .text)])

  // MARK: - What is sent

  /// Members that answers have are passed over, so that what was read can be sent back.
  private static let ignored: [(String, APISchema)] =
    ["open", "staffed", "changes_at", "revision", "updated_at", "navigation", "distance_m", "bearing_deg"].map {
      ($0, APISchema.any)
    }

  /// White space at the ends is taken off.
  private static func trimmed(_ lengths: ClosedRange<Int>) -> APISchema {
    .text(lengths, pattern: #"^\s*[^\x00-\x1f\x7f]*\s*$"#)
  }

  private static let name = APISchema.text(
    1...200, pattern: #"^\s*[^\x00-\x1f\x7f]*[^\x00-\x20\x7f\s][^\x00-\x1f\x7f]*\s*$"#)
  private static let alias = APISchema.text(1...100, pattern: #"^\s*[^;\x00-\x1f\x7f]*\s*$"#)
  private static let someAmenities = APISchema.list(.named("AmenityCode"), counts: 0...50)

  /// Blank texts clear, too.
  private static let changeable: [(String, APISchema)] = [
    ("id", .named("StationID")), ("aliases", APISchema.list(alias, counts: 0...50).orNull),
    ("kind", APISchema.words(of: StationKind.self).orNull),
    ("hub_id", APISchema.text.told("the id of a station of the kind hub", "类型为 hub 的服务点编号").orNull),
    ("town", trimmed(0...100).orNull), ("address", trimmed(0...300).orNull),
    ("amenities", someAmenities.orNull), ("broken_amenities", someAmenities.orNull),
    ("opening_hours", APISchema.text(0...1000).example("Mo-Su 08:00-20:00").orNull),
    ("staffed_hours", APISchema.text(0...1000).orNull),
    ("entry", APISchema.words(of: StationEntry.self).orNull), ("operator", trimmed(0...200).orNull),
    ("capacity", APISchema.anyOf([.whole(1...100_000), .text(1...6, pattern: "^0*([1-9][0-9]{0,4}|100000)$")]).orNull),
    ("phone", trimmed(0...60).orNull), ("status", APISchema.words(of: StationStatus.self).orNull),
    ("verified_at", APISchema.anyOf([.day, .text(0...0)]).orNull), ("status_reason", trimmed(0...300).orNull),
    ("status_until", APISchema.anyOf([.instant, .text(0...0)]).orNull),
  ]

  private static let fields = APISchema.object(
    [], optional: [("name", name)] + place + changeable + ignored, isClosed: true
  ).told("null clears, what is left out stays", "null 表示清除，未给出的保持不变")

  private static let newStation = APISchema.object(
    [("name", name)] + place, optional: changeable + ignored, isClosed: true)

  private static let geoJSONFile = APISchema.object(
    [("type", .words(["FeatureCollection"])), ("features", .list(.map(.any)))]
  ).told(
    "RFC 7946: Points whose properties are named like the columns of a CSV file",
    "RFC 7946：属性名与 CSV 列名相同的 Point 要素")

  private static let importReport = APISchema.object([
    ("created", .count), ("updated", .count), ("unchanged", .count), ("retired", .count), ("dry_run", .flag),
    ("revision", .count), ("warnings", .list(.named("Fault"))), ("warning_count", .count),
  ])
}
