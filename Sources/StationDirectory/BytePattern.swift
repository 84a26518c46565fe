import Glibc

/// A run of bytes to be looked for in large memory: `memchr` goes from one occurrence of its rarest byte to the next.
struct BytePattern {
  private let bytes: [UInt8]
  /// The place of the byte that is the rarest in the memory.
  private let rarest: Int

  var count: Int { bytes.count }

  /// - Parameters:
  ///   - bytes: at least one.
  ///   - sample: what the bytes will be looked for in, or something like it.
  init(_ bytes: [UInt8], sample: UnsafeRawBufferPointer) {
    self.bytes = bytes
    var counts = [Int](repeating: 0, count: 256)
    // An odd step, so that no period of the memory is sampled alone.
    for place in stride(from: 0, to: sample.count, by: max(1, sample.count / 4096) | 1) {
      counts[Int(sample[place])] += 1
    }
    rarest = bytes.indices.min { counts[Int(bytes[$0])] < counts[Int(bytes[$1])] } ?? 0
  }

  /// Where the pattern first begins in a range, all of it inside; nothing when it does not.
  func first(in memory: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
    guard let base = memory.baseAddress, bytes.count <= range.count else { return nil }
    var place = range.lowerBound + rarest
    let end = range.upperBound - (bytes.count - 1 - rarest)
    while place < end, let found = memchr(base + place, Int32(bytes[rarest]), end - place) {
      place = base.distance(to: UnsafeRawPointer(found))
      if memcmp(base + (place - rarest), bytes, bytes.count) == 0 { return place - rarest }
      place += 1
    }
    return nil
  }
}
