/// How much one client may ask of a server, and how long it may take. What is left out of a configuration stays as here.
public struct Limits: Sendable, Hashable {
  /// A token bucket: so many at once, and so many a second for good.
  public struct Rate: Sendable, Hashable {
    /// Above 0.
    public var perSecond: Double
    /// 1 or more.
    public var burst: Double

    public init(perSecond: Double, burst: Double) {
      self.perSecond = perSecond
      self.burst = burst
    }
  }

  /// GET and HEAD without a token, by client address. Generous: a carrier puts thousands of couriers behind one address.
  public var reads = Rate(perSecond: 500, burst: 2_000)
  /// Other methods without a token, by client address.
  public var writes = Rate(perSecond: 20, burst: 200)
  /// GET and HEAD with a valid token, by token.
  public var tokenReads = Rate(perSecond: 100, burst: 1_000)
  /// Other methods with a valid token, by token. An array of visits counts once.
  public var tokenWrites = Rate(perSecond: 200, burst: 2_000)
  /// Tokens that are none, by client address.
  public var failures = Rate(perSecond: 0.5, burst: 20)

  /// Connections at once, 1 or more; more wait until one is closed.
  public var connections = 4_096
  /// Connections at once from one client address, 1 or more; more are closed. Configured proxies are not counted.
  public var connectionsPerClient = 1_024

  /// Seconds for the header of a request to be there, from the connection's opening or the answer before; 1…3600.
  public var headerSeconds = 15
  /// Seconds for the rest of a request to be there, and for an answer to be taken; 1…3600.
  public var transferSeconds = 20
  /// Who sends or takes so many bytes a second gets so much more time, up to ten minutes; 1 or more.
  public var slowestBytesPerSecond = 32_768

  public init() {}
}
