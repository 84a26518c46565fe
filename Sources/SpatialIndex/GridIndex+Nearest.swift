public import Geodesy

extension GridIndex {
  /// The nearest points that have all the required attributes, nearest first.
  ///
  /// - Parameters:
  ///   - origin: where the question is asked from.
  ///   - limit: at most so many, all that match when it is above their number, none when it is below 1.
  ///   - required: bits that a point must have.
  ///   - radius: greatest geodesic distance, itself allowed; nothing is within a negative one or one that is no number.
  /// - Returns: in the order of ``Neighbour/precedes(_:_:)``.
  public func nearest(
    to origin: GeodesicOrigin, limit: Int, requiring required: AttributeBits = 0, within radius: Meters? = nil
  ) -> [Neighbour] {
    let radius = radius?.value ?? .infinity
    guard limit > 0, count > 0, radius >= 0 else { return [] }
    let grid = shape.view
    // Two copies of the search, so that the common one tests no attributes.
    if required == 0 {
      return Self.nearest(in: grid, from: origin, limit, OpenSieve(), radius)
    }
    return attributes.withSieve(for: required) { Self.nearest(in: grid, from: origin, limit, $0, radius) } ?? []
  }

  @inline(__always)
  private static func nearest(
    in grid: GridView, from origin: GeodesicOrigin, _ limit: Int, _ sieve: some Sieve, _ radius: Double
  ) -> [Neighbour] {
    Candidates.with(places: min(limit, grid.count), radius: radius) { found in
      GridSearch.run(in: grid, from: origin, sieve, &found)
      return found.withRemaining { Ranked.answer($0, in: grid, from: origin, limit: limit, radius: radius) }
    }
  }
}
