import Foundation
import Geodesy
import OpeningHours
import RestStations
import Testing

@Suite("A station is what the contract says")
struct StationTests {
  @Test func kindsEntriesAndStatusesHaveTheContractsWords() {
    #expect(StationKind.allCases.map(\.rawValue) == ["hub", "satellite", "point", "mobile"])
    #expect(StationEntry.allCases.map(\.rawValue) == ["open", "staff", "qr", "code", "key"])
    #expect(StationStatus.allCases.map(\.rawValue) == ["active", "suspended", "retired"])
  }

  @Test func revisionAndTimeOfChangeAreNoContent() throws {
    let station = try sample()
    var other = station
    (other.revision, other.updatedAt) = (7, 1_795_503_845_000)
    #expect(station.hasSameContent(as: other))
    #expect(station != other)
  }

  @Test func hoursThatMeanTheSameButAreWrittenOtherwiseAreAChange() throws {
    let station = try sample()
    var other = station
    other.openingHours = try OpeningHours(parsing: "Mo-Su 8:00-20:00")
    #expect(station == other)
    #expect(!station.hasSameContent(as: other))
    other = station
    other.staffedHours = nil
    #expect(!station.hasSameContent(as: other))
  }

  @Test(arguments: Change.all)
  func everyOtherFieldIsContent(change: Change) throws {
    let station = try sample()
    var other = station
    change.apply(&other)
    #expect(!station.hasSameContent(as: other))
  }

  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let apply: @Sendable (inout Station) -> Void

    static let all: [Change] = [
      Change("name") { $0.name = "other" }, Change("aliases") { $0.aliases = ["other"] },
      Change("kind") { $0.kind = .mobile }, Change("hub") { $0.hubID = nil }, Change("town") { $0.town = nil },
      Change("address") { $0.address = "other" }, Change("coordinate") { $0.coordinate = .origin },
      Change("amenities") { $0.amenities.insert(5) }, Change("broken amenities") { $0.brokenAmenities.insert(6) },
      Change("opening hours") { $0.openingHours = nil }, Change("entry") { $0.entry = .key },
      Change("operator") { $0.operatorName = "other" }, Change("capacity") { $0.capacity = nil },
      Change("phone") { $0.phone = "1" }, Change("status") { $0.status = .retired },
      Change("reason") { $0.statusReason = "rain" }, Change("end of the suspension") { $0.statusUntil = 1 },
      Change("day of verification") { $0.verifiedAt = nil },
    ]

    init(_ name: String, _ apply: @escaping @Sendable (inout Station) -> Void) {
      testDescription = name
      self.apply = apply
    }
  }

  private func sample() throws -> Station {
    var station = Station(
      id: try #require(StationID("a")), name: "甲",
      coordinate: try #require(Coordinate(latitude: 35.5, longitude: 116.8)))
    station.kind = .satellite
    station.hubID = StationID("h")
    station.town = "鼓楼街道"
    station.openingHours = try OpeningHours(parsing: "Mo-Su 08:00-20:00")
    station.staffedHours = try OpeningHours(parsing: "24/7")
    station.capacity = 12
    station.verifiedAt = CivilDate("2026-11-01")
    return station
  }
}
