import ArgumentParser
import Foundation
import OpeningHours
import RestStations
import SQLiteStorage
import SampleData

/// Makes a database whose statistics are those of very many visits.
struct UsageMaking: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "make", abstract: "Make a database with the statistics of seeded random visits.",
    discussion: """
      district: 139 stations, province: 5,000, two years to the end of 2025; the sheets of days and of months are \
      exactly those of the visits, which are written to a file of their own and not to the database ('yizhan db check' \
      finds them missing). country: 186,100 stations in 2,800 towns, the year 2025; the sheets of months as some 600 \
      million visits would leave them are drawn directly: there are neither visits nor sheets of days.

      The file of visits has records of 24 bytes, little-endian: seconds since 1970 i64, services u64 (bit n for the \
      catalogue's number n), station u32 (n for the id YZ-(n+1)), group u8, people u8, 2 bytes unused. Prints one JSON \
      line.
      """)

  @Option(help: "district, province or country.") var shape: UsageShape
  @Option(name: .customLong("db"), help: "Database to make; one of that name is replaced.") var database: String
  @Option(name: .customLong("visits-file"), help: "File of the visits; not for the country.") var visitsFile: String?
  @Option(help: "How many visits, at least 1; not for the country.") var visits = 10_000_000
  @Option(help: "Of the random numbers.") var seed: UInt64 = 1

  func validate() throws {
    guard visits > 0 else { throw ValidationError("--visits must be at least 1") }
    guard shape != .country || visitsFile == nil else {
      throw ValidationError("--visits-file: the country's sheets are made without visits")
    }
  }

  func run() async throws {
    let clock = ContinuousClock()
    let start = clock.now
    var generator = SeededGenerator(seed: seed)
    let stations = SampleStation.all(shape, &generator)
    let zone = try await makeDatabase(stations)
    let filled = try SheetTables.fill(database) { [generator] tables in
      if shape == .country {
        try fillMonths(stations, generator, &tables)
      } else {
        try fill(stations, generator, zone, &tables)
      }
    }
    let report = [
      "\"shape\":\"\(shape.rawValue)\"", "\"stations\":\(stations.count)",
      "\"visits\":\(shape == .country ? "null" : String(visits))", "\"sheets\":\(filled.rows)",
      "\"sheet_bytes\":\(filled.bytes)", "\"s\":\(Seconds.text(clock.now - start))",
    ]
    print("{\(report.joined(separator: ","))}")
  }

  /// - Returns: the database's time zone.
  private func makeDatabase(_ stations: [SampleStation]) async throws -> TimeZone {
    for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database + ending) }
    let storage = try SQLiteStorage.opened(database, .create)
    _ = try await storage.change(.around([]), by: .owner, at: 0) { _, _ in stations.map(\.station) }
    let zone = try await storage.summary().timeZone
    try storage.close()
    return TimeZone(identifier: zone) ?? .gmt
  }

  private func fill(
    _ stations: [SampleStation], _ generator: SeededGenerator, _ zone: TimeZone, _ tables: inout SheetTables
  ) throws {
    var source = SampleVisits(stations, generator)
    var filling = SheetFilling(stations, zone)
    var file = try visitsFile.map { try VisitFile(path: $0) }
    for (day, count) in zip(shape.days, SampleVisits.counts(visits, shape.days)) {
      for visit in source.next(count, on: day) {
        try filling.count(visit, into: &tables)
        try file?.append(visit)
      }
    }
    try filling.finish(into: &tables)
    try file?.close()
  }

  private func fillMonths(
    _ stations: [SampleStation], _ generator: SeededGenerator, _ tables: inout SheetTables
  ) throws {
    var sheets = NationalSheets(stations, generator)
    for date in shape.days.map({ CivilDate(daysSinceEpoch: $0) }) where date.day == 1 {
      try sheets.store(month: UsagePeriodKind.month.number(of: date), into: &tables)
    }
  }
}

extension SQLiteStorage {
  /// - Throws: also when another process has the database open.
  static func opened(_ path: String, _ preparation: Preparation) throws -> SQLiteStorage {
    guard let storage = try SQLiteStorage(path: path, preparation) else {
      throw ValidationError("\(path): another process has it open")
    }
    return storage
  }
}
