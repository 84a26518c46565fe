public import Geodesy

extension GridIndex {
  /// The numbers of the points in a box that have all the required attributes, ascending.
  public func numbers(in box: CoordinateBox, requiring required: AttributeBits = 0) -> [Int] {
    guard count > 0 else { return [] }
    var numbers: [Int] = []
    if required == 0 {
      collect(cell: 0, in: box, GridArea(box), OpenSieve(), into: &numbers)
    } else {
      _ = attributes.withSieve(for: required) { collect(cell: 0, in: box, GridArea(box), $0, into: &numbers) }
    }
    numbers.sort()
    return numbers
  }

  private func collect(
    cell: Int, in box: CoordinateBox, _ area: GridArea, _ sieve: some Sieve, into numbers: inout [Int]
  ) {
    for quarter in 0..<4 where shape.cells[cell].touches(quarter, area) {
      let (contents, run) = GridCell[quarter, of: shape.cells.base + cell]
      switch sieve.sift(quarter, of: cell, contents, run) {
      case .passOver: continue
      case .descend: collect(cell: Int(contents.cell), in: box, area, sieve, into: &numbers)
      case .scan:
        sieve.forEachWindow(in: run) { first, wanted in
          var rest = wanted
          while rest != 0 {
            let entry = first + rest.trailingZeroBitCount
            if box.contains(shape.coordinates[entry]) { numbers.append(Int(shape.entries[entry].number)) }
            rest &= rest &- 1
          }
        }
      }
    }
  }
}

/// A box as ``GridCell`` compares it with its own: no smaller than the box of coordinates.
struct GridArea {
  let north, east: UInt32
  let halfHeight, halfWidth: Float

  init(_ box: CoordinateBox) {
    let width = box.west <= box.east ? box.east - box.west : box.east - box.west + 360
    (north, halfHeight) = Self.middleAndHalf(from: box.south, extent: box.north - box.south)
    (east, halfWidth) = Self.middleAndHalf(from: box.west, extent: width)
  }

  private static func middleAndHalf(from degrees: Double, extent: Double) -> (UInt32, Float) {
    let half = extent / 2 * GridPlace.stepsPerDegree
    let middle = Int64((degrees + 180) * GridPlace.stepsPerDegree + half)
    return (UInt32(truncatingIfNeeded: middle), Float(half * 1.000_001 + 4))
  }
}
