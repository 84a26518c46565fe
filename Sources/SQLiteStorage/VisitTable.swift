import Foundation
import GRDB
import RestStations

/// The table `visit`.
struct VisitTable {
  static let columns = "id, station_id, at, worker_group, people, services, visitor, recorded_at, void_reason, number"

  private let database: Database
  private let insert: RawStatement

  init(_ database: Database) throws {
    self.database = database
    insert = try RawStatement(
      database,
      """
      INSERT INTO visit (id, station_id, at, worker_group, people, services, visitor, recorded_at, author)
      VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT (id) DO NOTHING
      """)
  }

  /// Stores a visit unless one of its id is there or its station is not.
  func store(_ draft: VisitDraft, author: Int64, at instant: Int64) throws -> VisitOutcome {
    let visit = draft.visit(at: instant)
    insert.bind(1, visit.id.value.bigEndian)
    insert.bind(2, visit.stationID.text)
    insert.bind(3, visit.at)
    insert.bind(4, visit.group.rawValue)
    insert.bind(5, Int64(visit.people))
    insert.bind(6, visit.services.isEmpty ? nil : visit.services.bits.littleEndian)
    insert.bind(7, visit.visitor?.bytes)
    insert.bind(8, instant)
    insert.bind(9, author)
    do {
      try insert.run()
    } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY {
      return .refused(.unknownStation(draft.stationID))
    }
    if database.changesCount > 0 { return .created(visit) }
    guard let kept = try Self.fetch(draft.id, database), draft.agrees(with: kept) else {
      return .refused(.otherVisit(draft.id))
    }
    return .exists(kept)
  }

  static func fetch(_ id: VisitID, _ database: Database) throws -> Visit? {
    let statement = try database.cachedStatement(sql: "SELECT \(columns) FROM visit WHERE id = ?")
    return try Row.fetchOne(statement, arguments: [data(id.value.bigEndian)]).map(visit)
  }

  /// - Throws: ``YizhanError`` when the row is no visit, which the schema's constraints forbid.
  static func visit(from row: Row) throws -> Visit {
    guard let id = number(row[0]), let station = StationID(row[1] as String), let group = WorkerGroup(rawValue: row[3])
    else { throw YizhanError.damagedVisit }
    return Visit(
      id: VisitID(value: UInt128(bigEndian: id)), stationID: station, at: row[2], group: group, people: row[4],
      services: AmenitySet(bits: number(row[5]).map { UInt128(littleEndian: $0) } ?? 0),
      visitor: (row[6] as Data?).flatMap { VisitorPseudonym(bytes: Array($0)) }, recordedAt: row[7], voidReason: row[8])
  }

  static func data(_ number: UInt128) -> Data {
    withUnsafeBytes(of: number) { Data($0) }
  }

  private static func number(_ data: Data?) -> UInt128? {
    guard let data, data.count == 16 else { return nil }
    return data.withUnsafeBytes { $0.loadUnaligned(as: UInt128.self) }
  }
}

extension YizhanError {
  fileprivate static func unknownStation(_ id: StationID) -> YizhanError {
    YizhanError(
      .badData, Bilingual("there is no station \(id)", "没有编号为 \(id) 的服务点"),
      faults: [Fault(.pointer("/station_id"), Bilingual("there is no station \(id)", "没有编号为 \(id) 的服务点"))])
  }

  fileprivate static func otherVisit(_ id: VisitID) -> YizhanError {
    YizhanError(
      .conflict, Bilingual("the visit \(id) was logged before, with other content", "到访 \(id) 已登记过，且内容不同"),
      faults: [Fault(.pointer("/id"), Bilingual("was logged before, with other content", "已登记过，且内容不同"))])
  }

  fileprivate static let damagedVisit = YizhanError(
    .storageFailed, Bilingual("a stored visit is damaged: restore a backup", "存储的到访记录已损坏：请恢复备份"))
}
