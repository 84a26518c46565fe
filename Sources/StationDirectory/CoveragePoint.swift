public import Geodesy

/// A place where stations are needed: an order, an address, a crossing.
public struct CoveragePoint: Hashable, Sendable {
  /// In WGS-84.
  public let place: Coordinate
  /// How much it counts, above 0: the number of orders there.
  public let weight: Double
  public let name: String?
  /// Of the file that it was read from.
  public let line: Int?

  /// At most so many are looked at in one question.
  public static let limit = 1_000_000
  /// The greatest weight of one.
  public static let greatestWeight = 1e9

  public init(_ place: Coordinate, weight: Double = 1, name: String? = nil, line: Int? = nil) {
    self.place = place
    self.weight = weight
    self.name = name
    self.line = line
  }
}
