import Geodesy
import OpeningHours
import RestStations
import TestSupport
import Testing

/// Stations to store.
enum Samples {
  static func id(_ text: String) throws -> StationID {
    try #require(StationID(text))
  }

  /// Only what a station cannot be without.
  static func plain(_ id: String) throws -> Station {
    Station(
      id: try self.id(id), name: "甲", coordinate: try #require(Coordinate(latitude: 35.5531959, longitude: 116.7841105))
    )
  }

  static func plains(_ ids: String...) throws -> [Station] {
    try ids.map { try plain($0) }
  }

  static func hub(_ id: String) throws -> Station {
    var hub = try plain(id)
    hub.kind = .hub
    return hub
  }

  /// All that a station can have.
  static func full(_ id: String, hub: String) throws -> Station {
    var station = Station(
      id: try self.id(id), name: "鼓楼“充新苑” 😀 '=1,\"2\"",
      coordinate: try #require(Coordinate(latitude: -89.1234567, longitude: 179.7654321)))
    station.aliases = ["小哥招呼站", "Rider's rest, north", "=驿站"]
    station.kind = .satellite
    station.hubID = try self.id(hub)
    station.town = "鼓楼街道"
    station.address = "建设路141号\\便民服务中心"
    station.amenities = AmenitySet(bits: 0b1101 | 1 << 99)
    station.brokenAmenities = AmenitySet(bits: 0b0010 | 1 << 64)
    station.openingHours = try OpeningHours(parsing: "mo-fr 8:30-12:00, 13:30-17:30;PH off")
    station.staffedHours = try OpeningHours(parsing: "24/7")
    station.entry = .qr
    station.operatorName = "鼓楼街道办事处"
    station.capacity = 100_000
    station.phone = "+86 537 5550101"
    station.status = .suspended
    station.statusReason = "屋顶漏水"
    station.statusUntil = 1_798_761_600_123
    station.verifiedAt = CivilDate("2024-02-29")
    return station
  }

  /// The station that a view shows.
  static func station(_ view: StationView, _ summary: DirectorySummary) throws -> Station {
    func text(_ bytes: StationView.Text?) throws -> String? {
      try bytes.map { try #require(String(validating: $0, as: UTF8.self)) }
    }
    var station = Station(
      id: try id(text(view.id) ?? ""), name: try text(view.name) ?? "", coordinate: view.coordinate)
    station.aliases = try text(view.aliases)?.split(separator: ";").map(String.init) ?? []
    (station.kind, station.entry, station.status) = (view.kind, view.entry, view.status)
    station.hubID = try text(view.hubID).map(id)
    station.town = view.town.map { summary.towns[$0] }
    station.address = try text(view.address)
    (station.amenities, station.brokenAmenities) = (view.amenities, view.brokenAmenities)
    station.openingHours = try text(view.openingHours).map { try OpeningHours(parsing: $0) }
    station.staffedHours = try text(view.staffedHours).map { try OpeningHours(parsing: $0) }
    (station.operatorName, station.phone) = try (text(view.operatorName), text(view.phone))
    (station.capacity, station.statusUntil) = (view.capacity, view.statusUntil)
    station.statusReason = try text(view.statusReason)
    station.verifiedAt = try text(view.verifiedAt).flatMap { CivilDate($0) }
    return station
  }

  /// Stations at the limits of what a value may be.
  static func limits() throws -> [Station] {
    var longest = try plain(String(repeating: "z", count: 64))
    longest.name = String(repeating: "苑", count: 200)
    longest.town = String(repeating: "镇", count: 100)
    longest.address = String(repeating: "路", count: 300)
    longest.operatorName = String(repeating: "办", count: 200)
    longest.phone = String(repeating: "1", count: 60)
    longest.aliases = (0..<50).map { "\($0)" + String(repeating: "名", count: 98) }
    longest.amenities = AmenitySet(bits: .max >> 28)
    longest.capacity = 1
    longest.status = .retired
    longest.verifiedAt = CivilDate("9999-12-31")
    let corners = [
      (-90.0, -180.0), (90, 180), (0, 0), (-0.0, 180), (1e-300, -1e-300), (35.1234567890123, 116.98765432109),
    ]
    return try [longest]
      + corners.enumerated().map { number, corner in
        Station(
          id: try id("corner-\(number)"), name: "x",
          coordinate: try #require(Coordinate(latitude: corner.0, longitude: corner.1)))
      }
  }
}

extension DirectoryStorage {
  /// Stores stations as they are.
  @discardableResult
  func store(_ stations: [Station], at instant: Int64 = 1000) async throws -> Int {
    try await change(.all, at: instant) { _, _ in stations }
  }
}

extension Station {
  /// The same station with the revision and the time of change that storing gave it.
  func stored(revision: Int, at instant: Int64) -> Station {
    var station = self
    (station.revision, station.updatedAt) = (revision, instant)
    return station
  }
}
