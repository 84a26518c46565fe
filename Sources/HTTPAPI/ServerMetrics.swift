import CoreMetrics
import PrometheusMetrics
import RestStations
import StationDirectory
import VisitLog

/// The metrics of the whole server: what each means, and those that are measured when they are asked for.
enum ServerMetrics {
  static let descriptions: [String: MetricDescription] = [
    "yizhan_http_requests_total": MetricDescription("Requests answered."),
    "yizhan_http_request_duration_seconds": MetricDescription(
      "From a request's header to the end of its answer.", buckets: MetricDescription.secondsBuckets),
    "yizhan_http_connections": MetricDescription("Connections that are open, the owner's left out."),
    "yizhan_http_connections_cut_total": MetricDescription(
      "Connections closed because they took too long or were too many."),
    "yizhan_directory_stations": MetricDescription("Stations in the index."),
    "yizhan_directory_revision": MetricDescription("Revision of the directory that is served."),
    "yizhan_directory_age_seconds": MetricDescription("Since the index was made."),
    VisitLog.committedMetric: MetricDescription("Visits that were new and are on disk."),
    VisitLog.commitSizeMetric: MetricDescription(
      "Visits of one commit.", buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000]),
    "process_resident_memory_bytes": MetricDescription("Memory of the process in use."),
    "process_cpu_seconds_total": MetricDescription("Processor time of the process.", isTotal: true),
    "process_open_fds": MetricDescription("Files and connections that the process has open."),
    "process_max_fds": MetricDescription("Files and connections that it may have open."),
    "process_start_time_seconds": MetricDescription("When the process was started, since 1970."),
  ]

  /// Sets what is known only by looking.
  static func measure(_ services: APIServices, _ desk: FrontDesk) {
    func set(_ name: String, _ value: Double) { Gauge(label: name, factory: services.metrics).record(value) }
    set("yizhan_http_connections", Double(desk.connections.total))
    if let snapshot = try? services.directory.snapshot {
      set("yizhan_directory_stations", Double(snapshot.count))
      set("yizhan_directory_revision", Double(snapshot.summary.revision))
    }
    if let age = services.directory.age { set("yizhan_directory_age_seconds", Double(age)) }
    for (name, value) in ProcessFigures.now { set(name, value) }
  }
}
