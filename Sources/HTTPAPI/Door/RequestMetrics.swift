import CoreMetrics
import NIOHTTP1
import PrometheusMetrics

/// Counts requests and how long they took, by method, call and status; those of one event loop, in a share of the metrics.
final class RequestMetrics {
  struct Kind: Hashable {
    let method: String
    /// The path with its open segments as they are in the document, or `none` for what is no call.
    let route: String
    let status: Int
  }

  /// What is counted of requests of one kind.
  struct Series {
    fileprivate let count: Counter
    fileprivate let durations: Timer

    /// - Parameter nanoseconds: from the header of the request to the end of the answer.
    func observe(nanoseconds: Int64) {
      count.increment()
      durations.recordNanoseconds(nanoseconds)
    }
  }

  static let none = "none"

  private let metrics: PrometheusMetrics
  private var known: [Kind: Series] = [:]

  init(_ metrics: PrometheusMetrics) {
    self.metrics = metrics
  }

  func series(of kind: Kind) -> Series {
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

/// Counts the requests of one connection, most of which are of one kind.
struct ConnectionMetrics {
  private final class Last {
    let method: HTTPMethod
    let route: String
    let status: Int
    let series: RequestMetrics.Series

    init(_ method: HTTPMethod, _ route: String, _ status: Int, _ series: RequestMetrics.Series) {
      (self.method, self.route, self.status, self.series) = (method, route, status, series)
    }
  }

  private let requests: RequestMetrics
  private var last: Last?

  init(_ requests: RequestMetrics) {
    self.requests = requests
  }

  /// - Parameter nanoseconds: from the header of the request to the end of the answer.
  mutating func observe(_ method: HTTPMethod, _ route: String, _ status: Int, nanoseconds: Int64) {
    if let last, last.status == status, last.method == method, last.route == route {
      return last.series.observe(nanoseconds: nanoseconds)
    }
    let series = requests.series(of: .init(method: method.rawValue, route: route, status: status))
    last = Last(method, route, status, series)
    series.observe(nanoseconds: nanoseconds)
  }
}
