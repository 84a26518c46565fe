public import Foundation

/// The wall clock of a zone.
public struct WallClock {
  /// Every change of offset there has been lies on a quarter of an hour.
  private static let quarter: Int64 = 900

  private let zone: TimeZone
  private var known: (quarter: Int64, offset: Int64)?

  public init(_ zone: TimeZone) {
    self.zone = zone
  }

  /// The day, counted from 1970-01-01, and the hour (0…23) at an instant, seconds since 1970.
  public mutating func reading(at instant: Int64) -> (day: Int, hour: Int) {
    let local = instant + offset(at: instant)
    let day = local.dividedDown(by: 86_400)
    return (Int(day), Int(local - day * 86_400) / 3600)
  }

  private mutating func offset(at instant: Int64) -> Int64 {
    let quarter = instant.dividedDown(by: Self.quarter)
    if let known, known.quarter == quarter { return known.offset }
    let offset = Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant))))
    known = (quarter, offset)
    return offset
  }
}

extension Int64 {
  fileprivate func dividedDown(by divisor: Int64) -> Int64 {
    self >= 0 ? self / divisor : (self + 1) / divisor - 1
  }
}
