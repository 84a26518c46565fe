import Synchronization

/// Allows each of many clients so much, and no more: token buckets.
public final class RateLimiter: Sendable {
  private struct Bucket {
    var left: Double
    /// Milliseconds since 1970.
    var filledAt: Int64
  }

  private let burst: Double
  private let perSecond: Double
  /// Milliseconds since 1970.
  private let clock: @Sendable () -> Int64
  private let buckets = Mutex<[String: Bucket]>([:])
  /// With more clients than these, those whose buckets are full again are forgotten.
  private static let greatestCount = 100_000

  /// - Parameters:
  ///   - burst: so many at once, 1 or more.
  ///   - perSecond: so many for good, above 0.
  ///   - clock: milliseconds since 1970.
  public init(burst: Double, perSecond: Double, clock: @escaping @Sendable () -> Int64) {
    self.burst = burst
    self.perSecond = perSecond
    self.clock = clock
  }

  /// Takes one from a client's bucket.
  ///
  /// - Returns: nothing when there was one, else the seconds after which there is, rounded up.
  public func take(_ client: String) -> Int? {
    let now = clock()
    return buckets.withLock { buckets in
      if buckets.count > Self.greatestCount { buckets = buckets.filter { !isFull($0.value, at: now) } }
      var bucket = buckets[client] ?? Bucket(left: burst, filledAt: now)
      bucket = filled(bucket, at: now)
      defer { buckets[client] = bucket }
      guard bucket.left < 1 else {
        bucket.left -= 1
        return nil
      }
      return Int(((1 - bucket.left) / perSecond).rounded(.up))
    }
  }

  /// A clock that went back adds nothing.
  private func filled(_ bucket: Bucket, at now: Int64) -> Bucket {
    let seconds = Double(max(0, now - bucket.filledAt)) / 1000
    return Bucket(left: min(burst, bucket.left + seconds * perSecond), filledAt: now)
  }

  private func isFull(_ bucket: Bucket, at now: Int64) -> Bool {
    filled(bucket, at: now).left >= burst
  }
}
