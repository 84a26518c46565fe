import CPrefetch
import Geodesy

/// Branch and bound: a question for the nearest points on its way through the cells.
struct GridSearch<Wanted: Sieve> {
  private let grid: GridView
  private let vantage: UnsafePointer<Vantage>
  private let position: EarthCentred
  private let sieve: Wanted

  /// Finds all points that can belong to the answer to a question.
  @inline(__always)
  static func run(in grid: GridView, from origin: GeodesicOrigin, _ sieve: Wanted, _ found: inout Candidates) {
    withUnsafePointer(to: Vantage(origin)) { vantage in
      GridSearch(grid: grid, vantage: vantage, position: origin.position, sieve: sieve).run(&found)
    }
  }

  /// It follows the question's own place down to the smallest cell around it, without measuring anything, and looks
  /// at what is there: that alone sets a short reach. Then it climbs back, and at each cell looks at what else of it
  /// is in reach, until a cell's square holds all that is.
  @inline(__always)
  private func run(_ found: inout Candidates) {
    withUnsafeTemporaryAllocation(of: Pending.self, capacity: GridSquare.mostLevels) { stack in
      let stack = stack.baseAddress.unsafelyUnwrapped
      var cell = smallestCell()
      expectQuarters(of: cell)
      var distances = GridCell.distances(of: grid.cells + cell, from: vantage)
      while true {
        explore(Pending(cell: cell, distances: distances), stack, &found)
        // Only the first cell of all may fail to contain the question's place.
        if cell == 0 || vantage.pointee.isInside(grid.cells[cell].square, by: found.reach) { return }
        cell = grid.cells[cell].parent
        expectQuarters(of: cell)
        distances = GridCell.distances(of: grid.cells + cell, from: vantage)
        distances.close(grid.cells[cell].square.quarter(of: vantage.pointee.code))
      }
    }
  }

  /// The smallest cell that contains the question's place and that the sieve would look at the quarters of.
  @inline(__always)
  private func smallestCell() -> Int {
    var cell = grid.directory.cell(around: vantage.pointee.code)
    while true {
      let place = grid.cells + cell
      let quarter = place.pointee.square.quarter(of: vantage.pointee.code)
      let (contents, run) = GridCell[quarter, of: place]
      // The line that measures: it is needed if this cell is the last one, and on the way back.
      prefetch(UnsafeRawPointer(place) + 64)
      guard case .descend = sieve.sift(quarter, of: cell, contents, run) else {
        expectEntries(from: run.lowerBound)
        return cell
      }
      let next = Int(contents.cell)
      guard grid.cells[next].square.contains(vantage.pointee.code) else { return cell }
      cell = next
    }
  }

  /// Has a cell's quarters fetched from memory, all at once, while the distances to them are computed: of each the cell
  /// that it is split into (and the one behind), or its first eight entries.
  @inline(__always)
  private func expectQuarters(of cell: Int) {
    for quarter in 0..<4 {
      let (contents, run) = GridCell[quarter, of: grid.cells + cell]
      let address =
        contents.isLeaf
        ? UnsafeRawPointer(grid.entries + run.lowerBound) : UnsafeRawPointer(grid.cells + Int(contents.cell))
      for line in 0..<4 { prefetch(address + 64 * line) }
    }
  }

  /// Has the entries of a leaf fetched. Always as many as a leaf can hold: how many it holds could not be foretold.
  @inline(__always)
  private func expectEntries(from first: Int) {
    for pair in 0...GridIndex.leafCapacity / 2 { prefetch(grid.entries + first + 2 * pair) }
  }

  /// Depth first, the nearest quarter first, none that is out of reach or that the sieve passes over.
  @inline(__always)
  private func explore(_ start: Pending, _ stack: UnsafeMutablePointer<Pending>, _ found: inout Candidates) {
    var depth = 0
    var current = start
    while true {
      let nearest = current.distances.least
      guard nearest.distance <= found.reach else {
        if depth == 0 { return }
        depth &-= 1
        current = stack[depth]
        continue
      }
      current.distances.close(nearest)
      let (contents, run) = GridCell[nearest.quarter, of: grid.cells + current.cell]
      switch sieve.sift(nearest.quarter, of: current.cell, contents, run) {
      case .passOver: continue
      case .descend:
        stack[depth] = current
        depth &+= 1
        let cell = Int(contents.cell)
        current = Pending(cell: cell, distances: GridCell.distances(of: grid.cells + cell, from: vantage))
      case .scan:
        sieve.forEachWindow(in: run) { first, wanted in
          found.look(first, wanted) { GridShape.Entry.chordsSquared(to: grid.entries + $0, from: position) }
        }
      }
    }
  }
}

/// A cell that a search has come to, and the distances of its quarters that it has not been to.
private struct Pending {
  let cell: Int
  var distances: GridCell.Distances
}
