public import Foundation

/// An instant together with what a wall clock in a time zone shows then: work it out once, evaluate many expressions.
///
/// Wall-clock times meet instants by one rule: *a wall time happens at the first instant at which the clock shows that
/// time or a later one*. So a time that daylight saving skips happens when the clock jumps (02:30 in a gap from 02:00
/// to 03:00 is the moment of the jump), and a time that occurs twice happens the first time. The rule keeps the order
/// of times, so a span can never end before it starts.
public struct LocalMoment: Sendable {
  /// Seconds since 1970-01-01T00:00:00Z, clamped to the years 1 to 9999.
  public let epochSeconds: Int64
  /// The zone of the wall clock.
  public let zone: TimeZone
  /// The latest minute that the clock has shown so far, counted from 1970-01-01 00:00 on the wall. It differs from the
  /// minute on the clock only while the clock repeats an hour, when it stays at the last minute before the repetition.
  let wallMinute: Int

  /// Any number is safe: seconds outside the years 1 to 9999 are clamped to them.
  public init(epochSeconds: Int64, in zone: TimeZone) {
    let seconds = min(max(epochSeconds, Self.earliest), Self.latest)
    self.epochSeconds = seconds
    self.zone = zone
    self.wallMinute = Int(zone.latestReading(at: seconds)).floorDivided(by: 60)
  }

  /// Any date is safe: those outside the years 1 to 9999 are clamped to them, not-a-number counts as 1970-01-01.
  public init(_ date: Date, in zone: TimeZone) {
    let seconds = date.timeIntervalSince1970.rounded(.down)
    let bounded = seconds.isNaN ? 0 : min(max(seconds, Double(Self.earliest)), Double(Self.latest))
    self.init(epochSeconds: Int64(bounded), in: zone)
  }

  /// The first second of a day in a zone, since 1970.
  public static func start(of day: CivilDate, in zone: TimeZone) -> Int64 {
    zone.firstInstant(showing: Int64(day.daysSinceEpoch) * 86_400)
  }

  private static let earliest: Int64 = -62_135_596_800
  private static let latest: Int64 = 253_402_300_799
}

extension TimeZone {
  private func offset(at seconds: Int64) -> Int64 {
    Int64(secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
  }

  /// The latest wall-clock reading, in seconds, at any instant up to the given one.
  func latestReading(at seconds: Int64) -> Int64 {
    let now = offset(at: seconds)
    let before = offset(at: seconds - 86_400)
    guard before > now else { return seconds + now }
    // The clock went back less than a day ago; what it last showed before that may still lie ahead.
    let transition = firstInstant(after: seconds - 86_400, upTo: seconds, withOffsetOtherThan: before)
    return max(seconds + now, transition - 1 + before)
  }

  /// The first instant at which the wall clock shows `reading` (seconds since 1970-01-01 00:00 on the wall) or later.
  func firstInstant(showing reading: Int64) -> Int64 {
    // No zone has ever been 16 hours from Greenwich.
    let margin: Int64 = 16 * 3_600
    let before = offset(at: reading - margin)
    let after = offset(at: reading + margin)
    guard before != after else { return reading - before }
    let transition = firstInstant(after: reading - margin, upTo: reading + margin, withOffsetOtherThan: before)
    return reading - before < transition ? reading - before : max(transition, reading - after)
  }

  /// Bisects for the change of offset in (low, high]; `high` has an offset other than the given one, `low` has it.
  private func firstInstant(after low: Int64, upTo high: Int64, withOffsetOtherThan known: Int64) -> Int64 {
    var (low, high) = (low, high)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if offset(at: middle) == known { low = middle } else { high = middle }
    }
    return high
  }
}
