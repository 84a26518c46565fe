/// Many short runs of bytes in one piece of memory.
struct ByteRuns: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [Int32] = [0]
  /// Bytes of the longest run.
  private(set) var longest = 0

  var count: Int { ends.count - 1 }

  mutating func append(_ run: some Sequence<UInt8>) {
    let start = bytes.count
    bytes.append(contentsOf: run)
    ends.append(Int32(truncatingIfNeeded: bytes.count))
    longest = max(longest, bytes.count - start)
  }

  /// Where a run lies; empty for a number that there is not.
  subscript(number: Int) -> Range<Int> {
    number >= 0 && number < count ? Int(ends[number])..<Int(ends[number + 1]) : 0..<0
  }
}
