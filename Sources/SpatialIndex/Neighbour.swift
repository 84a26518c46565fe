public import Geodesy

/// The attributes of a point, a bit each: what a question can require.
public typealias AttributeBits = UInt128

/// A point found by a question.
public struct Neighbour: Hashable, Sendable {
  /// The point's place in the array that the index was made from.
  public let number: Int
  /// The geodesic from the question's place.
  public let distance: Meters

  public init(number: Int, distance: Meters) {
    self.number = number
    self.distance = distance
  }

  /// The order of every answer: by distance in whole millimetres, then by number.
  public static func precedes(_ one: Neighbour, _ other: Neighbour) -> Bool {
    let (first, second) = (one.distance.millimeters, other.distance.millimeters)
    return first == second ? one.number < other.number : first < second
  }

  /// Puts neighbours in that order. Answers are short, and nearly sorted when they are not: by insertion.
  static func sort(_ neighbours: inout [Neighbour]) {
    guard neighbours.count <= 32 else { return neighbours.sort(by: precedes) }
    neighbours.withUnsafeMutableBufferPointer { neighbours in
      for end in neighbours.indices.dropFirst() {
        let moving = neighbours[end]
        var place = end
        while place > 0, precedes(moving, neighbours[place - 1]) {
          neighbours[place] = neighbours[place - 1]
          place -= 1
        }
        neighbours[place] = moving
      }
    }
  }
}
