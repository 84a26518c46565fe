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
    var nearest: [Neighbour] = []
    withNearest(to: origin, limit: limit, requiring: required, within: radius) { found in
      // Made in one go, an array would ask the runtime for its type each time.
      nearest.append(contentsOf: found)
    }
    return nearest
  }

  /// Lends a body what ``nearest(to:limit:requiring:within:)`` finds, which is an array less to make.
  ///
  /// - Parameter expect: is told of each point that may be found, before it is known which are: what will be wanted of them
  ///   can be fetched meanwhile.
  public func withNearest(
    to origin: GeodesicOrigin, limit: Int, requiring required: AttributeBits = 0, within radius: Meters? = nil,
    expecting expect: (Int) -> Void = { _ in }, _ body: (UnsafeBufferPointer<Neighbour>) -> Void
  ) {
    let radius = radius?.value ?? .infinity
    guard limit > 0, count > 0, radius >= 0 else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
    let grid = shape.view
    // Two copies of the search, so that the common one tests no attributes.
    if required == 0 {
      return Self.nearest(in: grid, from: origin, limit, OpenSieve(), radius, expect, body)
    }
    let isFound: Void? = attributes.withSieve(for: required) {
      Self.nearest(in: grid, from: origin, limit, $0, radius, expect, body)
    }
    if isFound == nil { body(UnsafeBufferPointer(start: nil, count: 0)) }
  }

  @inline(__always)
  private static func nearest(
    in grid: GridView, from origin: GeodesicOrigin, _ limit: Int, _ sieve: some Sieve, _ radius: Double,
    _ expect: (Int) -> Void, _ body: (UnsafeBufferPointer<Neighbour>) -> Void
  ) {
    Candidates.with(places: min(limit, grid.count), radius: radius) { found in
      GridSearch.run(in: grid, from: origin, sieve, &found)
      found.withRemaining { remaining in
        for entry in remaining { expect(Int(grid.entries[entry].number)) }
        Ranking(entries: remaining, grid: grid, origin: origin, limit: limit, radius: radius).withAnswer(body)
      }
    }
  }
}
