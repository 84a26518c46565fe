import CoreMetrics
import NIOHTTP1
import PrometheusMetrics

/// Counts requests and how long they took, by method, call and status; those of one event loop, in a share of the metrics.
final class RequestMetrics {
  private struct Kind: Hashable {
    let method: String
    /// The path with its open segments as they are in the document, or `none` for what is no call.
    let route: String
    let status: Int
  }

  /// What is counted of requests of one kind.
  private struct Series {
    let count: Counter
    let durations: Timer
  }

  /// The kind that was counted last, as most are that follow.
  private final class Last {
    let method: HTTPMethod
    let route: String
    let status: Int
    let series: Series

    init(_ method: HTTPMethod, _ route: String, _ status: Int, _ series: Series) {
      (self.method, self.route, self.status, self.series) = (method, route, status, series)
    }
  }

  static let none = "none"

  private let metrics: PrometheusMetrics
  private var known: [Kind: Series] = [:]
  private var last: Last?

  init(_ metrics: PrometheusMetrics) {
    self.metrics = metrics
  }

  /// - Parameter nanoseconds: from the header of the request to the end of the answer.
  func observe(_ method: HTTPMethod, _ route: String, _ status: Int, nanoseconds: Int64) {
    let series = series(method, route, status)
    series.count.increment()
    series.durations.recordNanoseconds(nanoseconds)
  }

  private func series(_ method: HTTPMethod, _ route: String, _ status: Int) -> Series {
    if let last, last.status == status, last.method == method, last.route == route { return last.series }
    let series = series(of: Kind(method: method.rawValue, route: route, status: status))
    last = Last(method, route, status, series)
    return series
  }

  private func series(of kind: Kind) -> Series {
    if let series = known[kind] { return series }
    let made = make(kind)
    known[kind] = made
    return made
  }

  /// Counts a connection that was closed from here.
  func cut(because reason: String) {
    Counter(label: "yizhan_http_connections_cut_total", dimensions: [("reason", reason)], factory: metrics).increment()
  }

  private func make(_ kind: Kind) -> Series {
    // Anyone may send any method; the names of those that no call has are not kept.
    let method = Self.methods.contains(kind.method) ? kind.method : "other"
    let labels = [("method", method), ("route", kind.route), ("status", String(kind.status))]
    return Series(
      count: Counter(label: "yizhan_http_requests_total", dimensions: labels, factory: metrics),
      durations: Timer(label: "yizhan_http_request_duration_seconds", dimensions: labels, factory: metrics))
  }

  private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
}
