import Geodesy

/// Where the points of a ``GridIndex`` are: everything but their attributes.
final class GridShape: Sendable {
  /// A point as the search meets it: half a cache line.
  struct Entry {
    let position: EarthCentred
    /// Its place in the array that the index was made from.
    let number: UInt32
  }

  let coordinates: [Coordinate]
  /// The points in the order of the grid's cells.
  let entries: ContiguousArray<Entry>
  /// A cell comes before those that it is split into; the first is the whole Earth. Empty for no points.
  let cells: ContiguousArray<GridCell>
  /// What is in each quarter of each cell, four a cell.
  let quarters: ContiguousArray<GridQuarter>
  /// The box of latitudes and longitudes of each quarter of each cell.
  let areas: ContiguousArray<GridArea>

  init(_ coordinates: [Coordinate]) {
    self.coordinates = coordinates
    let order = Self.sortedCodes(of: coordinates)
    entries = ContiguousArray(
      order.lazy.map { Entry(position: EarthCentred(coordinates[Int($0.number)]), number: $0.number) })
    var builder = GridBuilder(order: order, entries: entries, coordinates: coordinates)
    builder.build()
    cells = builder.cells
    quarters = builder.quarters
    areas = builder.areas
  }

  struct CodedNumber {
    let code: UInt64
    let number: UInt32
  }

  /// The points in grid order, equal codes by number: a radix sort of bytes, least significant first, which is stable.
  private static func sortedCodes(of coordinates: [Coordinate]) -> ContiguousArray<CodedNumber> {
    var items = ContiguousArray(
      coordinates.enumerated().lazy.map { CodedNumber(code: GridCode($1).bits, number: UInt32(truncatingIfNeeded: $0)) })
    var sorted = items
    for shift in stride(from: 0, to: GridCode.width, by: 8) {
      var starts = [Int](repeating: 0, count: 257)
      for item in items { starts[Int((item.code >> shift) & 255) + 1] += 1 }
      if starts.contains(items.count) { continue }  // all alike in this byte
      for byte in 0..<256 { starts[byte + 1] += starts[byte] }
      for item in items {
        let byte = Int((item.code >> shift) & 255)
        sorted[starts[byte]] = item
        starts[byte] += 1
      }
      swap(&items, &sorted)
    }
    return items
  }
}
