import RestStations

/// The words of reports.
enum ReportWording {
  static let title = Bilingual("Usage of rest stations", "驿站服务统计报告")
  static let summary = Bilingual("Summary", "汇总")
  static let data = Bilingual("Data", "数据")
  static let period = Bilingual("Period", "统计时段")
  static let filters = Bilingual("Scope", "统计范围")
  static let everything = Bilingual("All stations, towns and groups", "全部服务点、镇街和群体")
  static let madeAt = Bilingual("Made at", "生成时间")
  static let headline = Bilingual("Headline figures", "总体情况")
  static let thisPeriod = Bilingual("This period", "本期")
  static let before = Bilingual("Period before", "上期")
  static let yearBefore = Bilingual("A year before", "去年同期")
  static let againstBefore = Bilingual("on the period before", "较上期")
  static let againstYearBefore = Bilingual("on the year before", "较去年同期")
  static let measure = Bilingual("Figure", "指标")
  static let change = Bilingual("Change", "增减")
  static let changePercent = Bilingual("Change in %", "增减幅")
  static let dailyMean = Bilingual("Person-visits a day", "日均人次")
  static let inService = Bilingual("Stations in service", "在用服务点")
  static let idle = Bilingual("Idle stations", "零到访服务点")
  static let idleNote = Bilingual("in service, without a visit in the period", "在用，本期无到访")

  static let byMonth = Bilingual("By month", "按月份")
  static let byTown = Bilingual("By town", "按镇街")
  static let byGroup = Bilingual("By worker group", "按群体")
  static let byService = Bilingual("By service used", "按服务项目")
  static let byHour = Bilingual("By hour and weekday", "按时段与星期")
  static let stations = Bilingual("Stations", "服务点")
  static let busiest = Bilingual("The 20 busiest stations", "人次最多的 20 个服务点")
  static let rows = Bilingual("Rows asked for", "明细")

  static let share = Bilingual("Share", "占比")
  static let rank = Bilingual("No.", "序号")
  static let id = Bilingual("ID", "编号")
  static let station = Bilingual("Station", "服务点")
  static let total = Bilingual("Total", "合计")
  static let hour = Bilingual("Hour", "时段")
  static let notTold = Bilingual("(none)", "（未填）")
  static let noVisits = Bilingual("No visits in this period.", "本期没有到访。")
  static let noIdle = Bilingual("None: every station in service was visited.", "无：在用服务点均有到访。")
  static let monthChart = Bilingual("Person-visits and visits by month", "各月人次与到访次数")
  static let townChart = Bilingual("Person-visits by town", "各镇街人次")
  static let groupChart = Bilingual("Person-visits by worker group", "各群体人次")
  static let serviceChart = Bilingual("Person-visits by service used", "各服务项目人次")
  static let hourChart = Bilingual("Person-visits by hour and weekday", "各时段与星期的人次")

  static let partMonths = Bilingual(
    "* The period covers only part of this month.", "* 该月仅统计部分日期。")
  static let serviceNote = Bilingual(
    "A visit counts once for each service used, so the sum may exceed the total.",
    "一次到访使用多项服务时，每项各计一次，各项之和可大于合计。")

  /// What each measure means.
  static let meanings = [
    Bilingual(
      "Visits: check-ins at a station; voided ones count nowhere.", "到访次数：在服务点的打卡次数，已作废的不计。"),
    Bilingual(
      "Person-visits: the people of all visits together; one visit may stand for several people.",
      "人次：各次到访的人数之和，一次到访可代表多人。"),
    Bilingual(
      "Visitors: different people among those who gave a reference; a dash where that is not known.",
      "人数：留有标识的不同到访者数，未知时以短横表示。"),
    Bilingual(
      "The period before is of the same length and ends the day before this one begins; a dash where there is nothing"
        + " to compare with.",
      "上期为紧接本期之前、长度相同的时段；无可比数据时以短横表示。"),
  ]

  /// `2024-01-01 to 2024-12-31`.
  static func days(_ from: String, _ to: String) -> Bilingual {
    Bilingual("\(from) to \(to)", "\(from) 至 \(to)")
  }

  /// What a chart shows, for those who do not see it: a name and its figure each.
  static func extremes(_ most: (String, String), _ least: (String, String)) -> Bilingual {
    Bilingual(
      "Most person-visits: \(most.0), \(most.1). Fewest: \(least.0), \(least.1). The table has all figures.",
      "人次最多：\(most.0)，\(most.1)；最少：\(least.0)，\(least.1)。全部数据见表格。")
  }

  static func busiest(_ day: Bilingual, _ hours: String, _ figure: String) -> Bilingual {
    Bilingual(
      "Busiest: \(day.english) \(hours), \(figure) person-visits. The table has all figures.",
      "最繁忙：\(day.chinese) \(hours)，\(figure) 人次。全部数据见表格。")
  }

  static func visited(_ count: Int) -> Bilingual {
    let number = ReportNumber.count(Int64(count))
    return Bilingual("\(number) with visits", "有到访 \(number) 个")
  }

  static func others(_ count: Int) -> Bilingual {
    Bilingual("others (\(count))", "其他（\(count) 个）")
  }

  static func moreRows(_ count: Int) -> Bilingual {
    let number = ReportNumber.count(Int64(count))
    return Bilingual(
      "\(number) more rows are not shown: export them as CSV.", "另有 \(number) 行未显示，请导出 CSV 查看。")
  }
}

extension Bilingual {
  /// The text with a capital first letter, where the language has such.
  func heading(in language: Language) -> String {
    let text = text(in: language)
    return text.prefix(1).uppercased() + text.dropFirst()
  }
}
