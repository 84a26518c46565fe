import Geodesy

/// The smallest box around some points, and how near to the Earth's axis they come.
struct GridExtent {
  private(set) var north, east: Span
  /// The least distance from the axis, metres.
  private(set) var rho: Double

  init(_ place: GridPlace, _ position: EarthCentred) {
    north = Span(place.north)
    east = Span(place.east)
    rho = position.axisDistance
  }

  func union(_ other: GridExtent?) -> GridExtent {
    guard let other else { return self }
    var union = self
    union.north.extend(over: other.north)
    union.east.extend(over: other.east)
    union.rho = min(rho, other.rho)
    return union
  }

  /// An interval of steps, limits included.
  struct Span {
    private var low, high: UInt32

    init(_ only: UInt32) {
      (low, high) = (only, only)
    }

    mutating func extend(over other: Span) {
      low = min(low, other.low)
      high = max(high, other.high)
    }

    /// The half is widened by what the rounding down to steps, and `Float`, can lose.
    var middleAndHalf: (UInt32, Float) {
      let middle = low + (high - low) / 2
      return (middle, Float(Double(high - middle) * 1.000_000_4 + 2))
    }
  }
}
