import Geodesy
import OpeningHours
import RestStations

extension Station {
  /// Sets what a cell of a station file says; a blank cell clears.
  ///
  /// Not for the id, latitude and longitude, which a station cannot be without.
  /// - Throws: ``CellFault`` with what would be right.
  mutating func set(_ column: StationColumn, to text: String, _ shared: inout SharedCells) throws(CellFault) {
    switch column {
    case .id, .latitude, .longitude: break
    case .name:
      guard let name = try Cell.text(text, upTo: 200) else { throw Cell.required }
      self.name = name
    case .aliases: aliases = try Cell.list(text).map { alias throws(CellFault) in try Cell.line(alias, upTo: 100) }
    case .kind: kind = try Cell.word(text) ?? .point
    case .hubID: hubID = try Cell.stationID(text)
    case .town: town = try shared.town(text)
    case .address: address = try Cell.text(text, upTo: 300)
    case .amenities: amenities = try Cell.amenities(text, shared.catalogue)
    case .brokenAmenities: brokenAmenities = try Cell.amenities(text, shared.catalogue)
    case .openingHours: openingHours = try shared.hours(text)
    case .staffedHours: staffedHours = try shared.hours(text)
    case .entry: entry = try Cell.word(text)
    case .operatorName: operatorName = try shared.operatorName(text)
    case .capacity: capacity = try Cell.wholeNumber(text, in: 1...100_000)
    case .phone: phone = try Cell.text(text, upTo: 60)
    case .status: set(status: try Cell.word(text) ?? .active)
    case .verifiedAt: verifiedAt = try Cell.day(text)
    case .statusReason: statusReason = try Cell.text(text, upTo: 300)
    case .statusUntil: set(statusUntil: try Cell.instant(text))
    }
  }

  private mutating func set(status: StationStatus) {
    if status != self.status { (statusReason, statusUntil) = (nil, nil) }
    self.status = status
  }

  /// Milliseconds, which a file does not tell, stay as they are.
  private mutating func set(statusUntil seconds: Int64?) {
    if let seconds, statusUntil.map({ $0 / 1000 }) == seconds { return }
    statusUntil = seconds.map { $0 * 1000 }
  }

  /// Fields that do not go together.
  func contradictions() -> [(StationColumn, CellFault)] {
    guard amenities.bits & brokenAmenities.bits != 0 else { return faultsOfStatus() }
    let fault = CellFault("an amenity is both available and broken", "同一设施不能既可用又故障")
    return [(.brokenAmenities, fault)] + faultsOfStatus()
  }

  /// What does not go with the status.
  func faultsOfStatus() -> [(StationColumn, CellFault)] {
    var faults: [(StationColumn, CellFault)] = []
    if status == .active, statusReason != nil {
      faults.append(
        (.statusReason, CellFault("belongs to suspended or retired stations alone", "仅用于暂停或撤销的服务点")))
    }
    if status != .suspended, statusUntil != nil {
      faults.append((.statusUntil, CellFault("belongs to suspended stations alone", "仅用于暂停的服务点")))
    }
    return faults
  }

  /// The cell of a station file that says this of the station.
  func cell(_ column: StationColumn, _ catalogue: AmenityCatalogue) -> String {
    switch column {
    case .id: id.text
    case .name: name
    case .aliases: aliases.joined(separator: ";")
    case .kind: kind.rawValue
    case .hubID: hubID?.text ?? ""
    case .town: town ?? ""
    case .address: address ?? ""
    case .latitude: FixedDecimal.text(coordinate.latitude, decimals: 7)
    case .longitude: FixedDecimal.text(coordinate.longitude, decimals: 7)
    case .amenities: catalogue.codes(of: amenities).map(\.text).joined(separator: ";")
    case .brokenAmenities: catalogue.codes(of: brokenAmenities).map(\.text).joined(separator: ";")
    case .openingHours: openingHours?.text ?? ""
    case .staffedHours: staffedHours?.text ?? ""
    case .entry: entry?.rawValue ?? ""
    case .operatorName: operatorName ?? ""
    case .capacity: capacity.map(String.init) ?? ""
    case .phone: phone ?? ""
    case .status: status.rawValue
    case .verifiedAt: verifiedAt?.description ?? ""
    case .statusReason: statusReason ?? ""
    case .statusUntil: statusUntil.map { Instant.text($0 / 1000, offset: 0) } ?? ""
    }
  }
}
