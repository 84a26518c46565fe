import OpeningHours
import RestStations

/// Numbers for opening hours that are alike: each expression is parsed once, however many stations have it.
struct HoursTable {
  /// By their numbers.
  private(set) var all: [OpeningHours] = []
  /// Numbers + 1 by the hash of their texts, 0 for a free place (open addressing, linear probing, at most half full).
  private var places = [Int32](repeating: 0, count: 1024)

  /// The number of an expression, −1 for none.
  ///
  /// - Throws: ``YizhanError`` when it is no expression, and the station is damaged.
  mutating func number(of text: StationView.Text?, _ station: StationView) throws -> Int32 {
    guard let text else { return -1 }
    return try number(of: text) {
      guard let hours = try? OpeningHours(parsing: String(decoding: text, as: UTF8.self)) else {
        throw YizhanError.damagedStation(String(decoding: station.id, as: UTF8.self))
      }
      return hours
    }
  }

  private mutating func number(
    of text: StationView.Text, parsed: () throws -> OpeningHours
  ) rethrows -> Int32 {
    var place = Self.hash(text) & (places.count - 1)
    while places[place] != 0 {
      let number = places[place] - 1
      var known = all[Int(number)].text
      if known.withUTF8({ $0.isSame(as: text) }) { return number }
      place = (place + 1) & (places.count - 1)
    }
    all.append(try parsed())
    places[place] = Int32(truncatingIfNeeded: all.count)
    if all.count * 2 > places.count { grow() }
    return Int32(truncatingIfNeeded: all.count - 1)
  }

  /// Takes in another table.
  ///
  /// - Returns: the numbers that its expressions have here, by those that they had there.
  mutating func merge(_ other: HoursTable) -> [Int32] {
    other.all.map { hours in
      var text = hours.text
      return text.withUTF8 { number(of: $0) { hours } }
    }
  }

  private mutating func grow() {
    places = [Int32](repeating: 0, count: places.count * 2)
    for (number, hours) in all.enumerated() {
      var text = hours.text
      var place = text.withUTF8 { Self.hash($0) } & (places.count - 1)
      while places[place] != 0 { place = (place + 1) & (places.count - 1) }
      places[place] = Int32(truncatingIfNeeded: number + 1)
    }
  }

  /// FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), folded to what is not negative.
  private static func hash(_ text: StationView.Text) -> Int {
    let hash = text.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
  }
}
