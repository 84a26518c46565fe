/// What the log of visits needs of a database. All throw ``YizhanError`` for what the user can mend and other errors
/// for what they cannot.
public protocol VisitStorage: Sendable {
  /// Stores batches of visits in one transaction, which is on disk when this returns: until then it keeps the thread.
  ///
  /// - Parameter instant: when they came, milliseconds since 1970.
  /// - Returns: of each batch, what became of each of its visits, in order.
  func store(_ batches: [VisitBatch], at instant: Int64) throws -> [[VisitOutcome]]

  /// The visit of that id.
  func visit(_ id: VisitID) async throws -> Visit?

  /// Takes a visit back: it stays, and no longer counts. One that was voided before stays as it is.
  ///
  /// - Parameters:
  ///   - reason: 1…300 characters.
  ///   - allow: throws when the visit's station is not the author's.
  /// - Returns: the visit afterwards.
  /// - Throws: ``YizhanError`` with `notFound`, or what `allow` throws.
  func void(
    _ id: VisitID, reason: String, by author: Author, at instant: Int64,
    _ allow: @escaping @Sendable (StationID) throws -> Void
  ) async throws -> Visit

  /// Visits in the order of their times, a page at a time.
  func visits(_ question: VisitQuestion) async throws -> [VisitRow]

  /// Erases a pseudonym from all visits, so that no byte of it is left in the database's files.
  ///
  /// - Returns: how many visits had it.
  func erase(_ visitor: VisitorPseudonym, by author: Author, at instant: Int64) async throws -> Int

  /// Erases the pseudonyms of all visits before a time, likewise.
  ///
  /// - Parameter time: seconds since 1970.
  func eraseVisitors(before time: Int64, at instant: Int64) async throws -> Int
}

/// Visits that were sent together.
public struct VisitBatch: Sendable {
  public let drafts: [VisitDraft]
  /// All or none of them are stored.
  public let isAtomic: Bool
  public let author: Author

  public init(_ drafts: [VisitDraft], isAtomic: Bool = false, by author: Author) {
    self.drafts = drafts
    self.isAtomic = isAtomic
    self.author = author
  }
}

/// What became of a visit that was sent.
public enum VisitOutcome: Hashable, Sendable {
  case created(Visit)
  /// It was there already, with the same content.
  case exists(Visit)
  case refused(YizhanError)
}

/// Which visits are listed.
public struct VisitQuestion: Hashable, Sendable {
  /// Of these stations; of any when nothing.
  public var stations: [StationID]?
  /// Seconds since 1970, itself included.
  public var from: Int64?
  /// Seconds since 1970, itself excluded.
  public var before: Int64?
  public var group: WorkerGroup?
  /// The place that the page begins after.
  public var after: VisitPlace?
  /// Visits in a page, 1…1000.
  public var limit = 100
  /// The order, by time: the newest first rather than the oldest.
  public var isNewestFirst = false

  public static let limits = 1...1000

  public init() {}
}

/// Where a visit stands in a list.
public struct VisitPlace: Hashable, Sendable {
  /// Seconds since 1970.
  public let at: Int64
  /// In the order in which visits were stored.
  public let number: Int64

  public init(at: Int64, number: Int64) {
    self.at = at
    self.number = number
  }
}

/// A visit in a list.
public struct VisitRow: Hashable, Sendable {
  public let visit: Visit
  public let place: VisitPlace

  public init(visit: Visit, place: VisitPlace) {
    self.visit = visit
    self.place = place
  }
}
