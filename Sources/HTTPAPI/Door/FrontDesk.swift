import Logging
import PrometheusMetrics
import RestStations

/// What all connections of a server share.
struct FrontDesk: Sendable {
  let limits: Limits
  let admission: Admission
  let forwarding: Forwarding
  let connections: ConnectionCount
  let metrics: PrometheusMetrics
  let state: ServerState
  let isSecure: Bool
  let logger: Logger
  /// Whether each answer is logged.
  let logsAnswers: Bool

  init(_ services: APIServices, _ configuration: APIServer.Configuration, _ state: ServerState, logger: Logger) {
    limits = configuration.limits
    admission = Admission(configuration.limits, clock: services.clock)
    forwarding = Forwarding(proxies: configuration.trustedProxies)
    connections = ConnectionCount(limit: configuration.limits.connectionsPerClient)
    metrics = services.metrics
    isSecure = configuration.isSecure
    self.state = state
    self.logger = logger
    logsAnswers = logger.logLevel <= .info
  }

  /// For calls that come by no connection.
  static func ofThisProcess(_ services: APIServices) -> FrontDesk {
    let configuration = APIServer.Configuration(host: "", port: 0, socketPath: nil)
    return FrontDesk(services, configuration, ServerState(.ready), logger: Logger(label: "yizhan"))
  }
}
