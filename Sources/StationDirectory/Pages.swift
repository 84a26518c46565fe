/// A list in pages: a copy that differs in a few places shares the pages of all others with what it is a copy of.
///
/// Reading counts no references, which answers that are made at once on several processors would wait for.
struct Pages<Element: BitwiseCopyable & Sendable>: @unchecked Sendable, RandomAccessCollection {
  private final class Page {
    let elements: UnsafeMutablePointer<Element>

    init() {
      let memory = UnsafeMutableRawPointer.allocate(
        byteCount: Pages.room * MemoryLayout<Element>.stride, alignment: 64)
      elements = memory.bindMemory(to: Element.self, capacity: Pages.room)
    }

    deinit {
      UnsafeMutableRawPointer(elements).deallocate()
    }
  }

  /// All but the last are full.
  private var pages: [Page] = []
  /// Where their elements are.
  private var starts: [UnsafePointer<Element>] = []
  private(set) var count = 0

  private static var bits: Int { 9 }
  private static var room: Int { 1 << bits }

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  /// The element at a place that must be below ``count``.
  subscript(place: Int) -> Element {
    @inline(__always) get { starts[place >> Self.bits][place & (Self.room - 1)] }
    set {
      let page = place >> Self.bits
      if !isKnownUniquelyReferenced(&pages[page]) { renew(page) }
      pages[page].elements[place & (Self.room - 1)] = newValue
    }
  }

  mutating func append(_ element: Element) {
    let (page, place) = (count >> Self.bits, count & (Self.room - 1))
    if place == 0 {
      pages.append(Page())
      starts.append(UnsafePointer(pages[page].elements))
    } else if !isKnownUniquelyReferenced(&pages[page]) {
      renew(page)
    }
    (pages[page].elements + place).initialize(to: element)
    count += 1
  }

  /// Puts a copy in place of a page.
  private mutating func renew(_ page: Int) {
    let copy = Page()
    copy.elements.initialize(from: starts[page], count: Swift.min(Self.room, count - page << Self.bits))
    pages[page] = copy
    starts[page] = UnsafePointer(copy.elements)
  }
}
