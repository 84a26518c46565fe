import Geodesy

/// The points that a search has come across and that may still belong to its answer.
struct Candidates: ~Copyable {
  /// Four neighbouring entries that were looked at together.
  private struct Four {
    /// Squared chords, m²; infinite for those that are not wanted.
    let squares: SIMD4<Float>
    /// The place of the first among the entries.
    let first: Int
  }

  /// The squared chord above which nothing can belong to the answer any more, m²; itself allowed.
  ///
  /// It is above the true one by more than `Float` loses of a square or of a lower bound (``GridCell``).
  /// The Earth's diameter, squared, is 1.6e14 m².
  private(set) var reach: Float = 1e15

  private var kept: UnsafeMutablePointer<Four>
  private var capacity: Int
  private var count = 0
  private var isOwnMemory = false
  /// The smallest squared chords, as many as the answer has places.
  private var best: SmallestNumbers

  /// So many fours are looked at in one go, and told apart in one word.
  private static var most: Int { 16 }

  /// Lends a body candidates whose memory is on the stack as long as there are few.
  ///
  /// - Parameters:
  ///   - places: in the answer, at least 1.
  ///   - radius: greatest geodesic distance, itself allowed, metres; not negative.
  @inline(__always)
  static func with<Result>(places: Int, radius: Double, _ body: (inout Candidates) -> Result) -> Result {
    SmallestNumbers.with(places: places) { best in
      // A kilobyte: of more the stack would have to be asked.
      withUnsafeTemporaryAllocation(of: Four.self, capacity: 2 * most) { kept in
        var candidates = Candidates(best, kept)
        if radius < .infinity { candidates.tighten(to: ChordBounds.longestChord(ofGeodesicsUpTo: radius)) }
        return body(&candidates)
      }
    }
  }

  @inline(__always)
  private init(_ best: SmallestNumbers, _ kept: UnsafeMutableBufferPointer<Four>) {
    self.best = best
    self.kept = kept.baseAddress.unsafelyUnwrapped
    capacity = kept.count
  }

  deinit {
    if isOwnMemory { kept.deallocate() }
  }

  /// Keeps those of at most 64 neighbouring entries that are wanted, and tightens the reach by them.
  ///
  /// - Parameters:
  ///   - first: the first one's place among the entries.
  ///   - wanted: a bit for each, the first one's the lowest.
  ///   - squares: of the chords to four entries, by the place of their first, m².
  @inline(__always)
  mutating func look(_ first: Int, _ wanted: UInt64, _ squares: (Int) -> SIMD4<Float>) {
    if count &+ Self.most > capacity { makeRoom() }
    // In registers meanwhile.
    var (best, count) = (best, count)
    var (first, rest) = (first, wanted)
    while rest != 0 {
      // Of fours without a wanted one a filter has many.
      let skipped = rest.trailingZeroBitCount & ~3
      first &+= skipped
      rest &>>= UInt64(truncatingIfNeeded: skipped)
      let bits = SIMD4(repeating: UInt32(truncatingIfNeeded: rest)) & SIMD4(1, 2, 4, 8)
      let beyond = SIMD4<Float>(repeating: 0).replacing(with: .infinity, where: bits .== SIMD4(repeating: 0))
      let four = Four(squares: squares(first) + beyond, first: first)
      kept[count] = four
      best.insert(four.squares)
      count &+= 1
      first &+= 4
      rest &>>= 4
    }
    (self.best, self.count) = (best, count)
    settle()
  }

  /// Tightens the reach by what has been kept.
  @inline(__always)
  private mutating func settle() {
    let greatest = best.greatest
    // It is often the same as before: that could not be foretold, and need not be known.
    if greatest < ChordBounds.greatestRivalSquare {
      reach = min(reach, ChordBounds.squaredRival(ofSquaredChord: greatest))
    } else if greatest < .infinity {
      // `Float` may have rounded down, by 6e-8 of the square.
      tighten(to: ChordBounds.longestRival(ofChord: (Double(greatest) * 1.000_000_1).squareRoot()))
    }
  }

  @inline(__always)
  private mutating func tighten(to chord: Double) {
    guard chord < .infinity else { return }
    // With the margin of ``ChordBounds/squaredRival(ofSquaredChord:)``.
    reach = min(reach, Float(chord * chord * 1.000_004 + 1e-4))
  }

  /// Lends a body the places of the entries within the reach, in no order.
  @inline(__always)
  func withRemaining<Result>(_ body: (UnsafeBufferPointer<Int>) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 4 * count) { entries in
      var remaining = 0
      for start in stride(from: 0, to: count, by: Self.most) {
        var rest = within(from: start)
        while rest != 0 {
          let bit = rest.trailingZeroBitCount
          entries[remaining] = kept[start &+ bit % Self.most].first &+ bit / Self.most
          remaining &+= 1
          rest &= rest &- 1
        }
      }
      return body(UnsafeBufferPointer(rebasing: entries[..<remaining]))
    }
  }

  /// Which entries of sixteen fours are within the reach: sixteen bits for the first of each, then for the second, and so on.
  @inline(__always)
  private func within(from start: Int) -> UInt64 {
    let limit = SIMD4(repeating: reach)
    var within = SIMD4<UInt32>(repeating: 0)
    var bit = SIMD4<UInt32>(repeating: 1)
    for place in start..<min(count, start &+ Self.most) {
      within |= unsafeBitCast(kept[place].squares .<= limit, to: SIMD4<UInt32>.self) & bit
      bit &+= bit
    }
    let (first, third) = (UInt64(within.x) | UInt64(within.y) &<< 16, UInt64(within.z) | UInt64(within.w) &<< 16)
    return first | third &<< 32
  }

  /// Makes room by leaving out what is beyond the reach by now, or by more memory.
  @inline(never)
  private mutating func makeRoom() {
    var within = 0
    for place in 0..<count {
      let four = kept[place]
      kept[within] = four
      within += four.squares.min() <= reach ? 1 : 0
    }
    count = within
    guard 2 * count + Self.most > capacity else { return }
    capacity = 2 * (count + Self.most)
    let larger = UnsafeMutablePointer<Four>.allocate(capacity: capacity)
    larger.moveInitialize(from: kept, count: count)
    if isOwnMemory { kept.deallocate() }
    kept = larger
    isOwnMemory = true
  }
}
