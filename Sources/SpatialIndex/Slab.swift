#if canImport(Glibc)
  import Glibc
#endif

/// A run of memory that is filled once and then only read.
///
/// Beside an array it does without the counts of references and the checks of bounds that a search of half a
/// microsecond would feel, and large ones lie on huge pages where the system has them, which spares most misses of the
/// address cache.
package struct Slab<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
  package let base: UnsafePointer<Element>
  let count: Int

  /// Copies the elements, and pads them with zero bytes.
  package init(_ elements: some Collection<Element>, padding: Int = 0) {
    let count = elements.count
    self.init(count: count, padding: padding) { _ = $0.initialize(from: elements) }
  }

  /// What a body makes of each of others, in their order, padded with zero bytes; of many half by half at once.
  init<Other>(_ others: ContiguousArray<Other>, padding: Int = 0, _ body: (Other) -> Element) {
    self.init(count: others.count, padding: padding) { elements in
      Halves.forEach(of: others.count) { run in
        for place in run { elements.initializeElement(at: place, to: body(others[place])) }
      }
    }
  }

  /// - Parameters:
  ///   - padding: so many elements of zero bytes lie behind the others.
  ///   - fill: writes each element, which is of zero bytes before.
  init(count: Int, padding: Int = 0, filledBy fill: (UnsafeMutableBufferPointer<Element>) -> Void) {
    let bytes = (count + padding) * MemoryLayout<Element>.stride
    let isLarge = bytes >= Self.hugePage
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(bytes, 64), alignment: isLarge ? Self.hugePage : 128)
    #if canImport(Glibc)
      if isLarge { madvise(memory, bytes, MADV_HUGEPAGE) }  // advice: nothing is lost where it is not taken
    #endif
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    let typed = memory.bindMemory(to: Element.self, capacity: count + padding)
    fill(UnsafeMutableBufferPointer(start: typed, count: count))
    base = UnsafePointer(typed)
    self.count = count
  }

  deinit {
    UnsafeMutableRawPointer(mutating: base).deallocate()
  }

  /// The element at a place that must be below ``count``.
  @inline(__always)
  subscript(place: Int) -> Element { base[place] }

  private static var hugePage: Int { 2 << 20 }
}
