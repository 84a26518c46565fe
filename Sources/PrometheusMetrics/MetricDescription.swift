/// What a metric means.
public struct MetricDescription: Sendable {
  /// One sentence.
  public let help: String
  /// The upper limits of a histogram's buckets, themselves included, ascending.
  public let buckets: [Double]
  /// Whether a number that is set from without only grows, so that Prometheus is told of a counter.
  public let isTotal: Bool

  public init(_ help: String, buckets: [Double] = Self.secondsBuckets, isTotal: Bool = false) {
    self.help = help
    self.buckets = buckets
    self.isTotal = isTotal
  }

  /// From 0.1 ms to 10 s.
  public static let secondsBuckets = [
    0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]
}
