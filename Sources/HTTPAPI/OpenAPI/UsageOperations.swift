import Geodesy
import HTTPTypes
import RestStations
import StationDirectory
import UsageReports

/// The description of ``UsageController``.
enum UsageOperations {
  static let all = [usage, summary, headline, busiestStations, idleStations, chart, published, coverage]

  private static let readers = APIAccess.roles([.admin, .staff])
  private static let first = APIParameter.query(
    "from", APISchema.day.example("2026-01-01"), Bilingual("the first day, counted; from 1970 on", "首日（计入）；1970 年以后"),
    isRequired: true)
  private static let last = APIParameter.query(
    "to", APISchema.day.example("2026-01-31"), Bilingual("the last day, counted; today when left out", "末日（计入）；缺省为今天"))

  private static let filters: [APIParameter] = [
    .query("station", .list(.named("StationID"), counts: 1...1000), Bilingual("only these stations", "仅这些服务点")),
    .query("town", .list(.line(1...100), counts: 1...1000), Bilingual("only these towns", "仅这些镇街")),
    .query("group", .list(.words(of: WorkerGroup.self), counts: 1...1000), Bilingual("only these groups", "仅这些群体")),
  ]

  private static let forms: [(type: String, schema: APISchema)] = UsageFormat.allCases.map { format in
    switch format {
    case .json: (format.bareMediaType, .named("Usage"))
    case .csv, .html: (format.bareMediaType, .text)
    case .xlsx: (format.bareMediaType, .binary)
    }
  }

  private static let usage = APIOperation(
    .get, "/v1/usage", "getUsage", .usage, Bilingual("Statistics by any cut", "按任意维度统计"), access: readers,
    [
      first, last,
      .query(
        "by", .list(.words(of: UsageDimension.self), counts: 0...UsageDimension.allCases.count, isSet: true),
        Bilingual("the columns, in their order", "各列，按顺序")),
    ] + filters + [
      .query(
        "format", .words(of: UsageFormat.self).standing("json"), Bilingual("what it is written as", "输出格式"))
    ],
    answers: [
      APIAnswer(
        200, Bilingual("the statistics", "统计结果"),
        APIBody(forms),
        headers: [.disposition])
    ],
    problems: [.notFound, .tooLarge])

  private static let summary = APIOperation(
    .get, "/v1/usage/summary", "getUsageSummary", .usage,
    Bilingual("The figures that are reported, and the change against the period before", "上报所用的指标及环比、同比"),
    access: readers, [first, last] + filters,
    answers: [APIAnswer(200, Bilingual("the figures", "各项指标"), .json(.named("UsageSummary")))],
    problems: [.notFound])

  private static let headline = APIOperation(
    .get, "/v1/usage/headline", "getUsageHeadline", .usage,
    Bilingual("The first figures of the summary, without its cuts", "汇总的总体指标，不含各项分组"),
    access: readers, [first, last] + filters,
    answers: [APIAnswer(200, Bilingual("the figures", "各项指标"), .json(.named("UsageHeadline")))],
    problems: [.notFound])

  private static let busiestStations = APIOperation(
    .get, "/v1/usage/busiest-stations", "listBusiestStations", .usage,
    Bilingual("The stations with the most person-visits", "人次最多的服务点"), access: readers,
    [first, last] + filters + [SharedParameters.limit(BusiestStations.limits, standing: 20)],
    answers: [
      APIAnswer(200, Bilingual("the stations, the busiest first", "服务点，人次多者在前"), .json(.named("BusiestStations")))
    ],
    problems: [.notFound])

  private static let idleStations = APIOperation(
    .get, "/v1/usage/idle-stations", "listIdleStations", .usage,
    Bilingual("Stations in service without a visit, in the order of their ids, in pages", "在用而无到访的服务点，按编号排序，分页"),
    access: readers,
    [first, last] + filters
      + [SharedParameters.limit(IdleStations.limits, standing: 100), SharedParameters.cursor],
    answers: [APIAnswer(200, Bilingual("a page", "一页"), .json(.named("IdleStations")), headers: [.link])],
    problems: [.notFound])

  private static let chart = APIOperation(
    .get, "/v1/usage/charts/{chart}", "drawUsageChart", .usage,
    Bilingual("The statistics as a picture", "统计图表"),
    details: Bilingual(
      "Its shapes have classes, by which a style sheet may give them other looks.", "图形带有 class，可用样式表更改外观。"),
    access: readers,
    [
      .path(
        "chart", APISchema.words(of: UsageChart.self).example("month"),
        Bilingual("what it shows; hours is by hour and weekday", "图表内容；hours 为时段与星期")),
      first, last,
    ] + filters + [
      .query(
        "width", .whole(UsageChart.widths), Bilingual("pixels; as in reports when left out", "像素；缺省与报告相同"))
    ],
    answers: [APIAnswer(200, Bilingual("the picture", "图表"), APIBody([("image/svg+xml", .text)]))])

  private static let published = APIOperation(
    .get, "/v1/usage/public", "getPublicUsage", .usage,
    Bilingual("Past months by town or by group, small cells withheld", "已结束月份的统计，按镇街或群体，小数值隐去"),
    [
      .query("from", .day, Bilingual("the first day of a month", "某月第一天")),
      .query("to", .day, Bilingual("the last day of a month that is over", "已结束月份的最后一天")),
      .query(
        "by", .words(of: PublicUsageQuestion.Cut.self).standing("month,town"), Bilingual("the columns", "各列")),
    ],
    answers: [APIAnswer(200, Bilingual("the statistics", "统计结果"), .json(.named("PublicUsage")))])

  private static let coverage = APIOperation(
    .post, "/v1/usage/coverage", "surveyCoverage", .usage,
    Bilingual("How many of given points have a station near, and where the gaps are", "所给点位附近有无服务点，及空白所在"),
    access: readers,
    [
      .query(
        "distance_m", .number(CoverageQuestion.distances).standing(1000),
        Bilingual("a point as far as this from a station is covered", "与服务点距离不超过此值即为覆盖")),
      SharedParameters.amenities, SharedParameters.open,
      .query(
        "gaps", .whole(CoverageQuestion.gapLimits).standing(.whole(CoverageQuestion().gaps)),
        Bilingual("how many gaps are told", "列出的空白数")),
      SharedParameters.datum,
    ],
    body: APIBody([
      (
        "text/csv",
        APISchema.text.told("lat,lon[,name,weight]", "lat,lon[,name,weight]").example("lat,lon\n35.55,116.78\n")
      )
    ]),
    answers: [APIAnswer(200, Bilingual("the coverage", "覆盖情况"), .json(.named("Coverage")))])
}

extension UsageFormat {
  /// Without parameters.
  fileprivate var bareMediaType: String {
    String(mediaType.prefix { $0 != ";" })
  }
}
