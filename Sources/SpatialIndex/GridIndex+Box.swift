public import Geodesy

extension GridIndex {
  /// The numbers of the points in a box that have all the required attributes, ascending.
  public func numbers(in box: CoordinateBox, requiring required: AttributeBits = 0) -> [Int] {
    guard count > 0 else { return [] }
    var numbers: [Int] = []
    collect(cell: 0, in: box, box.pieces, requiring: required, into: &numbers)
    numbers.sort()
    return numbers
  }

  private func collect(
    cell number: Int, in box: CoordinateBox, _ pieces: [GridArea], requiring required: AttributeBits,
    into numbers: inout [Int]
  ) {
    for quarter in 0..<4 {
      let place = number * 4 + quarter
      guard occurring[place] & required == required, pieces.contains(where: shape.areas[place].touches) else { continue }
      let contents = shape.quarters[place]
      if contents.isCell {
        collect(cell: Int(contents.first), in: box, pieces, requiring: required, into: &numbers)
        continue
      }
      for position in contents.run where attributes[position] & required == required {
        let number = Int(shape.entries[position].number)
        if box.contains(shape.coordinates[number]) { numbers.append(number) }
      }
    }
  }
}

extension CoordinateBox {
  /// Boxes without a seam that together cover this one, both sides of the antimeridian included where it is touched.
  fileprivate var pieces: [GridArea] {
    var spans: [(Double, Double)] = west <= east ? [(west, east)] : [(west, 180), (-180, east)]
    if spans.contains(where: { $0.0 == -180 }) { spans.append((180, 180)) }
    if spans.contains(where: { $0.1 == 180 }) { spans.append((-180, -180)) }
    return spans.map { GridArea(latitude: south...north, longitude: $0.0...$0.1) }
  }
}
