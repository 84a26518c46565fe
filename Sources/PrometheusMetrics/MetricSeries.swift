import CoreMetrics
import Synchronization

/// The values of a metric for one set of labels.
protocol MetricSeries: AnyObject, Sendable {
  /// As Prometheus names it.
  var kind: String { get }

  /// A series with the values of this one and another of its kind together.
  func sum(with other: any MetricSeries) -> any MetricSeries

  /// - Parameter labels: `a="b",c="d"`, or empty.
  func append(_ name: String, _ labels: String, to text: inout String)
}

extension MetricSeries {
  func line(_ name: String, _ labels: String, _ value: String) -> String {
    labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
  }
}

/// A number that grows.
final class CounterSeries: MetricSeries, CounterHandler {
  private let value: Atomic<Int64>

  init(_ value: Int64 = 0) {
    self.value = Atomic(value)
  }

  var kind: String { "counter" }

  func sum(with other: any MetricSeries) -> any MetricSeries {
    guard let other = other as? CounterSeries else { return self }
    return CounterSeries(value.load(ordering: .relaxed) &+ other.value.load(ordering: .relaxed))
  }

  func increment(by amount: Int64) {
    value.wrappingAdd(amount, ordering: .relaxed)
  }

  func reset() {
    value.store(0, ordering: .relaxed)
  }

  func append(_ name: String, _ labels: String, to text: inout String) {
    text += line(name, labels, String(value.load(ordering: .relaxed)))
  }
}

/// A number that is set.
final class GaugeSeries: MetricSeries, RecorderHandler, MeterHandler {
  private let value = Mutex(0.0)
  let kind: String

  /// - Parameter isTotal: whether it only grows.
  init(isTotal: Bool) {
    kind = isTotal ? "counter" : "gauge"
  }

  /// What is set is not added: this one is told.
  func sum(with other: any MetricSeries) -> any MetricSeries { self }

  func record(_ value: Int64) { set(Double(value)) }
  func record(_ value: Double) { set(value) }
  func set(_ value: Int64) { set(Double(value)) }
  func set(_ new: Double) { value.withLock { $0 = new } }
  func increment(by amount: Double) { value.withLock { $0 += amount } }
  func decrement(by amount: Double) { increment(by: -amount) }

  func append(_ name: String, _ labels: String, to text: inout String) {
    text += line(name, labels, PrometheusNumber.text(value.withLock { $0 }))
  }
}

/// How often numbers fell into each of some ranges.
final class HistogramSeries: MetricSeries, RecorderHandler, TimerHandler {
  private struct Counts {
    /// One more than there are limits.
    var counts: [Int]
    var sum = 0.0

    /// - Parameter other: with the same limits.
    func sum(with other: Counts) -> Counts {
      Counts(counts: zip(counts, other.counts).map(+), sum: sum + other.sum)
    }
  }

  private let limits: [Double]
  private let counts: Mutex<Counts>

  convenience init(buckets: [Double]) {
    self.init(limits: buckets, Counts(counts: Array(repeating: 0, count: buckets.count + 1)))
  }

  private init(limits: [Double], _ counts: Counts) {
    self.limits = limits
    self.counts = Mutex(counts)
  }

  var kind: String { "histogram" }

  func sum(with other: any MetricSeries) -> any MetricSeries {
    guard let other = other as? HistogramSeries, other.limits == limits else { return self }
    let added = other.counts.withLock { $0 }
    return HistogramSeries(limits: limits, counts.withLock { $0 }.sum(with: added))
  }

  func record(_ value: Int64) { record(Double(value)) }
  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

  func record(_ value: Double) {
    let place = limits.firstIndex { value <= $0 } ?? limits.count
    counts.withLock {
      $0.counts[place] += 1
      $0.sum += value
    }
  }

  func append(_ name: String, _ labels: String, to text: inout String) {
    let now = counts.withLock { $0 }
    var total = 0
    for (limit, count) in zip(limits.map(PrometheusNumber.text) + ["+Inf"], now.counts) {
      total += count
      let separator = labels.isEmpty ? "" : ","
      text += line("\(name)_bucket", "\(labels)\(separator)le=\"\(limit)\"", String(total))
    }
    text += line("\(name)_sum", labels, PrometheusNumber.text(now.sum))
    text += line("\(name)_count", labels, String(total))
  }
}

/// Numbers as Prometheus writes them.
enum PrometheusNumber {
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
    return value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : String(value)
  }
}
