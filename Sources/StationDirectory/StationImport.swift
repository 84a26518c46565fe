import Geodesy
import RestStations

/// A station file laid over the directory: what is to be stored, or every fault.
struct StationImport {
  private var file: any StationFile
  private let options: ImportOptions
  /// Milliseconds since 1970.
  private let now: Int64
  private var shared: SharedCells
  private let existing: [StationID: Station]

  private var faults: [(position: Int, fault: Fault)] = []
  /// The stations of the file: their positions, and their kinds where those are right.
  private var seen: [StationID: (position: Int, kind: StationKind?)] = [:]
  private var stations: [Station] = []
  /// Stations of the file whose place or name is a fault.
  private var unplaced: Set<StationID> = []
  private(set) var report = ImportReport()

  init(
    _ file: any StationFile, _ options: ImportOptions, at now: Int64, catalogue: AmenityCatalogue,
    existing: [StationID: Station]
  ) {
    self.file = file
    self.options = options
    self.now = now
    shared = SharedCells(catalogue)
    self.existing = existing
    report.dryRun = options.dryRun
  }

  /// The stations that the file makes new or different.
  ///
  /// - Throws: ``YizhanError`` with all the faults there are, in the order of the file.
  mutating func changes(progress: (Double) -> Void) throws -> [Station] {
    var records = 0
    stations.reserveCapacity(file.greatestCount)
    seen.reserveCapacity(file.greatestCount)
    while true {
      do throws(StationRecord.Failure) {
        guard let record = try file.next() else { break }
        read(record)
      } catch {
        faults.append((error.position, error.fault))
      }
      records += 1
      if records % 1024 == 0 { progress(file.progress) }
    }
    checkHubs()
    if options.strict || faults.isEmpty { checkDuplicates() }
    guard faults.isEmpty else {
      throw StationCSV.badFile(faults.sorted { $0.position < $1.position }.map(\.fault))
    }
    keepChanged()
    retireMissing()
    return stations
  }

  private mutating func read(_ record: StationRecord) {
    faults += record.faults.map { (record.position, $0) }
    func cell(_ column: StationColumn) -> String { record[column] ?? "" }
    guard let id = take(.id, record, { () throws(CellFault) in try Cell.stationID(cell(.id)) }) else { return }
    if let first = seen[id].map({ file.name(ofPosition: $0.position) }) {
      fail(record, .id, Bilingual("\(id) is in \(first.english) already", "\(id) 已在\(first.chinese)出现"))
      return
    }
    let latitude = take(.latitude, record) { () throws(CellFault) in
      try Cell.degrees(cell(.latitude), in: Coordinate.latitudes)
    }
    let longitude = take(.longitude, record) { () throws(CellFault) in
      try Cell.degrees(cell(.longitude), in: Coordinate.longitudes)
    }
    let given = Coordinate(latitude: latitude ?? 0, longitude: longitude ?? 0) ?? .origin
    let place = options.datum.toWGS84(given).rounded
    // A suspension that is over is no longer there to be kept.
    var station = existing[id]?.settled(at: now) ?? Station(id: id, name: "", coordinate: place)
    station.coordinate = place
    let isKindKnown = set(&station, record)
    if latitude == nil || longitude == nil || station.name.isEmpty { unplaced.insert(id) }
    seen[id] = (record.position, isKindKnown ? station.kind : nil)
    stations.append(station)
  }

  /// Lays a record's cells over a station, and tells whether its kind is right.
  private mutating func set(_ station: inout Station, _ record: StationRecord) -> Bool {
    var faulty = record.faulty
    for (column, cell) in zip(record.columns, record.cells) {
      do throws(CellFault) {
        try station.set(column, to: cell, &shared)
      } catch {
        fail(record, column, error.detail)
        faulty.insert(column)
      }
    }
    if station.name.isEmpty, !record.columns.contains(.name), !faulty.contains(.name) {
      fail(record, .name, Cell.required.detail)
    }
    // Amenities may contradict what the file keeps; a status, only what it says.
    for (column, error) in station.contradictions()
    where column == .brokenAmenities || !faulty.contains(.status) && record.columns.contains(column) {
      fail(record, column, error.detail)
    }
    return !faulty.contains(.kind)
  }

