import OpeningHours
import RestStations
import StationDirectory
import UsageReports

/// What anyone may ask of the statistics: whole months that are over, by town or by group.
struct PublicUsageQuestion {
  enum Cut: String, CaseIterable {
    case town = "month,town"
    case group = "month,group"
    case month
  }

  /// So many months back, ten years.
  static let greatestSpan = 120

  let cut: Cut
  /// The first and last month.
  let from: CivilDate
  let to: CivilDate
  /// The last month that is over.
  let latest: CivilDate

  /// The question in a query; the last twelve months unless others are given.
  ///
  /// - Throws: ``YizhanError`` with every fault.
  init(query: String?, today: CivilDate) throws(YizhanError) {
    var reader = QueryReader(query)
    let latest = today.month(plus: -1)
    let span = latest.month(plus: 1 - Self.greatestSpan)...latest
    let first = Bilingual(
      "must be the first day of a month from \(span.lowerBound) to \(latest)",
      "须为 \(span.lowerBound) 至 \(latest) 之间某月的第一天")
    let last = Bilingual(
      "must be the last day of a month that is over", "须为已结束月份的最后一天")
    let from = reader.value("from", or: first) { text in
      CivilDate(text).flatMap { $0.day == 1 && span.contains($0) ? $0 : nil }
    }
    let to = reader.value("to", or: last) { text in
      CivilDate(text).flatMap { day in
        let next = CivilDate(daysSinceEpoch: day.daysSinceEpoch + 1)
        return next.day == 1 && span.contains(day.month(plus: 0)) ? day.month(plus: 0) : nil
      }
    }
    cut = reader.word("by") ?? .town
    try reader.finish()
    self.latest = latest
    self.to = to ?? latest
    self.from = from ?? self.to.month(plus: -11)
    guard self.from <= self.to else {
      throw YizhanError.badQuestion([.parameter("to", "is before 'from'", "早于 from")])
    }
  }

  /// The answer: what is withheld is null, and said to be withheld.
  func answer(_ usage: PublicUsage) -> [UInt8] {
    let span = from.description.prefix(7)...to.description.prefix(7)
    let months = usage.months.filter { span.contains($0.month.prefix(7)) }
    var json = JSONText(capacity: 1000)
    json.append("{")
    json.member("from", from.description)
    json.member("to", CivilDate(daysSinceEpoch: to.month(plus: 1).daysSinceEpoch - 1).description)
    json.member("by", cut.rawValue.split(separator: ",").map(String.init))
    json.append(",\"rows\":[")
    for month in months { append(month, to: &json) }
    json.append("],\"total\":{")
    append(PublicUsage.total(of: months), to: &json)
    json.append("}}")
    return json.bytes
  }

  private func append(_ month: PublicMonth, to json: inout JSONText) {
    func row(_ measures: UsageMeasures?, _ cell: (name: StaticString, value: String)? = nil) {
      json.separate()
      json.append("{")
      json.member("month", month.month)
      if let cell { json.member(cell.name, cell.value) }
      append(measures, to: &json)
      json.append("}")
    }
    switch cut {
    case .month: row(month.total)
    case .town: for cell in month.towns { row(cell.measures, ("town", cell.value)) }
    case .group: for cell in month.groups { row(cell.measures, ("group", cell.value)) }
    }
  }

  private func append(_ measures: UsageMeasures?, to json: inout JSONText) {
    json.member("visits", orNull: measures?.visits)
    json.member("people", orNull: measures?.people)
    json.member("visitors", orNull: measures?.visitors)
    if measures == nil { json.member("withheld", true) }
  }
}

extension CivilDate {
  /// The first day of the month that is so many months later.
  func month(plus count: Int) -> CivilDate {
    let months = year * 12 + month - 1 + count
    return CivilDate(year: months / 12, month: months % 12 + 1, day: 1) ?? self
  }
}

/// The public statistics as they were a short while ago: whoever asks, they are counted once in ten minutes.
actor PublishedUsage {
  /// Seconds.
  private static let lifetime: Int64 = 600

  private let reports: UsageReports
  /// Milliseconds since 1970.
  private let clock: @Sendable () -> Int64
  private var known: (latest: CivilDate, at: Int64, usage: Task<PublicUsage, any Error>)?

  init(_ reports: UsageReports, clock: @escaping @Sendable () -> Int64) {
    self.reports = reports
    self.clock = clock
  }

  /// All months up to one that is over.
  func usage(through latest: CivilDate) async throws -> PublicUsage {
    let now = clock() / 1000
    if let known, known.latest == latest, (0..<Self.lifetime).contains(now - known.at) {
      return try await known.usage.value
    }
    let task = Task { [reports] in
      try await reports.published(
        from: latest.month(plus: 1 - PublicUsageQuestion.greatestSpan),
        to: CivilDate(daysSinceEpoch: latest.month(plus: 1).daysSinceEpoch - 1))
    }
    known = (latest, now, task)
    do {
      return try await task.value
    } catch {
      known = nil
      throw error
    }
  }
}
