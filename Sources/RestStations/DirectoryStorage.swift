public import OpeningHours

/// What a directory needs of a database. Each call is one transaction; all throw ``YizhanError`` for what the user
/// can mend and other errors for what they cannot.
public protocol DirectoryStorage: Sendable {
  /// The directory without its stations.
  func summary() async throws -> DirectorySummary

  /// Goes through all stations as they are at one moment, ordered by id, without making a value of each.
  ///
  /// A large directory is cut into runs of ids, gone through at once on threads of their own.
  ///
  /// - Parameter body: makes something of one run; `next` gives station after station.
  /// - Returns: what was made of the runs, in the order of their ids.
  func scan<Part: Sendable>(
    _ body: @escaping @Sendable (DirectorySummary, _ next: () throws -> StationView?) throws -> Part
  ) async throws -> (summary: DirectorySummary, parts: [Part])

  /// Goes through the stations that have changed since a directory was as it is known, as ``scan(_:)`` does through all.
  ///
  /// - Returns: the revision that they brought the directory to, and what was made of them; nothing, and nothing is gone
  ///   through, when more than `limit` have changed, or something besides: towns, amenities, holidays. Stations that are
  ///   new may be among them: it is for the caller to find that out.
  func scan<Part: Sendable>(
    since known: DirectorySummary, atMost limit: Int,
    _ body: @escaping @Sendable (_ next: () throws -> StationView?) throws -> Part
  ) async throws -> (revision: Int, part: Part)?

  /// The station of that id, whatever its status.
  func station(_ id: StationID) async throws -> Station?

  /// Changes stations in one transaction, all or none.
  ///
  /// Each station that is returned is stored as it is, but for its revision, which becomes the directory's next, and
  /// the time of its change. Towns that are new are added. Hubs must exist afterwards.
  ///
  /// - Parameters:
  ///   - scope: the stations that the decision needs to see.
  ///   - author: who changes them, for the audit log.
  ///   - instant: the time of the change, milliseconds since 1970.
  ///   - decide: what is to be stored; it may throw, and then nothing is.
  /// - Returns: the directory's revision afterwards.
  func change(
    _ scope: ChangeScope, by author: Author, at instant: Int64,
    _ decide: @escaping @Sendable (AmenityCatalogue, _ existing: [StationID: Station]) throws -> [Station]
  ) async throws -> Int

  /// Puts public holidays and make-up workdays into the table: in place of all that is there of the years that they
  /// cover (see ``HolidayTable/coveredYears``), day by day in others.
  ///
  /// - Returns: the directory's revision afterwards.
  func store(_ holidays: HolidayTable, by author: Author, at instant: Int64) async throws -> Int

  /// Adds an amenity of the district's own, with the next number; one that is there already just so is no change.
  ///
  /// - Throws: ``YizhanError`` with `conflict` when the code has another meaning or there is no number left.
  /// - Returns: the directory's revision afterwards.
  func add(_ amenity: Amenity, by author: Author, at instant: Int64) async throws -> Int
}

/// Which stations a change is decided upon.
public enum ChangeScope: Sendable {
  case all
  /// Those stations, their hubs, and all whose hub is one of them.
  case around([StationID])
}

/// What belongs to a directory as a whole.
public struct DirectorySummary: Hashable, Sendable {
  /// Grows with every change.
  public var revision: Int
  /// The district's time zone, by its name in the IANA database.
  public var timeZone: String
  public var catalogue: AmenityCatalogue
  /// The names of all towns, ordered by name.
  public var towns: [String]
  public var holidays: HolidayTable
  /// Stations of any status.
  public var stationCount: Int

  public init(
    revision: Int, timeZone: String, catalogue: AmenityCatalogue, towns: [String],
    holidays: HolidayTable = .empty, stationCount: Int
  ) {
    self.revision = revision
    self.timeZone = timeZone
    self.catalogue = catalogue
    self.towns = towns
    self.holidays = holidays
    self.stationCount = stationCount
  }

  /// Whether another differs in nothing but its revision.
  public func isAlike(_ other: DirectorySummary) -> Bool {
    var other = other
    other.revision = revision
    return self == other
  }
}
