import Glibc

extension [UInt8] {
  /// Makes room for so many bytes; a large room is asked of the system in large pages, which come much faster.
  mutating func reserveLargePages(_ count: Int) {
    reserveCapacity(count)
    guard count >= 4 << 20 else { return }
    withUnsafeMutableBytes { room in
      guard let start = room.baseAddress else { return }
      let page = 4096
      let aligned = UnsafeMutableRawPointer(bitPattern: (UInt(bitPattern: start) + UInt(page) - 1) & ~UInt(page - 1))
      _ = madvise(aligned, count - page, Int32(MADV_HUGEPAGE))  // advice: nothing is lost where it is not taken
    }
  }

  /// Appends what a body writes into memory that has room for so many bytes.
  ///
  /// - Parameter body: gives how many it wrote.
  @inline(__always)
  mutating func append(atMost count: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int) {
    append(addingCapacity: count) { room in
      room.withUnsafeMutableBufferPointer { memory, written in
        guard let start = memory.baseAddress else { return }
        written += body(start + written)
      }
    }
  }
}
