import RestStations

/// The names, aliases and addresses of all stations, folded, in one piece of memory: what a search goes through.
///
/// A search for a part of 186,100 of them takes a few milliseconds, which an index of words would not improve enough to
/// be worth its upkeep; and a part of a Chinese name is no word.
struct StationNames: Sendable {
  /// Between fields, where no text that is looked for can have it.
  private static let separator: UInt8 = 0

  private var folded: [UInt8] = []
  /// Where each station begins.
  private var starts: [UInt32] = []

  /// Makes room for so many stations.
  init(capacity: Int) {
    folded.reserveLargePages(120 * capacity)
    starts.reserveCapacity(capacity)
  }

  /// Whether a station has the same name, aliases and address as one has elsewhere.
  func isSame(_ number: Int, as other: Int, in others: StationNames) -> Bool {
    folded[bytes(of: number)].elementsEqual(others.folded[others.bytes(of: other)])
  }

  private func bytes(of number: Int) -> Range<Int> {
    Int(starts[number])..<(number + 1 < starts.count ? Int(starts[number + 1]) : folded.count)
  }

  mutating func append(_ station: StationView) {
    starts.append(UInt32(truncatingIfNeeded: folded.count))
    append(station.name)
    if let aliases = station.aliases { append(aliases, separated: true) }
    if let address = station.address { append(address) }
  }

  /// - Parameter separated: whether `;` parts several.
  private mutating func append(_ field: StationView.Text, separated: Bool = false) {
    folded.append(atMost: TextFolding.greatestGrowth * field.count + 1) { memory in
      let count = TextFolding.write(field, to: memory)
      if separated {
        for place in 0..<count where memory[place] == UInt8(ascii: ";") { memory[place] = Self.separator }
      }
      memory[count] = Self.separator
      return count + 1
    }
  }

  /// Puts the names of the stations that follow behind these.
  mutating func append(_ next: StationNames) {
    let offset = UInt32(truncatingIfNeeded: folded.count)
    folded += next.folded
    starts += next.starts.lazy.map { $0 + offset }
  }

  /// Calls a body with the number of each station of a range in whose name, alias or address a text occurs, ascending,
  /// until it says no more.
  ///
  /// - Parameter text: folded; an empty one occurs in all.
  func forEach(containing text: [UInt8], in range: Range<Int>, _ body: (Int) -> Bool) {
    guard !text.isEmpty else {
      _ = range.allSatisfy(body)
      return
    }
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