  /// The value of a cell that must be there, or nothing and a fault.
  private mutating func take<Value>(
    _ column: StationColumn, _ record: StationRecord, _ value: () throws(CellFault) -> Value?
  ) -> Value? {
    if record.faulty.contains(column) { return nil }
    do throws(CellFault) {
      if let value = try value() { return value }
      throw Cell.required
    } catch {
      fail(record, column, error.detail)
      return nil
    }
  }

  /// A hub must be there when all is stored, be a hub, and be another station.
  private mutating func checkHubs() {
    for station in stations {
      guard let hub = station.hubID, let position = seen[station.id]?.position else { continue }
      if let detail = fault(ofHub: hub, of: station.id) { fail(position, .hubID, detail) }
    }
    // Satellites that the file does not name keep their hubs.
    let unnamed = existing.values.filter { seen[$0.id] == nil && $0.hubID != nil }
    for satellite in unnamed.sorted(by: { $0.id < $1.id }) {
      guard let hub = satellite.hubID, let record = seen[hub], let kind = record.kind, kind != .hub else { continue }
      fail(
        record.position, .kind, Bilingual("\(hub) is the hub of \(satellite.id)", "\(hub) 是 \(satellite.id) 的所属中心"))
    }
  }

  private func fault(ofHub hub: StationID, of station: StationID) -> Bilingual? {
    if hub == station { return Bilingual("a station cannot be its own hub", "站点不能以自身为中心") }
    guard let kind = seen[hub].map(\.kind) ?? existing[hub]?.kind else {
      // Its record may be there, with a kind that is a fault of its own.
      return seen[hub] == nil ? Bilingual("there is no station \(hub)", "没有编号为 \(hub) 的站点") : nil
    }
    guard kind != .hub else { return nil }
    return Bilingual("\(hub) is a \(kind.rawValue), not a hub", "\(hub) 的类型是 \(kind.rawValue)，不是 hub")
  }

  /// A station that the file makes new, moves or renames is probably another one when that is near and has a like name.
  private mutating func checkDuplicates() {
    // Field by field: a copy of a station costs more than all that is done with it here.
    let looked = stations.indices.filter { place in
      guard let before = existing[stations[place].id] else { return true }
      return before.coordinate != stations[place].coordinate || before.name != stations[place].name
    }
    if looked.isEmpty { return }
    var search = DuplicateSearch(capacity: max(stations.count, existing.count))
    let numbers = stations.indices.map { place in
      stations[place].status == .retired || unplaced.contains(stations[place].id)
        ? nil : search.append(stations[place].id, stations[place].name, stations[place].coordinate)
    }
    for station in existing.values where isKept(station) {
      search.append(station.id, station.name, station.coordinate)
    }
    var warnings: [(position: Int, fault: Fault)] = []
    for place in looked {
      guard let number = numbers[place], let twin = search.twin(of: number, at: stations[place].coordinate),
        let position = seen[stations[place].id]?.position
      else { continue }
      let metres = FixedDecimal.text(twin.distance.value, decimals: 1)
      let detail = Bilingual(
        "is probably \(twin.id) again: that has a like name, \(twin.name), and is \(metres) m away",
        "可能与 \(twin.id)（\(twin.name)）重复：名称相近，相距 \(metres) 米")
      warnings.append((position, Fault(file.place(of: .name, at: position), detail)))
    }
    if options.strict {
      faults += warnings
    } else {
      report.warnings = warnings.prefix(ImportReport.greatestWarnings).map(\.fault)
      report.warningCount = warnings.count
    }
  }

  /// Whether a station that is there will be there afterwards as it is, not retired.
  private func isKept(_ station: Station) -> Bool {
    station.status != .retired && !options.prune && seen[station.id] == nil
  }

  private mutating func keepChanged() {
    let (existing, now) = (existing, now)
    var report = report
    stations.removeAll { station in
      guard let before = existing[station.id] else {
        report.created += 1
        return false
      }
      let same = station.hasSameContent(as: before) || station.hasSameContent(as: before.settled(at: now))
      report.unchanged += same ? 1 : 0
      report.updated += same ? 0 : 1
      return same
    }
    self.report = report
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

  private mutating func fail(_ record: StationRecord, _ column: StationColumn, _ detail: Bilingual) {
    fail(record.position, column, detail)
  }

  private mutating func fail(_ position: Int, _ column: StationColumn, _ detail: Bilingual) {
    faults.append((position, Fault(file.place(of: column, at: position), detail)))
  }
}
