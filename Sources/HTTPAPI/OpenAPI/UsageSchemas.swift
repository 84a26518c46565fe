import Geodesy
import RestStations
import UsageReports

/// How statistics look.
enum UsageSchemas {
  static let all: [(name: String, schema: APISchema)] = [
    ("UsageMeasures", measures), ("Usage", usage), ("UsageSummary", summary), ("UsageHeadline", headline),
    ("BusiestStations", busiestStations), ("IdleStations", idleStations), ("PublicUsage", published),
    ("Coverage", coverage),
  ]

  private static let figures: [(String, APISchema)] = [
    ("visits", .count), ("people", APISchema.count.told("person-times", "人次")),
    ("visitors", APISchema.count.told("distinct ones; null where that is not known", "去重人数；未知时为 null").orNull),
  ]
  private static let withheld: [(String, APISchema)] = [
    ("visits", APISchema.count.orNull), ("people", APISchema.count.orNull), ("visitors", APISchema.count.orNull),
  ]
  private static let measures = APISchema.object(figures)
  private static let span: [(String, APISchema)] = [("from", .day), ("to", .day)]

  private static let usage = APISchema.object(
    span + [
      ("by", .list(.words(of: UsageDimension.self))),
      (
        "rows",
        .list(.object(figures, optional: UsageDimension.allCases.map { ($0.rawValue, .text) }))
      ),
      ("total", .named("UsageMeasures")),
    ])

  private static let row = APISchema.object(
    [("value", .text), ("label", .text)] + Array(figures.prefix(2)), optional: [figures[2]])
  private static let comparison = APISchema.object(span + [("total", totals)])
  private static let totals = APISchema.object(Array(figures.prefix(2)), optional: [figures[2]])

  private static let summary = APISchema.object(
    span + [
      ("total", totals), ("before", comparison), ("year_before", comparison), ("stations", .count),
      ("idle_stations", .list(named)),
      ("months", .list(row)), ("towns", .list(row)), ("groups", .list(row)), ("services", .list(row)),
      (
        "hours",
        .list(
          .object([("weekday", .text), ("hour", .text)] + Array(figures.prefix(2))))
      ),
      ("as_of", .text),
    ])

  private static let station: [(String, APISchema)] = [("id", .named("StationID")), ("name", .text)]
  private static let named = APISchema.object(station, optional: [("town", .text)])

  private static let headline = APISchema.object(
    span + [
      ("total", totals), ("before", comparison), ("year_before", comparison),
      ("people_a_day", APISchema.count.told("the mean, rounded", "均值，四舍五入")),
      ("stations", APISchema.count.told("in service", "在用")),
      ("idle_stations", APISchema.count.told("those of them without a visit", "其中无到访者")), ("as_of", .text),
    ])

  private static let busiestStations = APISchema.object(
    span + [
      (
        "stations",
        .list(.object(station + Array(figures.prefix(2)), optional: [("town", .text), figures[2]]))
      )
    ])

  private static let idleStations = APISchema.object(
    span + [("count", APISchema.count.told("in all pages", "各页合计")), ("stations", .list(named))],
    optional: [("next", .text)])

  private static let published = APISchema.object(
    span + [
      ("by", .list(.words(["month", "town", "group"]))),
      (
        "rows",
        .list(
          .object(
            [("month", .text)] + withheld, optional: [("town", .text), ("group", .text), ("withheld", .flag)]))
      ),
      ("total", .object(withheld, optional: [("withheld", .flag)])),
    ])

  private static let share = APISchema.object([("points", .count), ("weight", .number(0...Double(Int64.max)))])
  private static let metres = APISchema.number(0...20_100_000)

  private static let coverage = APISchema.object(
    [
      ("distance_m", metres), ("stations", .count), ("all", share), ("covered", share),
      (
        "gaps",
        .list(
          .object(
            [("lat", StationSchemas.latitude), ("lon", StationSchemas.longitude), ("around", share)],
            optional: [
              ("name", .text), ("line", .count), ("nearest_id", .named("StationID")), ("distance_m", metres),
            ]))
      ),
      ("datum", .words(of: Datum.self)), ("as_of", .instant), ("revision", .count),
    ],
    optional: [
      ("share_of_points", .number(0...1)), ("share_of_weight", .number(0...1)), ("mean_distance_m", metres),
      ("median_distance_m", metres), ("greatest_distance_m", metres),
    ])
}
