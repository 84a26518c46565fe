import Synchronization

/// Allows each of many clients so much, and no more: token buckets.
public final class RateLimiter<Client: Hashable & Sendable>: Sendable {
  private struct Bucket {
    var left: Double
    /// Milliseconds since 1970.
    var filledAt: Int64
  }

  /// Buckets of clients that were seen of late. The older half is forgotten when the younger has grown to its limit, and
  /// whoever comes back before that moves to the younger: so a bucket in use is kept, the memory is bounded, and no call
  /// looks through them all.
  private struct Buckets {
    var young: [Client: Bucket] = [:]
    var old: [Client: Bucket] = [:]
  }

  private let burst: Double
  private let perSecond: Double
  /// Milliseconds since 1970.
  private let clock: @Sendable () -> Int64
  /// Clients in each half.
  private let greatestCount: Int
  private let buckets = Mutex(Buckets())

  /// - Parameters:
  ///   - burst: so many at once, 1 or more.
  ///   - perSecond: so many for good, above 0.
  ///   - greatestCount: so many clients are told from each other at least, 1 or more.
  ///   - clock: milliseconds since 1970.
  public init(
    burst: Double, perSecond: Double, greatestCount: Int = 50_000, clock: @escaping @Sendable () -> Int64
  ) {
    self.burst = burst
    self.perSecond = perSecond
    self.greatestCount = greatestCount
    self.clock = clock
  }

  /// Takes one from a client's bucket.
  ///
  /// - Returns: nothing when there was one, else the seconds after which there is, rounded up.
  public func take(_ client: Client) -> Int? {
    let now = clock()
    return buckets.withLock { buckets in
      var bucket = filled(bucket(of: client, in: &buckets) ?? Bucket(left: burst, filledAt: now), at: now)
      let isThere = bucket.left >= 1
      if isThere { bucket.left -= 1 }
      buckets.young[client] = bucket
      return isThere ? nil : Int(((1 - bucket.left) / perSecond).rounded(.up))
    }
  }

  private func bucket(of client: Client, in buckets: inout Buckets) -> Bucket? {
    if let bucket = buckets.young[client] { return bucket }
    if buckets.young.count >= greatestCount {
      buckets.old = buckets.young
      buckets.young = [:]
    }
    return buckets.old.removeValue(forKey: client)
  }

  /// A clock that went back adds nothing.
  private func filled(_ bucket: Bucket, at now: Int64) -> Bucket {
    let seconds = Double(max(0, now - bucket.filledAt)) / 1000
    return Bucket(left: min(burst, bucket.left + seconds * perSecond), filledAt: now)
  }
}
