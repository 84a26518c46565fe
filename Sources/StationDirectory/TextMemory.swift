import Glibc

/// Memory for texts that stay where they are put: a few pieces of it, each filled from its start.
final class TextMemory: @unchecked Sendable {
  private var pieces: [UnsafeMutableRawPointer] = []
  private var next: UnsafeMutablePointer<UInt8>
  private var end: UnsafeMutablePointer<UInt8>

  /// What is asked of the system when the first piece is full, bytes.
  private static let furtherPiece = 4 << 20
  /// A piece so large is asked for in large pages, which come much faster, and whose addresses are found faster.
  private static let largePage = 2 << 20

  /// - Parameter capacity: so many bytes lie in one piece.
  init(capacity: Int) {
    (pieces, next, end) = Self.piece(of: max(1, capacity))
  }

  deinit {
    for piece in pieces { piece.deallocate() }
  }

  /// Appends what a body writes into memory that has room for so many bytes.
  ///
  /// - Parameter body: gives how many it wrote.
  /// - Returns: where they lie, as long as this lives.
  func append(atMost count: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int) -> UnsafePointer<UInt8> {
    if count > end - next {
      let (more, next, end) = Self.piece(of: max(count, Self.furtherPiece))
      pieces += more
      (self.next, self.end) = (next, end)
    }
    let start = next
    next += body(start)
    return UnsafePointer(start)
  }

  private static func piece(
    of count: Int
  ) -> (piece: [UnsafeMutableRawPointer], start: UnsafeMutablePointer<UInt8>, end: UnsafeMutablePointer<UInt8>) {
    let isLarge = count >= 2 * largePage
    let piece = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: isLarge ? largePage : 16)
    if isLarge { madvise(piece, count, Int32(MADV_HUGEPAGE)) }  // advice: nothing is lost where it is not taken
    let start = piece.bindMemory(to: UInt8.self, capacity: count)
    return ([piece], start, start + count)
  }
}
