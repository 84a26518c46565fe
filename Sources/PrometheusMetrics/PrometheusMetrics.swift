public import CoreMetrics
import Synchronization

/// Keeps metrics in memory and tells them as Prometheus reads them (text format 0.0.4).
///
/// The label of a metric is its Prometheus name, its dimensions are labels. Recorders that aggregate and timers are
/// histograms, timers in seconds; other recorders and meters are gauges.
public final class PrometheusMetrics: MetricsFactory, Sendable {
  /// Of each metric, its series by their labels, one at least.
  private typealias Families = [String: [[String]: any MetricSeries]]

  private let families = Mutex<Families>([:])
  private let shares = Mutex<[PrometheusMetrics]>([])
  private let descriptions: [String: MetricDescription]

  /// - Parameter descriptions: of metrics by name; one without is told without its help, and has buckets for seconds.
  public init(_ descriptions: [String: MetricDescription] = [:]) {
    self.descriptions = descriptions
  }

  /// Metrics that are told with these: counters and histograms of the same name and labels as their sum; of gauges, and of
  /// kinds that differ under one name, these are told. Those who count the same, each in a share of their own, do not wait for
  /// each other. A share stays as long as these do.
  public func share() -> PrometheusMetrics {
    let share = PrometheusMetrics(descriptions)
    shares.withLock { $0.append(share) }
    return share
  }

  // MARK: - MetricsFactory

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(label, dimensions) { CounterSeries() }
  }

  public func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    aggregate
      ? series(label, dimensions) { HistogramSeries(buckets: buckets(label)) }
      : gauge(label, dimensions)
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    gauge(label, dimensions)
  }

  private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeSeries {
    series(label, dimensions) { GaugeSeries(isTotal: descriptions[label]?.isTotal ?? false) }
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(label, dimensions) { HistogramSeries(buckets: buckets(label)) }
  }

  /// Series stay until the process ends, as Prometheus expects of counters.
  public func destroyCounter(_ handler: any CounterHandler) {}
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  public func destroyMeter(_ handler: any MeterHandler) {}
  public func destroyTimer(_ handler: any TimerHandler) {}

  private func buckets(_ label: String) -> [Double] {
    descriptions[label]?.buckets ?? MetricDescription.secondsBuckets
  }

  /// The series of these labels; another one that tells nothing when the name is of another kind here already.
  private func series<Series: MetricSeries>(
    _ label: String, _ dimensions: [(String, String)], _ make: () -> Series
  ) -> Series {
    let key = dimensions.flatMap { [$0.0, $0.1] }
    return families.withLock { families in
      if let known = families[label]?[key] { return known as? Series ?? make() }
      let isOther = families[label]?.values.first.map { !($0 is Series) } ?? false
      let new = make()
      if !isOther { families[label, default: [:]][key] = new }
      return new
    }
  }

  // MARK: - Text

  /// The series of these and of all shares.
  private var all: Families {
    shares.withLock { $0 }.reduce(into: families.withLock { $0 }) { all, share in
      all.merge(share.all) { ours, theirs in
        ours.merging(theirs.filter { Self.areAlike($0.value, ours.values.first) }) { $0.sum(with: $1) }
      }
    }
  }

  private static func areAlike(_ one: any MetricSeries, _ other: (any MetricSeries)?) -> Bool {
    other.map { type(of: one) == type(of: $0) } ?? true
  }

  /// All metrics, families by name and series by their labels, in UTF-8.
  public var text: [UInt8] {
    var text = ""
    for (name, family) in all.sorted(by: { $0.key < $1.key }) {
      guard let kind = family.values.first?.kind else { continue }
      if let help = descriptions[name]?.help { text += "# HELP \(name) \(Self.escaped(help))\n" }
      text += "# TYPE \(name) \(kind)\n"
      for (labels, series) in family.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        series.append(name, Self.labels(labels), to: &text)
      }
    }
    return Array(text.utf8)
  }

  /// `method="GET",route="/x"`.
  private static func labels(_ pairs: [String]) -> String {
    stride(from: 0, to: pairs.count - 1, by: 2)
      .map { "\(pairs[$0])=\"\(escaped(pairs[$0 + 1]).replacing("\"", with: "\\\""))\"" }
      .joined(separator: ",")
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
  }
}
