import Geodesy

/// The points that a search has come across and that may still belong to its answer.
struct Candidates: ~Copyable {
  /// A point that was within the limit when it was looked at.
  struct Kept {
    let chordSquared: Double
    /// Its place among the entries.
    let entry: Int
  }

  /// The squared chord above which a point cannot belong to the answer any more, m²; itself allowed.
  private(set) var limit = Double.greatestFiniteMagnitude
  /// The same for lower bounds that were computed in `Float`: above ``limit`` by more than their rounding.
  private(set) var reach = Float.greatestFiniteMagnitude

  private var kept: UnsafeMutableBufferPointer<Kept>
  private var keptCount = 0
  private var keptIsOwn = false
  /// The smallest squared chords, as many as the answer has places, the greatest first (a heap).
  private let best: UnsafeMutableBufferPointer<Double>
  private var bestCount = 0

  /// Lends a body candidates whose memory is on the stack as long as there are few.
  ///
  /// - Parameters:
  ///   - places: in the answer, at least 1.
  ///   - radius: greatest geodesic distance, itself allowed.
  @inline(__always)
  static func with<Result>(places: Int, radius: Meters?, _ body: (inout Candidates) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: places) { best in
      withUnsafeTemporaryAllocation(of: Kept.self, capacity: 48) { kept in
        var candidates = Candidates(best: best, kept: kept)
        if let radius { candidates.tighten(toGeodesic: radius.value) }
        return body(&candidates)
      }
    }
  }

  private init(best: UnsafeMutableBufferPointer<Double>, kept: UnsafeMutableBufferPointer<Kept>) {
    self.best = best
    self.kept = kept
  }

  deinit {
    if keptIsOwn { kept.deallocate() }
  }

  /// All that is still within the limit, in no order.
  var remaining: some Sequence<Kept> {
    let limit = limit
    return UnsafeMutableBufferPointer(rebasing: kept[..<keptCount]).lazy.filter { $0.chordSquared <= limit }
  }

  /// Takes up a point within ``limit``.
  @inline(__always)
  mutating func add(_ chordSquared: Double, _ entry: Int) {
    if keptCount == kept.count { grow() }
    kept[keptCount] = Kept(chordSquared: chordSquared, entry: entry)
    keptCount += 1
    if bestCount < best.count {
      siftUp(chordSquared)
      bestCount += 1
      if bestCount < best.count { return }
    } else if chordSquared < best[0] {
      siftDown(chordSquared)
    } else {
      return
    }
    tighten(toGeodesic: ChordBounds.longestGeodesic(chord: best[0].squareRoot()))
  }

  private mutating func tighten(toGeodesic length: Double) {
    let chord = ChordBounds.longestChord(ofGeodesicsUpTo: length)
    guard chord < .infinity else { return }
    limit = min(limit, chord * chord)
    // A dozen operations in `Float` at 6e-8 each.
    reach = min(reach, Float(limit * 1.000001))
  }

  /// Makes room by leaving out what is beyond the limit by now, or by twice the memory.
  @inline(never)
  private mutating func grow() {
    var within = 0
    for place in 0..<keptCount where kept[place].chordSquared <= limit {
      kept[within] = kept[place]
      within += 1
    }
    keptCount = within
    guard keptCount > kept.count / 2 else { return }
    let larger = UnsafeMutableBufferPointer<Kept>.allocate(capacity: 2 * kept.count)
    _ = larger.moveInitialize(fromContentsOf: UnsafeMutableBufferPointer(rebasing: kept[..<keptCount]))
    if keptIsOwn { kept.deallocate() }
    kept = larger
    keptIsOwn = true
  }

  private func siftUp(_ number: Double) {
    var place = bestCount
    while place > 0, best[(place - 1) / 2] < number {
      best[place] = best[(place - 1) / 2]
      place = (place - 1) / 2
    }
    best[place] = number
  }

  private func siftDown(_ number: Double) {
    var place = 0
    while 2 * place + 1 < bestCount {
      var child = 2 * place + 1
      if child + 1 < bestCount, best[child + 1] > best[child] { child += 1 }
      guard best[child] > number else { break }
      best[place] = best[child]
      place = child
    }
    best[place] = number
  }
}
