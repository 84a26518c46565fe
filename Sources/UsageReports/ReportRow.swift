import OpeningHours
import RestStations

/// A row of a report's table: one value of one dimension.
struct ReportRow {
  /// As programs read it.
  let value: String
  /// As people read it.
  let label: String
  let measures: UsageMeasures
  /// The sum of rows that are not shown by themselves.
  var isOthers = false

  /// Its part of all person-times; nothing where there are none.
  func share(of total: UsageMeasures) -> Double? {
    total.people > 0 ? Double(measures.people) / Double(total.people) : nil
  }
}

extension UsageTable {
  /// The rows of a table with one column, in their order.
  func reportRows(in language: Language) -> [ReportRow] {
    rows.compactMap { row in
      guard let axis = axes.first, let place = row.places.first, axis.values.indices.contains(place) else { return nil }
      return ReportRow(value: axis.values[place], label: axis.label(place, in: language), measures: row.measures)
    }
  }

  /// The same, those with the most person-times first; equal ones keep their order.
  func rankedRows(in language: Language) -> [ReportRow] {
    let rows = reportRows(in: language)
    let order = rows.indices.sorted { first, second in
      let (one, other) = (rows[first].measures, rows[second].measures)
      return (other.people, other.visits, first) < (one.people, one.visits, second)
    }
    return order.map { rows[$0] }
  }
}

extension UsageAxis {
  /// What people call a value; a town that is not told has a name too.
  func label(_ place: Int, in language: Language) -> String {
    let label = labels.indices.contains(place) ? labels[place].text(in: language) : ""
    if !label.isEmpty { return label }
    let value = values.indices.contains(place) ? values[place] : ""
    return value.isEmpty ? ReportWording.notTold.text(in: language) : value
  }
}

extension [ReportRow] {
  /// The first rows, and the sum of all others; their visitors cannot be added.
  func greatest(_ count: Int, in language: Language) -> [ReportRow] {
    guard self.count > count else { return self }
    let rest = self[count...]
    let sum = rest.reduce(into: UsageMeasures()) { sum, row in
      sum.visits &+= row.measures.visits
      sum.people &+= row.measures.people
    }
    let label = ReportWording.others(rest.count).text(in: language)
    return prefix(count) + [ReportRow(value: "", label: label, measures: sum, isOthers: true)]
  }
}

extension UsageTable {
  /// The rows of a cut by month; one that the period covers only in part is marked with a star.
  func monthRows(of question: UsageQuestion, in language: Language) -> [ReportRow] {
    reportRows(in: language).map { row in
      guard question.isPart(row.value) else { return row }
      return ReportRow(value: row.value, label: row.label + "*", measures: row.measures)
    }
  }
}

extension UsageReport {
  func monthRows(in language: Language) -> [ReportRow] {
    byMonth.monthRows(of: question, in: language)
  }
}

extension UsageQuestion {
  /// Whether some month counts only in part.
  var hasPartMonths: Bool {
    startsWithinMonth || endsWithinMonth
  }

  fileprivate func isPart(_ month: String) -> Bool {
    startsWithinMonth && from.description.hasPrefix(month) || endsWithinMonth && to.description.hasPrefix(month)
  }

  private var startsWithinMonth: Bool { from.day != 1 }

  private var endsWithinMonth: Bool {
    CivilDate(daysSinceEpoch: to.daysSinceEpoch + 1).day != 1
  }
}
