import Geodesy
import RestStations

/// A station file laid over the directory: what is to be stored, or every fault.
struct StationImport {
  private var file: StationCSV.Reader
  /// The places of the file's columns, in the order in which they take effect.
  private let order: [Int]
  private let options: ImportOptions
  private var shared: SharedCells
  private let existing: [StationID: Station]

  private var faults: [Fault] = []
  /// The stations of the file: their lines, and their kinds where those are right.
  private var seen: [StationID: (line: Int, kind: StationKind?)] = [:]
  private var stations: [Station] = []
  private(set) var report = ImportReport()

  init(
    _ file: StationCSV.Reader, _ options: ImportOptions, catalogue: AmenityCatalogue, existing: [StationID: Station]
  ) {
    self.file = file
    order = StationColumn.allCases.compactMap { file.columns.firstIndex(of: $0) }
    self.options = options
    shared = SharedCells(catalogue)
    self.existing = existing
    report.dryRun = options.dryRun
  }

  /// The stations that the file makes new or different.
  ///
  /// - Throws: ``YizhanError`` with all the faults there are, in the order of their lines.
  mutating func changes(progress: (Double) -> Void) throws -> [Station] {
    var rows = 0
    stations.reserveCapacity(file.greatestCount)
    seen.reserveCapacity(file.greatestCount)
    while true {
      do throws(Fault) {
        guard let row = try file.next() else { break }
        read(row)
      } catch {
        faults.append(error)
      }
      rows += 1
      if rows % 1024 == 0 { progress(file.progress) }
    }
    checkHubs()
    guard faults.isEmpty else { throw StationCSV.badFile(faults.sorted { Self.line($0) < Self.line($1) }) }
    keepChanged()
    retireMissing()
    return stations
  }

  private mutating func read(_ row: StationCSV.Row) {
    let cells = zip(file.columns, row.cells)
    func cell(_ column: StationColumn) -> String { cells.first { $0.0 == column }?.1 ?? "" }
    guard let id = take(.id, row, { () throws(CellFault) in try Cell.stationID(cell(.id)) }) else { return }
    if let first = seen[id]?.line {
      faults.append(
        fault(row, .id, Bilingual("\(id) is in line \(first) already", "\(id) 已在第 \(first) 行出现")))
      return
    }
    let latitude = take(.latitude, row) { () throws(CellFault) in
      try Cell.degrees(cell(.latitude), in: Coordinate.latitudes)
    }
    let longitude = take(.longitude, row) { () throws(CellFault) in
      try Cell.degrees(cell(.longitude), in: Coordinate.longitudes)
    }
    let given = Coordinate(latitude: latitude ?? 0, longitude: longitude ?? 0) ?? .origin
    let place = options.datum.toWGS84(given).rounded
    var station = existing[id] ?? Station(id: id, name: "", coordinate: place)
    station.coordinate = place
    var (isKindKnown, isStatusKnown) = (true, true)
    for place in order {
      let column = file.columns[place]
      do throws(CellFault) {
        try station.set(column, to: row.cells[place], &shared)
      } catch {
        faults.append(fault(row, column, error.detail))
        if column == .kind { isKindKnown = false }
        if column == .status { isStatusKnown = false }
      }
    }
    if isStatusKnown {
      for (column, error) in station.faultsOfStatus() where file.columns.contains(column) {
        faults.append(fault(row, column, error.detail))
      }
    }
    if station.amenities.bits & station.brokenAmenities.bits != 0 {
      faults.append(
        fault(row, .brokenAmenities, Bilingual("an amenity is both available and broken", "同一设施不能既可用又故障")))
    }
    seen[id] = (row.line, isKindKnown ? station.kind : nil)
    stations.append(station)
  }

  /// The value of a cell that must be there, or nothing and a fault.
  private mutating func take<Value>(
    _ column: StationColumn, _ row: StationCSV.Row, _ value: () throws(CellFault) -> Value?
  ) -> Value? {
    do throws(CellFault) {
      if let value = try value() { return value }
      throw Cell.required
    } catch {
      faults.append(fault(row, column, error.detail))
      return nil
    }
  }

  /// A hub must be there when all is stored, be a hub, and be another station.
  private mutating func checkHubs() {
    for station in stations {
      guard let hub = station.hubID, let line = seen[station.id]?.line else { continue }
      if let detail = fault(ofHub: hub, of: station.id) {
        faults.append(Fault(.row(line: line, column: StationColumn.hubID.rawValue), detail))
      }
    }
    // Satellites that the file does not name keep their hubs.
    let unnamed = existing.values.filter { seen[$0.id] == nil && $0.hubID != nil }
    for satellite in unnamed.sorted(by: { $0.id < $1.id }) {
      guard let hub = satellite.hubID, let row = seen[hub], let kind = row.kind, kind != .hub else { continue }
      faults.append(
        Fault(
          .row(line: row.line, column: StationColumn.kind.rawValue),
          Bilingual("\(hub) is the hub of \(satellite.id)", "\(hub) 是 \(satellite.id) 的所属中心")))
    }
  }

  private func fault(ofHub hub: StationID, of station: StationID) -> Bilingual? {
    if hub == station { return Bilingual("a station cannot be its own hub", "站点不能以自身为中心") }
    guard let kind = seen[hub].map(\.kind) ?? existing[hub]?.kind else {
      // Its row may be there, with a kind that is a fault of its own.
      return seen[hub] == nil ? Bilingual("there is no station \(hub)", "没有编号为 \(hub) 的站点") : nil
    }
    guard kind != .hub else { return nil }
    return Bilingual("\(hub) is a \(kind.rawValue), not a hub", "\(hub) 的类型是 \(kind.rawValue)，不是 hub")
  }

  private mutating func keepChanged() {
    stations.removeAll { station in
      guard let before = existing[station.id] else {
        report.created += 1
        return false
      }
      let same = station.hasSameContent(as: before)
      report.unchanged += same ? 1 : 0
      report.updated += same ? 0 : 1
      return same
    }
  }

  private mutating func retireMissing() {
    guard options.prune else { return }
    let missing = existing.values.filter { seen[$0.id] == nil && $0.status != .retired }
    report.retired = missing.count
    stations += missing.sorted { $0.id < $1.id }.map { station in
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
