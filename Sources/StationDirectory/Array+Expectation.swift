import CPrefetch

extension Array {
  /// Has some elements fetched from memory while the program goes on; they must be there.
  func expect(_ range: Range<Int>) {
    withUnsafeBytes { memory in
      guard let start = memory.baseAddress, !range.isEmpty else { return }
      let size = MemoryLayout<Element>.stride
      for line in stride(from: range.lowerBound * size, to: range.upperBound * size, by: 64) { prefetch(start + line) }
      // Where they do not begin with a line, they may end in one more.
      prefetch(start + (range.upperBound * size - 1))
    }
  }
}
