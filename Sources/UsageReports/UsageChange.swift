import RestStations

/// How a figure changed against an earlier one; nothing is known of it where one of them is not.
struct UsageChange {
  let base: Int64?
  let now: Int64?

  /// How much more there is now.
  var difference: Int64? {
    guard let base, let now else { return nil }
    return now.subtractingReportingOverflow(base).partialValue
  }

  /// The difference as a share of the base; nothing where that is zero.
  var ratio: Double? {
    guard let base, base != 0, let now else { return nil }
    return (Double(now) - Double(base)) / Double(base)
  }
}

extension UsageReport {
  /// Person-times a day, rounded.
  var dailyMean: Int64 {
    total.dailyMean(question.period)
  }
}
