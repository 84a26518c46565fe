import CPrefetch

extension RandomAccessCollection where Index == Int {
  /// Has some elements fetched from memory while the program goes on; they must be there, one behind the other.
  @inline(__always)
  func expect(_ range: Range<Int>) {
    withContiguousStorageIfAvailable { elements in
      let memory = UnsafeRawBufferPointer(elements)
      guard let start = memory.baseAddress, !range.isEmpty else { return }
      let size = MemoryLayout<Element>.stride
      for line in stride(from: range.lowerBound * size, to: range.upperBound * size, by: 64) { prefetch(start + line) }
      // Where they do not begin with a line, they may end in one more.
      prefetch(start + (range.upperBound * size - 1))
    }
  }

  /// Has an element fetched from memory while the program goes on.
  @inline(__always)
  func expect(_ place: Int) { expect(place..<place + 1) }
}
