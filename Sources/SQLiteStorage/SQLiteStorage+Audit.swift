import GRDB
public import RestStations

extension SQLiteStorage {
  /// Adds an entry to the audit log, in the transaction of what it tells of.
  static func note(
    _ action: String, _ subject: String, by author: Author, at instant: Int64, _ database: Database
  ) throws {
    try database.cachedStatement(sql: "INSERT INTO audit (at, author, action, subject) VALUES (?,?,?,?)")
      .execute(arguments: [instant, try number(of: author, database), action, subject])
  }

  /// The number that an author has in the tables; a new one's is made.
  static func number(of author: Author, _ database: Database) throws -> Int64 {
    let known = try database.cachedStatement(sql: "SELECT number FROM author WHERE name = ?")
    if let number = try Int64.fetchOne(known, arguments: [author.name]) { return number }
    try database.execute(sql: "INSERT INTO author (name) VALUES (?)", arguments: [author.name])
    return database.lastInsertedRowID
  }

  public func audit(_ question: AuditQuestion) async throws -> [AuditEntry] {
    try await read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT audit.number, audit.at, author.name, audit.action, audit.subject
          FROM audit JOIN author ON author.number = audit.author
          WHERE audit.number < ? AND audit.at >= ? AND (?3 IS NULL OR author.name = ?3)
          ORDER BY audit.number DESC LIMIT ?
          """,
        arguments: [question.after ?? .max, question.from ?? .min, question.author?.name, question.limit])
      return rows.map {
        AuditEntry(number: $0[0], at: $0[1], author: Author(name: $0[2]), action: $0[3], subject: $0[4])
      }
    }
  }
}
