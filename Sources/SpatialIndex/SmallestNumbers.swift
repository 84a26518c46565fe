/// The smallest of all numbers that it has been given, as many as it has places: what counts is the greatest of them.
///
/// For up to five, each of four lanes keeps the five smallest of its own, sorted, by an insertion that takes the same steps
/// whatever the numbers are: a branch that cannot be foretold would cost more. More are kept as a heap.
struct SmallestNumbers {
  /// From the smallest of each lane on.
  private var rows: (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>)
  private let places: Int
  private let heap: UnsafeMutablePointer<Float>

  private static var most: Int { 5 }

  /// Lends a body a collection of so many places, at least 1.
  @inline(__always)
  static func with<Result>(places: Int, _ body: (SmallestNumbers) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: places <= most ? 1 : places) { heap in
      heap.initialize(repeating: .infinity)
      return body(SmallestNumbers(places: places, heap: heap.baseAddress.unsafelyUnwrapped))
    }
  }

  @inline(__always)
  private init(places: Int, heap: UnsafeMutablePointer<Float>) {
    self.places = places
    self.heap = heap
    let infinite = SIMD4<Float>(repeating: .infinity)
    rows = (infinite, infinite, infinite, infinite, infinite)
    // Rows that are too many begin with zeros in one lane: so the fifth number of all is always the greatest.
    rows.0.x = places < Self.most ? 0 : .infinity
    rows.1.x = places < Self.most - 1 ? 0 : .infinity
    rows.2.x = places < Self.most - 2 ? 0 : .infinity
    rows.3.x = places < Self.most - 3 ? 0 : .infinity
  }

  /// - Parameter numbers: none negative.
  @inline(__always)
  mutating func insert(_ numbers: SIMD4<Float>) {
    guard places <= Self.most else {
      for lane in 0..<4 { sink(numbers[lane]) }
      return
    }
    var passed = numbers
    Self.keepLesser(&rows.0, passing: &passed)
    Self.keepLesser(&rows.1, passing: &passed)
    Self.keepLesser(&rows.2, passing: &passed)
    Self.keepLesser(&rows.3, passing: &passed)
    rows.4 = rows.4.lesser(passed)
  }

  /// A row keeps the lesser of its own and what comes, and passes the greater on.
  @inline(__always)
  private static func keepLesser(_ row: inout SIMD4<Float>, passing numbers: inout SIMD4<Float>) {
    (row, numbers) = (row.lesser(numbers), row.greater(numbers))
  }

  /// The greatest of them; infinite until there have been as many as there are places.
  ///
  /// Of two sorted lists a and b the k-th number of both is the least of aₖ, bₖ and max(aᵢ, bⱼ) for all i + j = k: so the first
  /// five of two lanes each are found, and of these the fifth.
  @inline(__always)
  var greatest: Float {
    guard places <= Self.most else { return heap[0] }
    let (a1, a2, a3, a4, a5) = rows
    let (b1, b2, b3, b4, b5) = (a1.swapped, a2.swapped, a3.swapped, a4.swapped, a5.swapped)
    let c1 = a1.lesser(b1)
    let c2 = a2.lesser(b2).lesser(a1.greater(b1))
    let c3 = a3.lesser(b3).lesser(a1.greater(b2)).lesser(a2.greater(b1))
    let c4 = a4.lesser(b4).lesser(a1.greater(b3)).lesser(a2.greater(b2).lesser(a3.greater(b1)))
    let c5 = a5.lesser(b5).lesser(a1.greater(b4).lesser(a2.greater(b3))).lesser(a3.greater(b2).lesser(a4.greater(b1)))
    let all = c5.lesser(c1.greater(c4.turned)).lesser(c2.greater(c3.turned))
    return min(all.x, all.z)
  }

  /// Puts a number in place of the greatest, which a heap has first.
  @inline(never)
  private func sink(_ number: Float) {
    guard number < heap[0] else { return }
    var place = 0
    while 2 * place + 1 < places {
      var child = 2 * place + 1
      if child + 1 < places, heap[child + 1] > heap[child] { child += 1 }
      guard heap[child] > number else { break }
      heap[place] = heap[child]
      place = child
    }
    heap[place] = number
  }
}
