public import RestStations

/// What is counted, in one cell or in total.
public struct UsageMeasures: Hashable, Sendable {
  public var visits: Int64
  /// Person-times.
  public var people: Int64
  /// Distinct visitors; nothing where they are not known.
  public var visitors: Int64?

  public init(visits: Int64 = 0, people: Int64 = 0, visitors: Int64? = nil) {
    self.visits = visits
    self.people = people
    self.visitors = visitors
  }
}

/// A column of an answer and all its values.
public struct UsageAxis: Hashable, Sendable {
  public let dimension: UsageDimension
  /// In the order of the rows, as programs read them: `2024-01`, `delivery`, `YZ-0001`. The town of stations without
  /// one is empty.
  public let values: [String]
  /// What people call each of the values.
  public let labels: [Bilingual]

  /// - Parameter labels: as many as values.
  public init(_ dimension: UsageDimension, values: [String], labels: [Bilingual]) {
    self.dimension = dimension
    self.values = values
    self.labels = labels
  }
}

/// A row of an answer.
public struct UsageRow: Hashable, Sendable {
  /// For each column, the number of its value on the column's axis.
  public let places: [Int]
  public let measures: UsageMeasures

  public init(_ places: [Int], _ measures: UsageMeasures) {
    self.places = places
    self.measures = measures
  }
}

/// A whole answer that fits in memory: one cut of a report.
public struct UsageTable: Hashable, Sendable {
  public let question: UsageQuestion
  /// One for each of the question's dimensions, in their order.
  public let axes: [UsageAxis]
  /// Ordered by their places.
  public let rows: [UsageRow]
  /// Of all visits asked about, each once.
  public let total: UsageMeasures

  public init(_ question: UsageQuestion, axes: [UsageAxis], rows: [UsageRow], total: UsageMeasures) {
    self.question = question
    self.axes = axes
    self.rows = rows
    self.total = total
  }
}

/// Takes an answer row by row, so that it need not fit in memory: a file of one of the formats.
public protocol UsageWriter {
  /// Called first, once.
  mutating func begin(_ question: UsageQuestion, _ axes: [UsageAxis]) throws
  /// Called for each row, in their order.
  ///
  /// - Parameter places: for each column, the number of its value on the column's axis.
  mutating func append(_ places: [Int], _ measures: UsageMeasures) throws
  /// Called last, once.
  mutating func end(total: UsageMeasures) throws
}
