import Foundation
import GRDB
import Geodesy
import OpeningHours
import RestStations

/// A station as a row of the table `station`.
enum StationRow {
  /// In the order of ``station(from:_:)``, ``StationScan`` and ``StationWriter``.
  static let columns = """
    id, name, aliases, kind, hub_id, town, address, latitude, longitude, amenities, broken_amenities, opening_hours, \
    staffed_hours, entry, operator, capacity, phone, status, status_reason, status_until, verified_at, revision, \
    updated_at
    """

  static let upsert = """
    INSERT INTO station (\(columns)) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, aliases = excluded.aliases, kind = excluded.kind,
      hub_id = excluded.hub_id, town = excluded.town, address = excluded.address, latitude = excluded.latitude,
      longitude = excluded.longitude, amenities = excluded.amenities, broken_amenities = excluded.broken_amenities,
      opening_hours = excluded.opening_hours, staffed_hours = excluded.staffed_hours, entry = excluded.entry,
      operator = excluded.operator, capacity = excluded.capacity, phone = excluded.phone, status = excluded.status,
      status_reason = excluded.status_reason, status_until = excluded.status_until,
      verified_at = excluded.verified_at, revision = excluded.revision, updated_at = excluded.updated_at
    """

  /// What many rows share, so that it is made once.
  struct Shared {
    private let database: Database
    private var towns: [Int64: String] = [:]
    private var hours: [String: OpeningHours] = [:]

    init(_ database: Database) {
      self.database = database
    }

    /// The name of a town, read when a row is the first of it: most questions are about a few of thousands.
    fileprivate mutating func town(_ number: Int64?) throws -> String? {
      guard let number else { return nil }
      if let known = towns[number] { return known }
      let name = try String.fetchOne(
        database.cachedStatement(sql: "SELECT name FROM town WHERE number = ?"), arguments: [number])
      towns[number] = name
      return name
    }

    fileprivate mutating func openingHours(_ text: String?) throws -> OpeningHours? {
      guard let text else { return nil }
      if let known = hours[text] { return known }
      let parsed = try OpeningHours(parsing: text)
      hours[text] = parsed
      return parsed
    }
  }

  /// - Throws: ``YizhanError`` when the row is not a station, which the schema's constraints forbid.
  static func station(from row: Row, _ shared: inout Shared) throws -> Station {
    guard let id = StationID(row[0] as String), let coordinate = Coordinate(latitude: row[7], longitude: row[8]),
      let kind = StationKind(rawValue: row[3]), let status = StationStatus(rawValue: row[17])
    else { throw YizhanError.damagedStation(row[0]) }
    var station = Station(id: id, name: row[1], coordinate: coordinate)
    station.aliases = (row[2] as String?).map(list) ?? []
    station.kind = kind
    station.hubID = (row[4] as String?).flatMap { StationID($0) }
    station.town = try shared.town(row[5])
    station.address = row[6]
    station.amenities = try row.withUnsafeData(atIndex: 9, amenities)
    station.brokenAmenities = try row.withUnsafeData(atIndex: 10, amenities)
    do {
      station.openingHours = try shared.openingHours(row[11])
      station.staffedHours = try shared.openingHours(row[12])
    } catch {
      throw YizhanError.damagedStation(id.text)
    }
    station.entry = (row[13] as String?).flatMap(StationEntry.init(rawValue:))
    station.operatorName = row[14]
    station.capacity = row[15]
    station.phone = row[16]
    station.status = status
    station.statusReason = row[18]
    station.statusUntil = row[19]
    station.verifiedAt = (row[20] as String?).flatMap { CivilDate($0) }
    station.revision = row[21]
    station.updatedAt = row[22]
    return station
  }

  private static func list(_ text: String) -> [String] {
    guard var end = text.utf8.firstIndex(of: UInt8(ascii: ";")) else { return [text] }
    var items: [String] = []
    var rest = text.utf8[...]
    while true {
      items.append(String(decoding: rest[..<end], as: UTF8.self))
      guard end < rest.endIndex else { return items }
      rest = rest[rest.index(after: end)...]
      end = rest.firstIndex(of: UInt8(ascii: ";")) ?? rest.endIndex
    }
  }

  private static func amenities(_ data: Data?) -> AmenitySet {
    guard let data, data.count == 16 else { return AmenitySet() }
    return AmenitySet(bits: data.withUnsafeBytes { UInt128(littleEndian: $0.loadUnaligned(as: UInt128.self)) })
  }
}
