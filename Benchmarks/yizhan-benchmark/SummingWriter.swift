import UsageReports

/// Takes an answer's rows and adds them up.
struct SummingWriter: UsageWriter {
  private(set) var rows = 0
  private(set) var sum = UsageMeasures()
  /// Of the places in all rows, so that they are looked at.
  private(set) var places = 0

  mutating func begin(_ question: UsageQuestion, _ axes: [UsageAxis]) {}

  mutating func append(_ places: [Int], _ measures: UsageMeasures) {
    rows += 1
    for place in places { self.places &+= place }
    sum.visits += measures.visits
    sum.people += measures.people
  }

  mutating func end(total: UsageMeasures) {}
}
