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
  private var limit = 1e15
  /// The same for lower bounds that were computed in `Float`: above ``limit`` by more than their rounding.
  /// The Earth's diameter, squared, is 1.6e14 m².
  private(set) var reach: Float = 1e15

  private var kept: UnsafeMutablePointer<Kept>
  private var capacity: Int
  private var count = 0
  /// Of those kept, so many have been counted among the best.
  private var settled = 0
  private var isOwnMemory = false
  /// The smallest squared chords, as many as the answer has places.
  private var best: SmallestNumbers

  /// Lends a body candidates whose memory is on the stack as long as there are few.
  ///
  /// - Parameters:
  ///   - places: in the answer, at least 1.
  ///   - radius: greatest geodesic distance, itself allowed, metres; not negative.
  @inline(__always)
  static func with<Result>(places: Int, radius: Double, _ body: (inout Candidates) -> Result) -> Result {
    SmallestNumbers.with(places: places) { best in
      withUnsafeTemporaryAllocation(of: Kept.self, capacity: 60) { kept in
        var candidates = Candidates(best, kept)
        if radius < .infinity { candidates.tighten(to: ChordBounds.longestChord(ofGeodesicsUpTo: radius)) }
        return body(&candidates)
      }
    }
  }

  @inline(__always)
  private init(_ best: SmallestNumbers, _ kept: UnsafeMutableBufferPointer<Kept>) {
    self.best = best
    self.kept = kept.baseAddress.unsafelyUnwrapped
    capacity = kept.count
  }

  deinit {
    if isOwnMemory { kept.deallocate() }
  }

  /// Lends a body all that is within the limit, in no order.
  @inline(__always)
  mutating func withRemaining<Result>(_ body: (UnsafeMutableBufferPointer<Kept>) -> Result) -> Result {
    leaveOutWhatIsBeyond()
    return body(UnsafeMutableBufferPointer(start: kept, count: count))
  }

  /// Makes room for so many more.
  @inline(__always)
  mutating func reserve(_ more: Int) {
    if count &+ more > capacity { grow(more) }
  }

  /// Keeps a point if it is within the limit; room must have been reserved. Without a branch: it is a toss-up.
  @inline(__always)
  mutating func look(_ entry: Int, _ chordSquared: Double) {
    kept[count] = Kept(chordSquared: chordSquared, entry: entry)
    count &+= isWithin(chordSquared)
  }

  /// 1 up to the limit, 0 beyond: by the bits, whose order is that of positive numbers, because a comparison of the
  /// numbers themselves is compiled to a branch.
  @inline(__always)
  private func isWithin(_ chordSquared: Double) -> Int {
    Int(truncatingIfNeeded: (chordSquared.bitPattern &- limit.bitPattern &- 1) &>> 63)
  }

  /// Tightens the limit by what has been kept since the last time.
  @inline(__always)
  mutating func settle() {
    best.insert(UnsafeBufferPointer(start: kept + settled, count: count &- settled).lazy.map { Float($0.chordSquared) })
    settled = count
    // `Float` may have rounded down, by 6e-8 of the square.
    let greatest = Double(best.greatest) * 1.000_000_1
    // It is often the same as before: that could not be foretold, and need not be known.
    if greatest < ChordBounds.greatestRivalSquare {
      tighten(toSquare: ChordBounds.squaredRival(ofSquaredChord: greatest))
    } else if greatest < .infinity {
      tighten(to: ChordBounds.longestRival(ofChord: greatest.squareRoot()))
    }
  }

  @inline(__always)
  private mutating func tighten(to chord: Double) {
    guard chord < .infinity else { return }
    tighten(toSquare: chord * chord)
  }

  @inline(__always)
  private mutating func tighten(toSquare square: Double) {
    limit = min(limit, square)
    // A dozen operations in `Float` at 6e-8 each, and what `GridCell.Distances` takes.
    reach = min(reach, Float(limit * 1.000_004 + 1e-5))
  }

  @inline(__always)
  private mutating func leaveOutWhatIsBeyond() {
    var within = 0
    for place in 0..<count {
      let candidate = kept[place]
      kept[within] = candidate
      within &+= isWithin(candidate.chordSquared)
    }
    count = within
    settled = within
  }

  /// Makes room by leaving out what is beyond the limit by now, or by more memory.
  @inline(never)
  private mutating func grow(_ more: Int) {
    leaveOutWhatIsBeyond()
    guard count + more > capacity / 2 else { return }
    capacity = 2 * (count + more)
    let larger = UnsafeMutablePointer<Kept>.allocate(capacity: capacity)
    larger.moveInitialize(from: kept, count: count)
    if isOwnMemory { kept.deallocate() }
    kept = larger
    isOwnMemory = true
  }
}
