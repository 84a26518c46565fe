/// What the names of a GeoJSON file's properties mean, and where its columns stand.
struct PropertyNames {
  enum Meaning {
    case column(StationColumn)
    /// What our answers add to a station.
    case ignored
    case unknown
  }

  /// What our answers add to a station.
  static let ignored: Set<String> = [
    "open", "staffed", "changes_at", "revision", "updated_at", "navigation", "distance_m", "bearing_deg",
  ]

  private var meanings: [String: Meaning] = [:]
  /// What the columns were last called, where that is not by their own names.
  private var names: [StationColumn: String] = [:]
  /// The id was last the feature's own, not a property.
  var isOwnID = true

  mutating func meaning(of name: String) -> Meaning {
    if let known = meanings[name] { return known }
    let meaning: Meaning =
      if Self.ignored.contains(name) {
        .ignored
      } else {
        StationColumn(header: name).map { .column($0) } ?? .unknown
      }
    // Unknown ones are as many as a file likes.
    if case .unknown = meaning { return meaning }
    meanings[name] = meaning
    return meaning
  }

  /// Where a column stands in a feature.
  func path(of column: StationColumn) -> String {
    switch column {
    case .latitude: "/geometry/coordinates/1"
    case .longitude: "/geometry/coordinates/0"
    case .id where isOwnID: "/id"
    default: Self.path(name(of: column))
    }
  }

  /// As the column's property was last named.
  func name(of column: StationColumn) -> String {
    names[column] ?? column.rawValue
  }

  mutating func note(_ column: StationColumn, _ name: String) {
    if self.name(of: column) != name { names[column] = name }
  }

  static func path(_ name: String) -> String { "/properties" + JSONPointer.part(name) }
}
