public import Geodesy

extension SeededGenerator {
  /// So many places as stations lie: most in towns of very unequal size, one in twenty anywhere between them.
  ///
  /// Latitudes 20…50, longitudes 80…130.
  public mutating func townPlaces(_ count: Int) -> [Coordinate] {
    let towns = (0..<340).map { _ in coordinate(latitudes: 22...46, longitudes: 100...125) }
    return (0..<count).map { _ in
      if chance(0.05) { return coordinate(latitudes: 20...50, longitudes: 80...130) }
      // The square favours the first towns, and the middle of each.
      let rank = number(in: 0...1)
      let town = towns[min(towns.count - 1, Int(rank * rank * Double(towns.count)))]
      return coordinate(near: town, degrees: 0.3 * number(in: 0...1) * number(in: 0...1))
    }
  }

  /// The attributes of so many points: of their 128 bits the lowest quarter is set with a probability of 1/2, the
  /// next with 1/4, then 1/8, and the highest with 1/16.
  public mutating func attributes(_ count: Int) -> [UInt128] {
    (0..<count).map { _ in
      var bits = word()
      for quarter in 1..<4 { bits &= word() | (1 << UInt128(32 * quarter) - 1) }
      return bits
    }
  }

  private mutating func word() -> UInt128 {
    UInt128(next()) << 64 | UInt128(next())
  }
}
