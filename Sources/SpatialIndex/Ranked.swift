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

  /// 1 where ``Neighbour/precedes(_:_:)`` is true, 0 elsewhere. Made of sums: `&&` and `||` would branch.
  @inline(__always)
  private func precedes(_ other: Ranked) -> Int {
    let isNearer = millimeters < other.millimeters ? 1 : 0
    let isLevel = millimeters == other.millimeters ? 1 : 0
    let isEarlier = neighbour.number < other.neighbour.number ? 1 : 0
    return isNearer | isLevel & isEarlier
  }

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
        let distance = origin.distance(to: grid.coordinates[candidate.entry], at: entry.pointee.position)
        base[count] = Ranked(Neighbour(number: Int(entry.pointee.number), distance: distance))
        count &+= distance.value <= radius ? 1 : 0
      }
      return sorted(UnsafeMutableBufferPointer(start: base, count: count), limit: limit)
    }
  }

  @inline(__always)
  private static func sorted(_ ranking: UnsafeMutableBufferPointer<Ranked>, limit: Int) -> [Neighbour] {
    guard ranking.count <= 16, let base = ranking.baseAddress else {
      var ranking = ranking
      ranking.sort { $0.precedes($1) == 1 }
      return ranking.prefix(limit).map(\.neighbour)
    }
    // Few: each goes where the number of those before it says. Unlike insertion this has no branch to mispredict.
    return withUnsafeTemporaryAllocation(of: Neighbour.self, capacity: 16) { order in
      let order = order.baseAddress.unsafelyUnwrapped
      for one in 0..<ranking.count {
        var place = 0
        for other in 0..<ranking.count { place &+= base[other].precedes(base[one]) }
        order[place] = base[one].neighbour
      }
      var answer: [Neighbour] = []
      let count = min(limit, ranking.count)
      answer.reserveCapacity(count)
      answer.append(contentsOf: UnsafeBufferPointer(start: order, count: count))
      return answer
    }
  }
}
