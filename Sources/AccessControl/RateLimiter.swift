public import Synchronization

/// Allows each of many clients so much, and no more: token buckets.
///
/// It is compiled for each kind of client where it is used, for it is asked with every request.
public final class RateLimiter<Client: Hashable & Sendable>: Sendable {
  @usableFromInline
  struct Bucket {
    @usableFromInline var left: Double
    /// Milliseconds since 1970.
    @usableFromInline var filledAt: Int64

    @inlinable
    init(left: Double, filledAt: Int64) {
      self.left = left
      self.filledAt = filledAt
    }
  }

  /// Buckets of clients that were seen of late. The older half is forgotten when the younger has grown to its limit, and
  /// whoever comes back before that moves to the younger: so a bucket in use is kept, the memory is bounded, and no call
  /// looks through them all.
  @usableFromInline
  struct Buckets {
    @usableFromInline var young: [Client: Bucket] = [:]
    @usableFromInline var old: [Client: Bucket] = [:]

    @inlinable
    init() {}
  }

  @usableFromInline let burst: Double
  @usableFromInline let perSecond: Double
  /// Milliseconds since 1970.
  @usableFromInline let clock: @Sendable () -> Int64
  /// Clients in each half.
  @usableFromInline let greatestCount: Int
  @usableFromInline let buckets = Mutex(Buckets())

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
  @inlinable
  public func take(_ client: Client) -> Int? {
    let now = clock()
    return buckets.withLock { buckets in
      if let place = buckets.young.index(forKey: client) { return take(from: &buckets.young.values[place], at: now) }
      if buckets.young.count >= greatestCount {
        buckets.old = buckets.young
        buckets.young = [:]
      }
      var bucket = buckets.old.removeValue(forKey: client) ?? Bucket(left: burst, filledAt: now)
      let wait = take(from: &bucket, at: now)
      buckets.young[client] = bucket
      return wait
    }
  }

  /// Fills a bucket with what has come to it since, and takes one. A clock that went back adds nothing.
  @inlinable
  func take(from bucket: inout Bucket, at now: Int64) -> Int? {
    let seconds = Double(max(0, now - bucket.filledAt)) / 1000
    bucket.left = min(burst, bucket.left + seconds * perSecond)
    bucket.filledAt = now
    guard bucket.left >= 1 else { return Int(((1 - bucket.left) / perSecond).rounded(.up)) }
    bucket.left -= 1
    return nil
  }
}
