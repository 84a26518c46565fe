import SampleData

/// Picks numbers with probabilities in proportion to their weights, each by one look into a table.
struct WeightedChoice {
  private static let size: UInt64 = 1 << 20
  private var table: [Int32] = []

  /// - Parameter weights: at least one, none below zero, not all zero; probabilities are met to within one millionth.
  init(_ weights: [Double]) {
    let total = weights.reduce(0, +)
    var sum = 0.0
    for (number, weight) in weights.enumerated() {
      sum += weight
      let end = number == weights.count - 1 ? Int(Self.size) : Int(sum / total * Double(Self.size))
      table += repeatElement(Int32(number), count: end - table.count)
    }
  }

  func next(_ generator: inout SeededGenerator) -> Int {
    Int(table[Int(generator.next() % Self.size)])
  }
}
