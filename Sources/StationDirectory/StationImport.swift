import Geodesy
import RestStations

/// A station file laid over the directory: what is to be stored, or every fault.
struct StationImport {
  private let table: StationCSV.Table
  private let options: ImportOptions
  private let catalogue: AmenityCatalogue
  private let existing: [StationID: Station]

  private var faults: [Fault]
  private var lines: [StationID: Int] = [:]
  private var stations: [Station] = []
  private(set) var report = ImportReport()

  init(
    _ table: StationCSV.Table, _ options: ImportOptions, catalogue: AmenityCatalogue, existing: [StationID: Station]
  ) {
    self.table = table
    self.options = options
    self.catalogue = catalogue
    self.existing = existing
    faults = table.faults
    report.dryRun = options.dryRun
  }

  /// The stations that the file makes new or different.
  ///
  /// - Throws: ``YizhanError`` with all the faults there are, in the order of their lines.
  mutating func changes(progress: (Double) -> Void) throws -> [Station] {
    for (number, row) in table.rows.enumerated() {
      read(row)
      if number % 4096 == 0 { progress(Double(number) / Double(table.rows.count)) }
    }
    checkHubs()
    guard faults.isEmpty else { throw StationCSV.badFile(faults.sorted { Self.line($0) < Self.line($1) }) }
    return changed() + retired()
  }

  private mutating func read(_ row: StationCSV.Row) {
    var cells: [StationColumn: String] = [:]
    for (column, cell) in zip(table.columns, row.cells) { cells[column] = cell }
    guard let id = take(.id, row, { cell throws(CellFault) in try Cell.stationID(cells[.id] ?? "") }) else { return }
    if let first = lines[id] {
      faults.append(
        fault(row, .id, Bilingual("\(id) is in line \(first) already", "\(id) 已在第 \(first) 行出现")))
      return
    }
    lines[id] = row.line
    let latitude = take(.latitude, row) { _ throws(CellFault) in
      try Cell.degrees(cells[.latitude] ?? "", in: Coordinate.latitudes)
    }
    let longitude = take(.longitude, row) { _ throws(CellFault) in
      try Cell.degrees(cells[.longitude] ?? "", in: Coordinate.longitudes)
    }
    let coordinate = latitude.flatMap { latitude in
      longitude.flatMap { Coordinate(latitude: latitude, longitude: $0)?.rounded }
    }
    var station = existing[id] ?? Station(id: id, name: "", coordinate: coordinate ?? .origin)
    if let coordinate { station.coordinate = coordinate }
    for (column, cell) in zip(table.columns, row.cells) {
      do throws(CellFault) {
        try station.set(column, to: cell, catalogue)
      } catch {
        faults.append(fault(row, column, error.detail))
      }
    }
    if station.amenities.bits & station.brokenAmenities.bits != 0 {
      faults.append(
        fault(
          row, .brokenAmenities,
          Bilingual("an amenity is both available and broken", "同一设施不能既可用又故障")))
    }
    stations.append(station)
  }

  /// The value of a cell that must be there, or nothing and a fault.
  private mutating func take<Value>(
    _ column: StationColumn, _ row: StationCSV.Row, _ value: (StationColumn) throws(CellFault) -> Value?
  ) -> Value? {
    do throws(CellFault) {
      if let value = try value(column) { return value }
      throw Cell.required
    } catch {
      faults.append(fault(row, column, error.detail))
      return nil
    }
  }

  /// A hub must be there when all is stored, be a hub, and be another station.
  private mutating func checkHubs() {
    let imported = Dictionary(stations.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for station in stations {
      guard let hub = station.hubID, let line = lines[station.id] else { continue }
      let found = imported[hub] ?? existing[hub]
      let detail: Bilingual? =
        hub == station.id
        ? Bilingual("a station cannot be its own hub", "站点不能以自身为中心")
        : found == nil
          ? Bilingual("there is no station \(hub)", "没有编号为 \(hub) 的站点")
          : found?.kind != .hub
            ? Bilingual("\(hub) is a \(found?.kind.rawValue ?? "?"), not a hub", "\(hub) 的类型不是 hub") : nil
      if let detail {
        faults.append(Fault(.row(line: line, column: StationColumn.hubID.rawValue), detail))
      }
    }
  }

  private mutating func changed() -> [Station] {
    stations.filter { station in
      guard let before = existing[station.id] else {
        report.created += 1
        return true
      }
      let same = station.hasSameContent(as: before)
      report.unchanged += same ? 1 : 0
      report.updated += same ? 0 : 1
      return !same
    }
  }

  private mutating func retired() -> [Station] {
    guard options.prune else { return [] }
    let missing = existing.values.filter { lines[$0.id] == nil && $0.status != .retired }
    report.retired = missing.count
    return missing.sorted { $0.id < $1.id }.map { station in
      var station = station
      (station.status, station.statusReason, station.statusUntil) = (.retired, nil, nil)
      return station
    }
  }

  private func fault(_ row: StationCSV.Row, _ column: StationColumn, _ detail: Bilingual) -> Fault {
    Fault(.row(line: row.line, column: column.rawValue), detail)
  }

  private static func line(_ fault: Fault) -> Int {
    if case .row(let line, _) = fault.place { line } else { 0 }
  }
}
