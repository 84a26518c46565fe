public import Geodesy

/// The attributes of a point, a bit each: what a question can require.
public typealias AttributeBits = UInt128

/// A point found by a question.
public struct Neighbour: Hashable, Sendable {
  /// The point's place in the array that the index was made from.
  public let number: Int
  /// The way from the question's place.
  public let geodesic: Geodesic

  public init(number: Int, geodesic: Geodesic) {
    self.number = number
    self.geodesic = geodesic
  }

  /// How long the way is.
  public var distance: Meters { geodesic.length }

  /// The order of every answer: by distance in whole millimetres, then by number.
  public static func precedes(_ one: Neighbour, _ other: Neighbour) -> Bool {
    let (first, second) = (one.distance.millimeters, other.distance.millimeters)
    return first == second ? one.number < other.number : first < second
  }
}
