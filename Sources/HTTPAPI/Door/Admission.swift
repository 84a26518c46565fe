import AccessControl
import HTTPTypes
import RestStations

/// How much each client may ask: the limits of rates, by address for those we do not know and by token for the others.
struct Admission: Sendable {
  private let reads, writes, failures: RateLimiter<ClientAddress>
  private let tokenReads, tokenWrites: RateLimiter<Int>

  /// - Parameter clock: milliseconds since 1970.
  init(_ limits: Limits, clock: @escaping @Sendable () -> Int64) {
    reads = RateLimiter(limits.reads, clock: clock)
    writes = RateLimiter(limits.writes, clock: clock)
    failures = RateLimiter(limits.failures, clock: clock)
    tokenReads = RateLimiter(limits.tokenReads, clock: clock)
    tokenWrites = RateLimiter(limits.tokenWrites, clock: clock)
  }

  /// Counts a request.
  ///
  /// - Returns: nothing when it may go on, else the seconds to wait.
  func take(_ method: HTTPRequest.Method, of caller: Caller, at client: ClientAddress) -> Int? {
    let isRead = method == .get || method == .head
    switch caller {
    case .owner: return nil
    case .bearer(let token): return (isRead ? tokenReads : tokenWrites).take(token.number)
    case .anyone: return (isRead ? reads : writes).take(client)
    }
  }

  /// Counts a token that is none.
  func takeFailure(at client: ClientAddress) -> Int? { failures.take(client) }
}

extension RateLimiter {
  fileprivate convenience init(_ rate: Limits.Rate, clock: @escaping @Sendable () -> Int64) {
    self.init(burst: rate.burst, perSecond: rate.perSecond, clock: clock)
  }
}
