import Glibc

/// Memory for texts that stay where they are put: a few pieces of it, each filled from its start.
///
/// One thread fills it, and tells others when nothing is added any more.
final class TextMemory: @unchecked Sendable {
  private var pieces: [UnsafeMutableRawPointer] = []
  private var next: UnsafeMutablePointer<UInt8>
  private var end: UnsafeMutablePointer<UInt8>

  /// What the last piece has room for, bytes: the next is twice as long, up to the longest.
  private var pieceSize: Int
  private static let longestPiece = 4 << 20
  /// A piece so large is asked for in large pages, which come much faster, and whose addresses are found faster.
  private static let largePage = 2 << 20

  /// - Parameter capacity: so many bytes lie in one piece.
  init(capacity: Int) {
    pieceSize = max(1, capacity)
    (pieces, next, end) = Self.piece(of: pieceSize)
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
      pieceSize = max(count, min(Self.longestPiece, 2 * pieceSize))
      let (more, next, end) = Self.piece(of: pieceSize)
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
