import Glibc
import SpatialIndex

/// A list in pages: a copy that differs in a few places shares the pages of all others with what it is a copy of.
///
/// One thread appends to it. Reading counts no references, which answers that are made at once on several processors would
/// wait for.
struct Pages<Element: BitwiseCopyable & Sendable>: @unchecked Sendable, RandomAccessCollection {
  /// Memory for a number of pages.
  private final class Memory {
    let elements: UnsafeMutablePointer<Element>
    /// How many pages of it there are.
    private(set) var pages = 0
    private let room: Int

    /// The next page of it; nothing when there is none, or when another copy of the list has it.
    func page(_ number: Int) -> Page? {
      guard number == pages, number < room else { return nil }
      pages += 1
      return Page(number, of: self)
    }

    init(pages: Int) {
      room = pages
      let bytes = pages * Pages.room * MemoryLayout<Element>.stride
      let isLarge = bytes >= 2 * Pages.largePage
      let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: isLarge ? Pages.largePage : 64)
      if isLarge { madvise(memory, bytes, MADV_HUGEPAGE) }  // advice: nothing is lost where it is not taken
      elements = memory.bindMemory(to: Element.self, capacity: pages * Pages.room)
    }

    deinit {
      UnsafeMutableRawPointer(elements).deallocate()
    }
  }

  private final class Page {
    let elements: UnsafeMutablePointer<Element>
    private let memory: Memory

    init(_ number: Int, of memory: Memory) {
      (elements, self.memory) = (memory.elements + number * Pages.room, memory)
    }
  }

  /// Where the first pages lie together.
  private let first: Memory
  /// All but the last are full.
  private var pages: [Page] = []
  /// Where their elements are.
  private var starts: [UnsafePointer<Element>] = []
  private(set) var count = 0

  private static var bits: Int { 9 }
  private static var room: Int { 1 << bits }
  private static var largePage: Int { 2 << 20 }

  /// - Parameter capacity: so many elements lie together, in large pages of the system where it has them.
  init(capacity: Int) {
    first = Memory(pages: Swift.max(1, (capacity + Self.room - 1) >> Self.bits))
  }

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
      pages.append(first.page(page) ?? Page(0, of: Memory(pages: 1)))
      starts.append(UnsafePointer(pages[page].elements))
    } else if !isKnownUniquelyReferenced(&pages[page]) {
      renew(page)
    }
    (pages[page].elements + place).initialize(to: element)
    count += 1
  }

  /// Puts a copy in place of a page.
  private mutating func renew(_ page: Int) {
    let copy = Page(0, of: Memory(pages: 1))
    copy.elements.initialize(from: starts[page], count: Swift.min(Self.room, count - page << Self.bits))
    pages[page] = copy
    starts[page] = UnsafePointer(copy.elements)
  }
}

extension Pages {
  /// Where the pages are as they are now, for a ``View``.
  var table: Slab<UnsafePointer<Element>> { Slab(starts) }

  /// What lies in pages, for a reader who holds on to them and their table meanwhile.
  struct View: BitwiseCopyable {
    private let starts: UnsafePointer<UnsafePointer<Element>>

    init(_ table: borrowing Slab<UnsafePointer<Element>>) {
      starts = table.base
    }

    /// Where the element of a place is, which must be below the count.
    @inline(__always)
    func address(of place: Int) -> UnsafePointer<Element> {
      starts[place >> Pages.bits] + (place & (Pages.room - 1))
    }
  }
}
