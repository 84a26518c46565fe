/// A length in metres.
public struct Meters: Hashable, Comparable, Sendable {
  public let value: Double

  @inlinable
  public init(_ value: Double) {
    self.value = value
  }

  /// Whole millimetres, halves rounded up: what distances are compared in.
  ///
  /// Lengths are clamped to 0 … 10¹² m; distances on the Earth are below 2.1e7 m.
  @inlinable
  public var millimeters: Int64 {
    Int64(Swift.max(0, Swift.min(1e15, value * 1000)) + 0.5)
  }

  public static func < (one: Meters, other: Meters) -> Bool {
    one.value < other.value
  }
}
