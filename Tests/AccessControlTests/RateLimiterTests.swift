import AccessControl
import Synchronization
import TestSupport
import Testing

/// A clock that a test sets, milliseconds since 1970.
final class TestClock: Sendable {
  private let milliseconds: Mutex<Int64>

  init(_ start: Int64 = 1_767_585_600_000) {
    milliseconds = Mutex(start)
  }

  var now: Int64 { milliseconds.withLock { $0 } }

  func advance(by count: Int64) {
    milliseconds.withLock { $0 += count }
  }
}

@Suite("A client may do so much at once, and so much for good")
struct RateLimiterTests {
  private let clock = TestClock()

  private func limiter(
    burst: Double = 3, perSecond: Double = 0.5, greatestCount: Int = 1000
  ) -> RateLimiter<String> {
    RateLimiter(burst: burst, perSecond: perSecond, greatestCount: greatestCount) { [clock] in clock.now }
  }

  @Test func aBurstIsAllowedAndThenOneEveryTwoSeconds() {
    let limiter = limiter()
    #expect((0..<5).map { _ in limiter.take("a") } == [nil, nil, nil, 2, 2])
    clock.advance(by: 1000)
    #expect(limiter.take("a") == 1)
    clock.advance(by: 1000)
    #expect(limiter.take("a") == nil)
    #expect(limiter.take("a") == 2)
    clock.advance(by: 3_600_000)
    #expect((0..<4).map { _ in limiter.take("a") } == [nil, nil, nil, 2])
  }

  @Test func clientsAreCountedApart() {
    let limiter = limiter(burst: 1)
    #expect(["a", "b", "a", "b", "c"].map { limiter.take($0) == nil } == [true, true, false, false, true])
  }

  @Test func aClockThatGoesBackGivesNothing() {
    let limiter = limiter(burst: 1)
    #expect(limiter.take("a") == nil)
    clock.advance(by: -3_600_000)
    #expect(limiter.take("a") == 2)
    clock.advance(by: 2000)
    #expect(limiter.take("a") == nil)
  }

  /// Forgetting the idle ones must not forgive the busy ones.
  @Test func withVeryManyClientsTheBusyOnesAreStillKnown() {
    let limiter = limiter(burst: 1, perSecond: 0.001, greatestCount: 100)
    #expect(limiter.take("busy") == nil)
    for number in 0..<10_000 {
      #expect(limiter.take("\(number)") == nil)
      if number.isMultiple(of: 50) { #expect(limiter.take("busy") != nil) }
    }
    // Of the others the last hundred are known for certain, and the first are not.
    #expect(limiter.take("9950") != nil)
    #expect(limiter.take("0") == nil)
  }
}
