/// A station's name as it is compared with another's, to see whether they may be one station's.
///
/// What counts is letters, digits and symbols, whatever their case and width; white space and punctuation do not.
package struct ComparableName: Sendable {
  /// Names are alike from this Dice coefficient on: twice the pairs that they share, by all pairs of both.
  private static let leastOverlap = 0.6

  private let scalars: [UInt32]
  /// Those that follow each other, in ascending order.
  private let pairs: [UInt64]

  package init(_ name: String) {
    let folded = String(decoding: TextFolding.folded(name), as: UTF8.self)
    let scalars = folded.unicodeScalars.filter { !Self.isIgnored($0) }.map(\.value)
    self.scalars = scalars
    pairs = zip(scalars, scalars.dropFirst()).map { UInt64($0) << 32 | UInt64($1) }.sorted()
  }

  /// Whether the names are equal, one contains the other, or most of their pairs of characters are the same. One of
  /// nothing but white space and punctuation is like no other.
  package func isLike(_ other: ComparableName) -> Bool {
    let (short, long) = scalars.count <= other.scalars.count ? (self, other) : (other, self)
    if short.scalars.isEmpty { return false }
    if long.contains(short) { return true }
    let all = pairs.count + other.pairs.count
    return all > 0 && Double(2 * sharedPairs(with: other)) >= Self.leastOverlap * Double(all)
  }

  /// By hand: the library's search for a part takes many times as long for such short ones.
  private func contains(_ part: ComparableName) -> Bool {
    let length = part.scalars.count
    return (0...scalars.count - length).contains { start in
      (0..<length).allSatisfy { scalars[start + $0] == part.scalars[$0] }
    }
  }

  private func sharedPairs(with other: ComparableName) -> Int {
    var (mine, theirs, shared) = (0, 0, 0)
    while mine < pairs.count, theirs < other.pairs.count {
      let (one, two) = (pairs[mine], other.pairs[theirs])
      if one == two { shared += 1 }
      if one <= two { mine += 1 }
      if two <= one { theirs += 1 }
    }
    return shared
  }

  private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .connectorPunctuation,
      .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
      .otherPunctuation:
      true
    default: false
    }
  }
}
