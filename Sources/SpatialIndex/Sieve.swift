/// Which points a search wants, asked of a quarter of a cell at a time.
protocol Sieve {
  /// What to do with a quarter.
  func sift(_ quarter: Int, of cell: Int, _ contents: GridQuarter, _ run: Range<Int>) -> Sifting
  /// A bit for each entry of a run of 1 to 64, the first one's the lowest, that is set when it is wanted.
  func wanted(in run: Range<Int>) -> UInt64
}

extension Sieve {
  /// Calls a body with the first of each 64 entries of a run, and of those that are left, and with which of them are wanted.
  @inline(__always)
  func forEachWindow(in run: Range<Int>, _ body: (_ first: Int, _ wanted: UInt64) -> Void) {
    var first = run.lowerBound
    while first < run.upperBound {
      let end = min(run.upperBound, first &+ 64)
      body(first, wanted(in: Range(uncheckedBounds: (first, end))))
      first = end
    }
  }
}

enum Sifting {
  /// Nothing in it is wanted.
  case passOver
  /// Look at the entries of its run.
  case scan
  /// Look at the quarters of its cell.
  case descend
}

/// Wants all points.
struct OpenSieve: Sieve {
  @inline(__always)
  func sift(_ quarter: Int, of cell: Int, _ contents: GridQuarter, _ run: Range<Int>) -> Sifting {
    contents.isLeaf ? .scan : .descend
  }

  @inline(__always)
  func wanted(in run: Range<Int>) -> UInt64 { .max &>> UInt64(truncatingIfNeeded: 64 &- run.count) }
}

/// Wants the points that have all the required attributes. It lives as long as the body that it is lent to.
struct AttributeSieve: Sieve {
  let required: AttributeBits
  let occurring: UnsafePointer<AttributeBits>
  let columns: UnsafeBufferPointer<UnsafePointer<UInt64>>
  /// With more points than this a run is not looked at as one: its quarters may be out of reach.
  private static var most: Int { 12 }

  @inline(__always)
  func sift(_ quarter: Int, of cell: Int, _ contents: GridQuarter, _ run: Range<Int>) -> Sifting {
    guard run.count <= 64 else {
      guard occurring[4 * cell + quarter] & required == required else { return .passOver }
      return contents.isLeaf ? .scan : .descend
    }
    let matching = wanted(in: run).nonzeroBitCount
    if matching == 0 { return .passOver }
    return contents.isLeaf || matching <= Self.most ? .scan : .descend
  }

  @inline(__always)
  func wanted(in run: Range<Int>) -> UInt64 {
    let (word, bit) = (run.lowerBound >> 6, UInt64(truncatingIfNeeded: run.lowerBound & 63))
    var all = UInt64.max >> UInt64(64 - run.count)
    for column in columns {
      // Twice by half: a shift by 64 would be none.
      all &= (column[word] &>> bit) | ((column[word + 1] &<< 1) &<< (63 - bit))
    }
    return all
  }
}
