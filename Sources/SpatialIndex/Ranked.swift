import Geodesy

/// A candidate by its geodesic.
struct Ranked {
  /// The millimetres, and then the number, of 31 bits: the order of every answer as long as all ``areNear(_:)``.
  private let key: UInt64
  private let neighbour: Neighbour

  @inline(__always)
  private init(_ neighbour: Neighbour, millimeters: UInt64) {
    key = millimeters &<< 31 | UInt64(truncatingIfNeeded: neighbour.number)
    self.neighbour = neighbour
  }

  /// Whether keys of such millimetres, or'ed together, are below 2⁶³, so that the sign of a difference tells the lesser.
  @inline(__always)
  private static func areNear(_ millimeters: UInt64) -> Bool { millimeters < 1 << 32 }

  /// So many are sorted by ``arrange(_:into:)``.
  private static var few: Int { 16 }

  /// Lends a body the first so many of the candidates by geodesic, none beyond the radius.
  @inline(__always)
  static func withAnswer(
    _ candidates: UnsafeMutableBufferPointer<Candidates.Kept>, in grid: GridView, from origin: GeodesicOrigin,
    limit: Int, radius: Double, _ body: (UnsafeBufferPointer<Neighbour>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Ranked.self, capacity: candidates.count) { ranking in
      let base = ranking.baseAddress.unsafelyUnwrapped
      var count = 0
      var allMillimeters: UInt64 = 0
      for candidate in candidates {
        let entry = grid.entries + candidate.entry
        // The coordinate lies elsewhere in memory: only for those far away is it fetched.
        let geodesic =
          origin.seriesGeodesic(at: entry.pointee.position, chordSquared: candidate.chordSquared)
          ?? origin.geodesic(to: grid.coordinates[candidate.entry], at: entry.pointee.position)
        let millimeters = UInt64(bitPattern: geodesic.length.millimeters)
        allMillimeters |= millimeters
        base[count] = Ranked(Neighbour(number: Int(entry.pointee.number), geodesic: geodesic), millimeters: millimeters)
        count &+= geodesic.length.value <= radius ? 1 : 0
      }
      let within = UnsafeMutableBufferPointer(start: base, count: count)
      guard count <= few, areNear(allMillimeters) else {
        return within.map(\.neighbour).sorted(by: Neighbour.precedes).prefix(limit).withUnsafeBufferPointer(body)
      }
      withUnsafeTemporaryAllocation(of: Neighbour.self, capacity: few) { order in
        arrange(within, into: order)
        body(UnsafeBufferPointer(rebasing: order[..<min(limit, count)]))
      }
    }
  }

  /// Puts each where the number of those before it says; unlike insertion this has no branch to mispredict.
  @inline(__always)
  private static func arrange(
    _ ranking: UnsafeMutableBufferPointer<Ranked>, into order: UnsafeMutableBufferPointer<Neighbour>
  ) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: few) { places in
      for later in 0..<ranking.count {
        var place = later
        for one in 0..<later {
          let isLess = Int(truncatingIfNeeded: (ranking[later].key &- ranking[one].key) &>> 63)
          places[one] &+= isLess
          place &-= isLess
        }
        places[later] = place
      }
      for one in 0..<ranking.count { order[places[one]] = ranking[one].neighbour }
    }
  }
}
