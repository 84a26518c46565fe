/// The smallest of all numbers that it has been given, as many as it has places: what counts is the greatest of them.
///
/// Up to seven are kept sorted in registers, by an insertion that takes the same steps whatever the numbers are: one
/// branch that cannot be foretold costs more than all of it. More are kept as a heap.
struct SmallestNumbers {
  private var first, second: SIMD4<Float>
  private let places: Int
  private let heap: UnsafeMutablePointer<Float>

  private static var most: Int { 7 }

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
    // The lanes that are too many, at least one, come first and stay 0: so the last lane is always the greatest.
    let surplus = SIMD4(repeating: Int32(truncatingIfNeeded: 8 &- places))
    let infinite = SIMD4<Float>(repeating: .infinity)
    first = infinite.replacing(with: 0, where: SIMD4<Int32>(0, 1, 2, 3) .< surplus)
    second = infinite.replacing(with: 0, where: SIMD4<Int32>(4, 5, 6, 7) .< surplus)
  }

  /// The greatest of them; infinite until there have been as many as there are places.
  @inline(__always)
  var greatest: Float { places <= Self.most ? second.w : heap[0] }

  /// - Parameter numbers: none negative.
  @inline(__always)
  mutating func insert(_ numbers: some Sequence<Float>) {
    guard places <= Self.most else {
      for number in numbers { sink(number) }
      return
    }
    for number in numbers {
      // Each becomes the middle one of itself, its predecessor and the new number.
      let new = SIMD4(repeating: number)
      let before = SIMD4(first.w, second.x, second.y, second.z)
      second = before.greater(second.lesser(new))
      first = SIMD4(first.x, first.x, first.y, first.z).greater(first.lesser(new))
    }
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
