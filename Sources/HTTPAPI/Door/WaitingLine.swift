import NIOCore

/// A queue that mostly holds one element or none.
struct WaitingLine<Element> {
  private(set) var first: Element?
  private var others = CircularBuffer<Element>()

  var isEmpty: Bool { first == nil }
  var count: Int { first == nil ? 0 : 1 + others.count }

  mutating func append(_ element: Element) {
    if first == nil { first = element } else { others.append(element) }
  }

  mutating func popFirst() -> Element? {
    let popped = first
    first = others.isEmpty ? nil : others.popFirst()
    return popped
  }
}
