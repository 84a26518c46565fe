/// One of the things that a header of preferences lists, such as `gzip;q=0.5` (RFC 9110, 12.4.2).
public struct WeightedItem: Hashable, Sendable {
  /// Without blanks, in lower case.
  public let name: String
  /// 1 when none is given, nothing for one that is no number.
  public let weight: Double?

  /// What a header lists, in its order; what has no name is left out.
  public static func list(_ header: String) -> [WeightedItem] {
    header.split(separator: ",").compactMap { WeightedItem($0) }
  }

  private init?(_ item: Substring) {
    let parts = item.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
    guard let name = parts.first else { return nil }
    let given = parts.dropFirst().first { $0.hasPrefix("q=") }
    (self.name, weight) = (name, given.map { Double($0.dropFirst(2)) } ?? 1)
  }
}
