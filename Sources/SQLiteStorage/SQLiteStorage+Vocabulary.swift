import GRDB
public import OpeningHours
public import RestStations

extension SQLiteStorage {
  public func store(_ holidays: HolidayTable, by author: Author, at instant: Int64) async throws -> Int {
    try await write { database in
      for year in holidays.coveredYears {
        let days = [CivilDate(year: year, month: 1, day: 1), CivilDate(year: year, month: 12, day: 31)]
        try database.execute(
          sql: "DELETE FROM holiday WHERE date BETWEEN ? AND ?",
          arguments: StatementArguments(days.map { $0?.description }))
      }
      for day in holidays.entries {
        try database.cachedStatement(
          sql: "INSERT OR REPLACE INTO holiday (date, kind, chinese, english) VALUES (?,?,?,?)"
        )
        .execute(arguments: [day.date.description, day.kind.rawValue, day.nameZh, day.nameEn])
      }
      try Self.note("holiday import", "\(holidays.entries.count) days", by: author, at: instant, database)
      return try Self.advance(database)
    }
  }

  public func add(_ amenity: Amenity, by author: Author, at instant: Int64) async throws -> Int {
    try await write { database in
      let catalogue = AmenityCatalogue(try Self.amenities(database))
      if let number = catalogue.number(of: amenity.code) {
        guard catalogue.amenities[number] == amenity else { throw Self.taken(amenity.code) }
        return try Self.revision(database)
      }
      guard catalogue.amenities.count < AmenityCatalogue.capacity else { throw Self.full }
      try database.execute(
        sql: "INSERT INTO amenity (number, code, category, english, chinese) VALUES (?,?,?,?,?)",
        arguments: [
          catalogue.amenities.count, amenity.code.text, amenity.category.rawValue, amenity.label.english,
          amenity.label.chinese,
        ])
      try Self.note("amenity add", amenity.code.text, by: author, at: instant, database)
      return try Self.advance(database)
    }
  }

  static func holidays(_ database: Database) throws -> HolidayTable {
    let rows = try Row.fetchAll(database, sql: "SELECT date, kind, chinese, english FROM holiday ORDER BY date")
    return HolidayTable(
      entries: rows.compactMap { row in
        guard let date = CivilDate(row[0] as String), let kind = HolidayTable.Kind(rawValue: row[1]) else { return nil }
        return HolidayTable.Entry(date: date, kind: kind, nameZh: row[2], nameEn: row[3])
      })
  }

  private static func taken(_ code: AmenityCode) -> YizhanError {
    YizhanError(
      .conflict,
      Bilingual("the amenity \(code.text) is there already, with other labels", "设施 \(code.text) 已存在，且名称不同"))
  }

  private static let full = YizhanError(
    .conflict,
    Bilingual(
      "there are \(AmenityCatalogue.capacity) amenities already: no more fit",
      "已有 \(AmenityCatalogue.capacity) 种设施：不能再增加"))
}
