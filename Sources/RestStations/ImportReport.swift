public import Geodesy

/// What an import did, or, as a dry run, would do.
public struct ImportReport: Hashable, Sendable {
  /// More warnings are counted, not told.
  public static let greatestWarnings = 1000

  public var created = 0
  public var updated = 0
  public var unchanged = 0
  /// Stations that the file does not name, retired because that was asked for.
  public var retired = 0
  public var dryRun = false
  /// The directory's revision afterwards.
  public var revision = 0
  /// What is probably wrong and was imported all the same, the first ``greatestWarnings`` of ``warningCount``.
  public var warnings: [Fault] = []
  public var warningCount = 0

  public init() {}
}

/// How a file is to be imported.
public struct ImportOptions: Hashable, Sendable {
  /// Nothing is stored.
  public var dryRun = false
  /// Stations that the file does not name are retired.
  public var prune = false
  /// What would be a warning is a fault.
  public var strict = false

  /// Of the file's coordinates.
  public var datum = Datum.wgs84

  public init(dryRun: Bool = false, prune: Bool = false, datum: Datum = .wgs84, strict: Bool = false) {
    self.dryRun = dryRun
    self.prune = prune
    self.datum = datum
    self.strict = strict
  }
}
