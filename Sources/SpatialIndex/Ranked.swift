import Geodesy

/// A candidate by its geodesic.
struct Ranked {
  private let millimeters: Int64
  private let neighbour: Neighbour

  @inline(__always)
  private init(_ neighbour: Neighbour) {
    millimeters = neighbour.distance.millimeters
    self.neighbour = neighbour
  }

  private func precedes(_ other: Ranked) -> Bool {
    millimeters == other.millimeters
      ? neighbour.number < other.neighbour.number : millimeters < other.millimeters
  }

  /// So many are sorted by ``arrange(_:_:into:)``.
  private static var few: Int { 16 }

  /// The first so many of the candidates by geodesic, none beyond the radius.
  @inline(__always)
  static func answer(
    _ candidates: UnsafeMutableBufferPointer<Candidates.Kept>, in grid: GridView, from origin: GeodesicOrigin,
    limit: Int, radius: Double
  ) -> [Neighbour] {
    withUnsafeTemporaryAllocation(of: Ranked.self, capacity: candidates.count) { ranking in
      let base = ranking.baseAddress.unsafelyUnwrapped
      var count = 0
      for candidate in candidates {
        let entry = grid.entries + candidate.entry
        // The coordinate lies elsewhere in memory: only for those far away is it fetched.
        let distance =
          origin.seriesDistance(at: entry.pointee.position) ?? origin.distance(to: grid.coordinates[candidate.entry])
        base[count] = Ranked(Neighbour(number: Int(entry.pointee.number), distance: distance))
        count &+= distance.value <= radius ? 1 : 0
      }
      return sorted(UnsafeMutableBufferPointer(start: base, count: count), limit: limit)
    }
  }

  @inline(__always)
  private static func sorted(_ ranking: UnsafeMutableBufferPointer<Ranked>, limit: Int) -> [Neighbour] {
    withUnsafeTemporaryAllocation(of: Neighbour.self, capacity: few) { order in
      guard arrange(ranking, into: order.baseAddress.unsafelyUnwrapped) else {
        return ranking.sorted { $0.precedes($1) }.prefix(limit).map(\.neighbour)
      }
      var answer: [Neighbour] = []
      let count = min(limit, ranking.count)
      answer.reserveCapacity(count)
      answer.append(contentsOf: UnsafeBufferPointer(rebasing: order[..<count]))
      return answer
    }
  }

  /// Puts each where the number of those before it says; unlike insertion this has no branch to mispredict.
  ///
  /// - Returns: whether there were few, and of distances near enough to each other.
  @inline(__always)
  private static func arrange(
    _ ranking: UnsafeMutableBufferPointer<Ranked>, into order: UnsafeMutablePointer<Neighbour>
  ) -> Bool {
    let count = ranking.count
    guard count <= few, let ranking = ranking.baseAddress else { return false }
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: few) { keys in
      let keys = keys.baseAddress.unsafelyUnwrapped
      // The millimetres above the first ones, plus a bias, and then the number, of 31 bits; all below 2⁶³, so that
      // the sign of a difference tells the lesser.
      var outside: UInt64 = 0
      for one in 0..<count {
        let above = UInt64(bitPattern: ranking[one].millimeters &- ranking[0].millimeters &+ 1 << 31)
        outside |= above
        keys[one] = above &<< 31 | UInt64(truncatingIfNeeded: ranking[one].neighbour.number)
      }
      guard outside < 1 << 32 else { return false }
      for one in 0..<count {
        var place = 0
        for other in 0..<count { place &+= Int(truncatingIfNeeded: (keys[other] &- keys[one]) &>> 63) }
        order[place] = ranking[one].neighbour
      }
      return true
    }
  }
}
