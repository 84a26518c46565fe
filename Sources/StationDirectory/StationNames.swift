import Foundation
import Synchronization

/// The names, aliases and addresses of all stations, folded, in one piece of memory: what a search goes through.
///
/// A search for a part of 186,100 of them takes a few milliseconds, which an index of words would not improve enough to
/// be worth its upkeep; and a part of a Chinese name is no word. They are made from the stations' texts when they are first
/// needed: no other question waits for that.
final class StationNames: Sendable {
  private let texts: StationTexts
  private let searched: StationTexts.Searched
  private let folded = Mutex<FoldedNames?>(nil)

  init(_ texts: StationTexts) {
    self.texts = texts
    searched = texts.searched
  }

  /// Whether a station has the same name, aliases and address as one has elsewhere.
  func isSame(_ number: Int, as other: Int, in others: StationTexts) -> Bool {
    func all(_ number: Int, in texts: StationTexts) -> [[UInt8]] {
      var all: [[UInt8]] = []
      texts.forEach(searched, of: number) { all.append(Array($0)) }
      return all
    }
    return all(number, in: texts) == all(other, in: others)
  }

  /// Makes them, unless that has been done.
  func prepare() {
    _ = made
  }

  private var made: FoldedNames {
    folded.withLock { folded in
      let made = folded ?? FoldedNames(texts, searched)
      folded = made
      return made
    }
  }

  /// Calls a body with the number of each station of a range in whose name, alias or address a text occurs, ascending,
  /// until it says no more.
  ///
  /// - Parameter text: folded; an empty one occurs in all.
  func forEach(containing text: [UInt8], in range: Range<Int>, _ body: (Int) -> Bool) {
    if text.isEmpty {
      _ = range.allSatisfy(body)
    } else {
      made.forEach(containing: text, in: range, body)
    }
  }
}

private struct FoldedNames: Sendable {
  /// Between fields, where no text that is looked for can have it.
  private static let separator: UInt8 = 0

  private var folded: [UInt8] = []
  /// Where each station begins.
  private var starts: [UInt32] = []

  init(_ texts: StationTexts, _ searched: StationTexts.Searched) {
    folded.reserveLargePages(120 * texts.count)
    starts.reserveCapacity(texts.count)
    for number in 0..<texts.count {
      starts.append(UInt32(truncatingIfNeeded: folded.count))
      texts.forEach(searched, of: number) { append($0) }
    }
  }

  private mutating func append(_ field: UnsafeBufferPointer<UInt8>) {
    folded.append(atMost: TextFolding.greatestGrowth * field.count + 1) { memory in
      let count = TextFolding.write(field, to: memory)
      memory[count] = Self.separator
      return count + 1
    }
  }

  /// Calls a body with the number of each station of a range in whose name, alias or address a text occurs, ascending,
  /// until it says no more.
  ///
  /// - Parameter text: folded; not empty.
  func forEach(containing text: [UInt8], in range: Range<Int>, _ body: (Int) -> Bool) {
    folded.withUnsafeBytes { memory in
      let pattern = BytePattern(text, sample: memory)
      let end = range.upperBound < starts.count ? Int(starts[range.upperBound]) : memory.count
      var number = range.lowerBound
      while number < range.upperBound, let place = pattern.first(in: memory, Int(starts[number])..<end) {
        number = self.number(at: place, from: number)
        guard body(number) else { return }
        number += 1
      }
    }
  }

  /// The number of the station that has a position, most often one of the next: looks farther and farther ahead before
  /// it halves.
  private func number(at position: Int, from first: Int) -> Int {
    var (low, step) = (first, 1)
    while low + step < starts.count, Int(starts[low + step]) <= position { (low, step) = (low + step, 2 * step) }
    var high = min(low + step, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(starts[middle]) <= position { low = middle } else { high = middle }
    }
    return low
  }
}
