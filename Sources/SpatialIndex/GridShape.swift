import Geodesy

/// Where the points of a ``GridIndex`` are: everything but their attributes.
final class GridShape: Sendable {
  /// A point as the search meets it: half a cache line.
  struct Entry: BitwiseCopyable {
    let position: EarthCentred
    /// Its place in the array that the index was made from.
    let number: UInt32

    /// The squared chords from a place to four neighbouring entries, m²: within 1e-7 of themselves.
    @inline(__always)
    static func chordsSquared(to entries: UnsafePointer<Entry>, from place: EarthCentred) -> SIMD4<Float> {
      let (one, two) = (entries[0].position, entries[1].position)
      let (three, four) = (entries[2].position, entries[3].position)
      let dx = SIMD4(one.x, two.x, three.x, four.x) - place.x
      let dy = SIMD4(one.y, two.y, three.y, four.y) - place.y
      let dz = SIMD4(one.z, two.z, three.z, four.z) - place.z
      let squares = dx * dx + dy * dy + dz * dz
      return SIMD4(Float(squares.x), Float(squares.y), Float(squares.z), Float(squares.w))
    }
  }

  /// The points in the order of the grid's codes, and behind them three of zero bytes: from any of them on there are four.
  let entries: Slab<Entry>
  /// Of each point by its number, its entry.
  private let places: Slab<UInt32>
  /// Of each entry, what it was made from.
  let coordinates: Slab<Coordinate>
  /// A cell comes before those that it is split into; the first holds all points. None for no points.
  let cells: Slab<GridCell>
  let directory: GridDirectory

  init(_ coordinates: [Coordinate]) {
    let order = CodedNumber.sorted(coordinates)
    self.coordinates = Slab(order) { coordinates[Int($0.number)] }
    entries = Slab(order, padding: 3) {
      Entry(position: EarthCentred(coordinates[Int($0.number)]), number: $0.number)
    }
    places = Slab(count: order.count) { places in
      for (entry, point) in order.enumerated() { places[Int(point.number)] = UInt32(truncatingIfNeeded: entry) }
    }
    let cells = GridBuilder.cells(of: order, self.coordinates.base, entries.base)
    directory = GridDirectory(cells, count: coordinates.count)
    self.cells = Slab(cells)
  }

  /// The entry of the point of a number, which must be below the number of points.
  func entry(of number: Int) -> Int { Int(places[number]) }
}

extension GridShape {
  /// The memory of the shape, for a search that holds on to the shape meanwhile.
  @inline(__always)
  var view: GridView {
    GridView(
      cells: cells.base, directory: directory.view, entries: entries.base, coordinates: coordinates.base,
      count: entries.count)
  }
}

/// Where the memory of a ``GridShape`` is.
struct GridView {
  let cells: UnsafePointer<GridCell>
  let directory: GridDirectory.View
  let entries: UnsafePointer<GridShape.Entry>
  let coordinates: UnsafePointer<Coordinate>
  let count: Int
}
