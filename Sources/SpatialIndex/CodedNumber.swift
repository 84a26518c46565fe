import Geodesy

/// A point's code in the grid, and its number.
struct CodedNumber: BitwiseCopyable {
  let code: UInt64
  let number: UInt32

  /// The points in grid order, equal codes by number. Two halves are sorted at once, and merged.
  static func sorted(_ coordinates: [Coordinate]) -> ContiguousArray<CodedNumber> {
    let count = coordinates.count
    var items = ContiguousArray(repeating: CodedNumber(code: 0, number: 0), count: count)
    items.withUnsafeMutableBufferPointer { items in
      withUnsafeTemporaryAllocation(of: CodedNumber.self, capacity: count) { room in
        Halves.forEach(of: count) { run in
          for number in run {
            let code = GridPlace(coordinates[number]).code
            items.initializeElement(at: number, to: CodedNumber(code: code, number: UInt32(truncatingIfNeeded: number)))
          }
          sort(UnsafeMutableBufferPointer(rebasing: items[run]), by: UnsafeMutableBufferPointer(rebasing: room[run]))
        }
        guard let middle = Halves.middle(of: count) else { return }
        merge(UnsafeBufferPointer(items), middle, into: room)
        _ = items.update(from: room)
      }
    }
    return items
  }

  /// A radix sort of bytes, least significant first, which is stable.
  private static func sort(
    _ items: UnsafeMutableBufferPointer<CodedNumber>, by room: UnsafeMutableBufferPointer<CodedNumber>
  ) {
    var (from, to) = (items, room)
    for shift in stride(from: 0, to: UInt64.bitWidth, by: 8) {
      var starts = [Int](repeating: 0, count: 257)
      for item in from { starts[Int((item.code >> shift) & 255) + 1] += 1 }
      if starts.contains(from.count) { continue }  // all alike in this byte
      for byte in 0..<256 { starts[byte + 1] += starts[byte] }
      for item in from {
        let byte = Int((item.code >> shift) & 255)
        to[starts[byte]] = item
        starts[byte] += 1
      }
      swap(&from, &to)
    }
    if from.baseAddress != items.baseAddress { _ = items.update(from: from) }
  }

  /// Merges two sorted halves; of equal ones those of the first come first.
  private static func merge(
    _ items: UnsafeBufferPointer<CodedNumber>, _ middle: Int, into merged: UnsafeMutableBufferPointer<CodedNumber>
  ) {
    var (first, second) = (0, middle)
    for place in merged.indices {
      let takesFirst = second == items.count || first < middle && items[first].code <= items[second].code
      merged.initializeElement(at: place, to: items[takesFirst ? first : second])
      if takesFirst { first += 1 } else { second += 1 }
    }
  }
}
