/// A list in pages: a copy that differs in a few places shares the pages of all others with what it is a copy of.
struct Pages<Element: BitwiseCopyable & Sendable>: Sendable, RandomAccessCollection {
  /// All but the last are full.
  private var pages: [ContiguousArray<Element>] = []
  private(set) var count = 0

  private static var bits: Int { 9 }
  private static var pageCount: Int { 1 << bits }

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  subscript(place: Int) -> Element {
    @inline(__always) get { pages[place >> Self.bits][place & (Self.pageCount - 1)] }
    set { pages[place >> Self.bits][place & (Self.pageCount - 1)] = newValue }
  }

  mutating func append(_ element: Element) {
    if count == pages.count * Self.pageCount {
      pages.append([])
      pages[pages.count - 1].reserveCapacity(Self.pageCount)
    }
    pages[pages.count - 1].append(element)
    count += 1
  }

  /// Has an element fetched from memory while the program goes on; it must be there.
  @inline(__always)
  func expect(_ place: Int) {
    pages[place >> Self.bits].expect(place & (Self.pageCount - 1))
  }
}
