import Geodesy

/// Places in the cells of a grid, so that those near to one are found without a look at all.
///
/// The cells are cubes in earth-centred axes, for which poles and antimeridian are nothing special. What is within reach
/// along the ellipsoid is within reach along the chord, which is never longer: so it lies in one of the cells that a cube
/// of twice the reach about the place touches, which are eight at most.
struct Vicinity {
  /// Metres.
  private let reach: Double
  /// Metres; so much longer than the reach that most places need one or two cells.
  private let edge: Double
  private var positions: [EarthCentred] = []
  /// The last place that was added to a cell…
  private var last: [Int64: Int32] = [:]
  /// …and to each place the one before it in its cell, or -1.
  private var before: [Int32] = []

  /// - Parameters:
  ///   - reach: metres.
  ///   - capacity: so many places will be added; at most 2³¹.
  init(reach: Double, capacity: Int) {
    self.reach = reach
    edge = 4 * reach
    positions.reserveCapacity(capacity)
    last.reserveCapacity(capacity)
    before.reserveCapacity(capacity)
  }

  /// Adds a place; its number is how many were added before it.
  mutating func append(_ position: EarthCentred) {
    let number = Int32(truncatingIfNeeded: positions.count)
    let cell = Self.key(index(position.x), index(position.y), index(position.z))
    before.append(last.updateValue(number, forKey: cell) ?? -1)
    positions.append(position)
  }

  /// The numbers and positions of other places within reach, by the chord, of one that was added.
  ///
  /// - Parameter limit: so many are given at most, and a few times as many looked at in a cell, so that a heap of places
  ///   in one spot takes no quadratic time.
  func near(_ number: Int, limit: Int) -> [(number: Int, position: EarthCentred)] {
    let centre = positions[number]
    var near: [(number: Int, position: EarthCentred)] = []
    for x in indices(about: centre.x) {
      for y in indices(about: centre.y) {
        for z in indices(about: centre.z) {
          var other = last[Self.key(x, y, z)] ?? -1
          var looked = 0
          while other >= 0, looked < 10 * limit, near.count < limit {
            let position = positions[Int(other)]
            if Int(other) != number, centre.chordSquared(to: position) <= reach * reach {
              near.append((Int(other), position))
            }
            other = before[Int(other)]
            looked += 1
          }
        }
      }
    }
    return near
  }

  private func indices(about centre: Double) -> ClosedRange<Int64> {
    index(centre - reach)...index(centre + reach)
  }

  private func index(_ length: Double) -> Int64 {
    Int64((length / edge).rounded(.down))
  }

  /// The Earth is 1.3e7 m wide: an index takes less than 21 bits.
  private static func key(_ x: Int64, _ y: Int64, _ z: Int64) -> Int64 {
    (x & 0x1F_FFFF) << 42 | (y & 0x1F_FFFF) << 21 | (z & 0x1F_FFFF)
  }
}
