public import RestStations

/// What statistics can be cut by. The raw values are the words of questions and the names of columns.
public enum UsageDimension: String, CaseIterable, Sendable {
  case station, town, group, service, day, week, month, quarter, year, hour, weekday

  /// Its values follow each other in time; those without visits are told too, as zero.
  public var isPeriod: Bool {
    switch self {
    case .day, .week, .month, .quarter, .year: true
    case .station, .town, .group, .service, .hour, .weekday: false
    }
  }

  public var label: Bilingual {
    switch self {
    case .station: Bilingual("station", "服务点")
    case .town: Bilingual("town", "镇街")
    case .group: Bilingual("worker group", "群体")
    case .service: Bilingual("service", "服务项目")
    case .day: Bilingual("day", "日期")
    case .week: Bilingual("week", "周")
    case .month: Bilingual("month", "月份")
    case .quarter: Bilingual("quarter", "季度")
    case .year: Bilingual("year", "年份")
    case .hour: Bilingual("hour", "小时")
    case .weekday: Bilingual("weekday", "星期")
    }
  }
}
