import SpatialIndex

/// ``ByteRuns`` to which nothing is added any more, to be copied from without a reference being counted.
final class FixedRuns: Sendable {
  private let bytes: Slab<UInt8>
  private let ends: Slab<Int32>
  /// Bytes of the longest run.
  let longest: Int

  init(_ runs: ByteRuns) {
    bytes = Slab(runs.bytes, padding: PaddedRun.padding)
    ends = Slab(runs.ends)
    longest = runs.longest
  }

  /// The runs for a reader who holds on to this meanwhile.
  var view: View { View(bytes: bytes.base, ends: ends.base) }

  struct View: BitwiseCopyable {
    fileprivate let bytes: UnsafePointer<UInt8>
    fileprivate let ends: UnsafePointer<Int32>

    /// A run, which there must be.
    @inline(__always)
    subscript(number: Int) -> PaddedRun {
      let start = Int(ends[number])
      return PaddedRun(start: bytes + start, count: Int(ends[number &+ 1]) &- start)
    }
  }
}

/// A run of bytes behind which others may be read.
package struct PaddedRun: BitwiseCopyable {
  let start: UnsafePointer<UInt8>
  let count: Int

  /// - Parameter start: from here on, ``padding`` bytes more than the run has may be read.
  package init(start: UnsafePointer<UInt8>, count: Int) {
    (self.start, self.count) = (start, count)
  }

  /// So many bytes behind a run may be read.
  package static var padding: Int { 128 }
}
