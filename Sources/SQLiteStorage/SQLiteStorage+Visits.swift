import Foundation
import GRDB
public import RestStations

extension SQLiteStorage: VisitStorage {
  public func store(_ batches: [VisitBatch], at instant: Int64) throws -> [[VisitOutcome]] {
    try write { database in
      let table = try VisitTable(database)
      var usage = try UsageTables(database)
      var authors: [Author: (number: Int64, created: Int)] = [:]
      let outcomes = try batches.map { batch in
        let author = try authors[batch.author]?.number ?? Self.number(of: batch.author, database)
        let outcomes = try Self.store(batch, table, author: author, at: instant, database)
        if !(batch.isAtomic && outcomes.contains(where: \.isRefused)) {
          let visits = outcomes.compactMap(\.created)
          authors[batch.author, default: (author, 0)].created += visits.count
          for visit in visits { usage.count(visit) }
        }
        return outcomes
      }
      try usage.store(database)
      for (author, (_, count)) in authors where count > 0 {
        try Self.note("visit log", "\(count) visit\(count == 1 ? "" : "s")", by: author, at: instant, database)
      }
      return outcomes
    }
  }

  private static func store(
    _ batch: VisitBatch, _ table: VisitTable, author: Int64, at instant: Int64, _ database: Database
  ) throws -> [VisitOutcome] {
    func storeAll() throws -> [VisitOutcome] {
      try batch.drafts.map { try table.store($0, author: author, at: instant) }
    }
    guard batch.isAtomic else { return try storeAll() }
    var outcomes: [VisitOutcome] = []
    try database.inSavepoint {
      outcomes = try storeAll()
      return outcomes.contains(where: \.isRefused) ? .rollback : .commit
    }
    return outcomes
  }

  public func visit(_ id: VisitID) async throws -> Visit? {
    try await read { try VisitTable.fetch(id, $0) }
  }

  public func void(
    _ id: VisitID, reason: String, by author: Author, at instant: Int64,
    _ allow: @escaping @Sendable (StationID) throws -> Void
  ) async throws -> Visit {
    try await write { database in
      guard let visit = try VisitTable.fetch(id, database) else { throw YizhanError.noSuchVisit }
      try allow(visit.stationID)
      guard visit.voidReason == nil else { return visit }
      try database.execute(
        sql: "UPDATE visit SET voided_at = ?, void_reason = ? WHERE id = ?",
        arguments: [instant, reason, VisitTable.data(id.value.bigEndian)])
      var usage = try UsageTables(database)
      usage.count(visit, isVoided: true)
      try usage.store(database)
      try Self.note("visit void", id.description, by: author, at: instant, database)
      return try VisitTable.fetch(id, database) ?? visit
    }
  }

  public func visits(_ question: VisitQuestion) async throws -> [VisitRow] {
    try await read { database in
      var (conditions, arguments): ([String], StatementArguments) = ([], [])
      func require(_ condition: String, _ values: StatementArguments) {
        conditions.append(condition)
        arguments += values
      }
      if let stations = question.stations {
        let marks = stations.map { _ in "?" }.joined(separator: ",")
        require("station_id IN (\(marks))", StatementArguments(stations.map(\.text)))
      }
      if let from = question.from { require("at >= ?", [from]) }
      if let before = question.before { require("at < ?", [before]) }
      if let group = question.group { require("worker_group = ?", [group.rawValue]) }
      let (beyond, order) = question.isNewestFirst ? ("<", "DESC") : (">", "ASC")
      if let after = question.after { require("(at, number) \(beyond) (?, ?)", [after.at, after.number]) }
      let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
      arguments += [question.limit]
      return try Row.fetchAll(
        database,
        sql: "SELECT \(VisitTable.columns) FROM visit \(condition) ORDER BY at \(order), number \(order) LIMIT ?",
        arguments: arguments
      ).map { VisitRow(visit: try VisitTable.visit(from: $0), place: VisitPlace(at: $0[2], number: $0[9])) }
    }
  }
}

extension VisitOutcome {
  fileprivate var created: Visit? {
    if case .created(let visit) = self { visit } else { nil }
  }

  fileprivate var isRefused: Bool {
    if case .refused = self { true } else { false }
  }
}
