public import Geodesy

/// What an import did, or, as a dry run, would do.
public struct ImportReport: Codable, Hashable, Sendable {
  public var created = 0
  public var updated = 0
  public var unchanged = 0
  /// Stations that the file does not name, retired because that was asked for.
  public var retired = 0
  public var dryRun = false
  /// The directory's revision afterwards.
  public var revision = 0

  public init() {}

  enum CodingKeys: String, CodingKey {
    case created, updated, unchanged, retired, revision
    case dryRun = "dry_run"
  }
}

/// How a file is to be imported.
public struct ImportOptions: Hashable, Sendable {
  /// Nothing is stored.
  public var dryRun = false
  /// Stations that the file does not name are retired.
  public var prune = false

  /// Of the file's coordinates.
  public var datum = Datum.wgs84

  public init(dryRun: Bool = false, prune: Bool = false, datum: Datum = .wgs84) {
    self.dryRun = dryRun
    self.prune = prune
    self.datum = datum
  }
}
