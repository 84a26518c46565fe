import Geodesy

/// What a search has found, to be put in the order of its geodesics.
struct Ranking {
  /// Places among the grid's entries.
  let entries: UnsafeBufferPointer<Int>
  let grid: GridView
  let origin: GeodesicOrigin
  /// At most so many are told.
  let limit: Int
  /// Greatest geodesic distance, itself allowed, metres.
  let radius: Double

  /// So many are ranked by ``withFew(_:)``.
  private static var few: Int { 16 }

  /// Lends a body the first so many by geodesic, none beyond the radius.
  @inline(__always)
  func withAnswer(_ body: (UnsafeBufferPointer<Neighbour>) -> Void) {
    guard entries.count <= Self.few, withFew(body) else { return withMany(body) }
  }

  /// Ranks any number of entries, however far away.
  @inline(never)
  private func withMany(_ body: (UnsafeBufferPointer<Neighbour>) -> Void) {
    var neighbours = entries.map { neighbour($0) }
    neighbours.removeAll { $0.distance.value > radius }
    neighbours.sort(by: Neighbour.precedes)
    neighbours.prefix(limit).withUnsafeBufferPointer(body)
  }

  /// Ranks at most ``few`` without a branch that depends on the lengths. Does nothing, and returns false, when one of them is
  /// very far away or beyond the radius.
  @inline(__always)
  private func withFew(_ body: (UnsafeBufferPointer<Neighbour>) -> Void) -> Bool {
    let count = entries.count
    return withUnsafeTemporaryAllocation(of: Neighbour.self, capacity: Self.few) { found in
      var longest = measureShort(into: found)
      guard longest < Self.keyLimit else { return false }
      if longest >= GeodesicOrigin.shortLimit { longest = measure(into: found) }
      guard longest < Self.keyLimit, longest <= radius else { return false }
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.few) { keys in
        for place in 0..<count { keys[place] = Self.key(found[place]) }
        withUnsafeTemporaryAllocation(of: Neighbour.self, capacity: Self.few) { order in
          // Each goes where the number of those before it says.
          for one in 0..<count {
            var before = 0
            for other in 0..<count { before &+= Int(truncatingIfNeeded: (keys[other] &- keys[one]) &>> 63) }
            order[before] = found[one]
          }
          body(UnsafeBufferPointer(rebasing: order[..<min(limit, count)]))
        }
      }
      return true
    }
  }

  /// Measures two lines at a time, and tells how long the longest is, metres: as long as it is short, all are right.
  @inline(__always)
  private func measureShort(into found: UnsafeMutableBufferPointer<Neighbour>) -> Double {
    var longest = 0.0
    var place = 0
    while place < entries.count {
      // An odd number of them ends with one that is taken twice, and counted once.
      let one = grid.entries + entries[place]
      let other = grid.entries + entries[min(place &+ 1, entries.count &- 1)]
      let lines = origin.shortLines(to: one.pointee.position, other.pointee.position)
      let geodesics = lines.geodesics
      longest = max(longest, max(lines.length.x, lines.length.y))
      found[place] = Neighbour(number: Int(one.pointee.number), geodesic: geodesics.0)
      found[place &+ 1] = Neighbour(number: Int(other.pointee.number), geodesic: geodesics.1)
      place &+= 2
    }
    return longest
  }

  /// Measures any lines, and tells how long the longest is, metres.
  @inline(never)
  private func measure(into found: UnsafeMutableBufferPointer<Neighbour>) -> Double {
    var longest = 0.0
    for (place, entry) in entries.enumerated() {
      found[place] = neighbour(entry)
      longest = max(longest, found[place].distance.value)
    }
    return longest
  }

  private func neighbour(_ place: Int) -> Neighbour {
    let entry = grid.entries + place
    // The coordinate lies elsewhere in memory: only for those far away is it fetched.
    let position = entry.pointee.position
    let geodesic =
      origin.seriesGeodesic(at: position, chordSquared: origin.position.chordSquared(to: position))
      ?? origin.geodesic(to: grid.coordinates[place], at: position)
    return Neighbour(number: Int(entry.pointee.number), geodesic: geodesic)
  }

  /// Below so many metres a key is less than 2⁶³, so that the sign of a difference tells the lesser.
  private static var keyLimit: Double { 4e6 }

  /// The millimetres, and then the number, of 31 bits: the order of every answer.
  @inline(__always)
  private static func key(_ neighbour: Neighbour) -> UInt64 {
    UInt64(bitPattern: neighbour.distance.millimeters) &<< 31 | UInt64(truncatingIfNeeded: neighbour.number)
  }
}
