/// Guesses what a mistyped word was meant to be.
enum Spelling {
  /// The candidate that the fewest changes of a letter lead to, when a third of the word's letters suffice.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    let letters = Array(word.prefix(64))
    let ranked = candidates.map { (distance: distance(letters, Array($0)), candidate: $0) }
    return ranked.min { $0.distance < $1.distance }
      .flatMap { $0.distance <= max(2, letters.count / 3) ? $0.candidate : nil }
  }

  /// How many letters must be put in, left out or changed (Levenshtein's distance), a row of the table at a time.
  private static func distance(_ one: [Character], _ other: [Character]) -> Int {
    var row = Array(0...other.count)
    for (index, letter) in one.enumerated() {
      var next = [index + 1]
      for (column, candidate) in other.enumerated() {
        let changed = row[column] + (letter == candidate ? 0 : 1)
        next.append(min(changed, row[column + 1] + 1, next[column] + 1))
      }
      row = next
    }
    return row[other.count]
  }
}
