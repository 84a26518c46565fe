import CPrefetch

extension Array {
  /// Has some elements fetched from memory while the program goes on: advice, for which they need not be there.
  func expect(_ range: Range<Int>) {
    withUnsafeBytes { memory in
      guard let start = memory.baseAddress else { return }
      let size = MemoryLayout<Element>.stride
      for line in stride(from: range.lowerBound * size, to: range.upperBound * size, by: 64) { prefetch(start + line) }
    }
  }

  /// Has an element fetched from memory while the program goes on.
  func expect(_ place: Int) { expect(place..<place + 1) }
}
