public import OpeningHours

/// What the statistics need of a database.
public protocol UsageStorage: Sendable {
  /// Reads the statistics as they are at one moment.
  func readUsage<Answer: Sendable>(
    _ body: @escaping @Sendable (any UsageReading) throws -> Answer
  ) async throws -> Answer
}

/// The statistics of one moment.
public protocol UsageReading {
  /// The district's time zone, by its name in the IANA database.
  var timeZone: String { get }
  var catalogue: AmenityCatalogue { get }
  /// Stations of any status, ordered by id; others call them by their numbers in this list.
  var stations: [UsageStation] { get }

  /// Goes through the sheets of some days or months, period by period, in each by station.
  ///
  /// - Parameters:
  ///   - periods: days such as 20261124, or months such as 202611.
  ///   - stations: their numbers; others are passed over.
  ///   - body: is given the period, the number of the station, and the sheet, which can be read until it returns.
  func forEachSheet(
    of kind: UsagePeriodKind, _ periods: ClosedRange<Int>, stations: ClosedRange<Int>,
    _ body: (_ period: Int, _ station: Int, _ sheet: UsageSheetReader) throws -> Void
  ) throws

  /// How many visits that count have a pseudonym, of those at a time, seconds since 1970.
  func identifiedVisitCount(_ times: Range<Int64>) throws -> Int

  /// Goes through these, in no order.
  func forEachIdentifiedVisit(_ times: Range<Int64>, _ body: (UsageVisit) throws -> Void) throws

  /// Pseudonyms of visits before this time, seconds since 1970, have been erased; nothing when none have.
  func visitorHorizon() throws -> Int64?

  /// The distinct visitors of whole months, counted before pseudonyms were erased.
  func frozenVisitors() throws -> FrozenVisitors
}

/// What the sheets of the statistics are of.
public enum UsagePeriodKind: String, Sendable, CaseIterable {
  /// Days are numbers such as 20261124.
  case day
  /// Months are numbers such as 202611.
  case month

  /// The number of the period that a day falls into.
  public func number(of day: CivilDate) -> Int {
    let month = day.year * 100 + day.month
    return self == .month ? month : month * 100 + day.day
  }
}

/// A station as the statistics see it.
public struct UsageStation: Hashable, Sendable {
  public let id: String
  public let name: String
  /// The town that it belongs to now.
  public let town: String?
  public let isRetired: Bool

  public init(id: String, name: String, town: String?, isRetired: Bool) {
    self.id = id
    self.name = name
    self.town = town
    self.isRetired = isRetired
  }
}

/// A visit that has a pseudonym, as far as counting visitors needs it.
public struct UsageVisit: Hashable, Sendable {
  /// The number of its station in ``UsageReading/stations``.
  public let station: Int
  /// Seconds since 1970.
  public let at: Int64
  public let group: WorkerGroup
  public let services: AmenitySet
  /// The first half of the pseudonym: two of a thousand million differ in it but for a chance of 1 in 10^20.
  public let visitor: UInt128

  public init(station: Int, at: Int64, group: WorkerGroup, services: AmenitySet, visitor: UInt128) {
    self.station = station
    self.at = at
    self.group = group
    self.services = services
    self.visitor = visitor
  }
}

/// Distinct visitors of whole months such as 202611.
public struct FrozenVisitors: Hashable, Sendable {
  public struct Place: Hashable, Sendable {
    public let month: Int
    /// Nothing for stations without a town.
    public let town: String?

    public init(month: Int, town: String?) {
      self.month = month
      self.town = town
    }
  }

  /// By month, of all stations together.
  public var total: [Int: Int64] = [:]
  /// By month and by the town that stations belonged to then.
  public var byTown: [Place: Int64] = [:]

  public init() {}
}
