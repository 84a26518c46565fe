import RestStations

/// The answer to a question: every cell is counted, and told row by row.
public struct UsageAnswer: Sendable {
  public let question: UsageQuestion
  /// One for each of the question's dimensions, in their order.
  public let axes: [UsageAxis]
  /// Of all visits that are asked about, each once.
  public let total: UsageMeasures
  private let layout: UsageLayout
  private let tally: UsageTally
  private let visitors: VisitorCounting

  /// - Throws: ``YizhanError`` with `badRequest` for a station or town that is not known, `tooLarge` when the answer has
  ///   more cells than fit.
  init(
    _ question: UsageQuestion, _ reading: any UsageReading, progress: @escaping (Double) -> Void = { _ in }
  ) throws {
    self.question = question
    layout = try UsageLayout(question, reading)
    axes = layout.axes
    tally = try UsageCounting(layout, reading, progress: progress).tally
    visitors = try VisitorCounting(layout, reading)
    total = UsageMeasures(visits: tally.total.visits, people: tally.total.people, visitors: visitors.total)
  }

  /// Hands the answer over: those cells that count something; and where a period is asked for, of each combination of
  /// the other columns that counts something, every period.
  public func write(to writer: inout some UsageWriter) throws {
    try writer.begin(question, axes)
    var odometer = Odometer(layout)
    try cells().forEachCell { cell in
      odometer.turn(to: cell)
      let count = tally[cell]
      try writer.append(
        odometer.places, UsageMeasures(visits: count.visits, people: count.people, visitors: visitors[cell]))
    }
    try writer.end(total: total)
  }

  /// The whole answer in memory.
  public var table: UsageTable {
    get throws {
      var collector = Collector()
      try write(to: &collector)
      return UsageTable(question, axes: axes, rows: collector.rows, total: total)
    }
  }

  private func cells() throws(YizhanError) -> CellSet {
    var cells = CellSet(size: tally.size)
    if question.by.isEmpty { return cells }
    guard question.by.contains(where: \.isPeriod) else {
      tally.forEachCounted { cells.insert($0) }
      return cells
    }
    // A cell less what its period adds is the combination that it belongs to; weekdays have only some of the periods.
    var combinations = CellSet(size: tally.size)
    if question.by.allSatisfy(\.isPeriod) { combinations.insert(0) }
    tally.forEachCounted { combinations.insert($0 - layout.period(of: $0)) }
    let periods = layout.periods
    try combinations.forEachCell { combination throws(YizhanError) in
      for period in periods[layout.weekday(of: combination)] ?? [] { cells.insert(combination + period) }
      if cells.count > Self.greatestRows { throw Self.tooLarge }
    }
    return cells
  }

  static let greatestRows = 1 << 25

  static let tooLarge = YizhanError(
    .tooLarge,
    Bilingual(
      "the answer would be too large: ask for a shorter time or fewer columns", "结果过大：请缩短时间或减少分组"))
}

private struct Collector: UsageWriter {
  var rows: [UsageRow] = []

  mutating func begin(_ question: UsageQuestion, _ axes: [UsageAxis]) {}

  mutating func append(_ places: [Int], _ measures: UsageMeasures) {
    rows.append(UsageRow(places, measures))
  }

  mutating func end(total: UsageMeasures) {}
}

/// The numbers of a cell's values, column by column, while cells come in their order.
private struct Odometer {
  private(set) var places: [Int]
  private let sizes: [Int]
  private let strides: [Int]
  private var cell = 0

  init(_ layout: UsageLayout) {
    sizes = layout.axes.map { max(1, $0.values.count) }
    strides = layout.strides
    places = [Int](repeating: 0, count: sizes.count)
  }

  mutating func turn(to next: Int) {
    var step = next - cell
    cell = next
    var column = places.count - 1
    // The last columns turn most often; what is left of a step turns those before them.
    while step > 0, column >= 0 {
      let sum = places[column] + step
      if sum < sizes[column] {
        places[column] = sum
        return
      }
      (step, places[column]) = sum.quotientAndRemainder(dividingBy: sizes[column])
      column -= 1
    }
  }
}
