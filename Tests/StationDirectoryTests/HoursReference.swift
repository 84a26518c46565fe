import Foundation
import OpeningHours
import RestStations
import SQLiteStorage
import StationDirectory
import TestSupport
import Testing

/// What the evaluator says of each station's hours, asked for one station at a time: what answers are compared with.
struct HoursReference {
  /// Ordered by id, as they are stored.
  let stations: [Station]
  private let holidays: HolidayTable
  private let zone: TimeZone

  /// What an answer is to say of a station.
  struct Said: Hashable {
    var status: String
    var open: String
    var staffed: Bool?
    var changesAt: String?
  }

  init(_ district: District) async throws {
    stations = try await district.stations()
    let summary = try await district.storage.summary()
    holidays = summary.holidays
    zone = try #require(TimeZone(identifier: summary.timeZone))
  }

  /// - Parameter known: what was found before at this instant, by expression.
  private func status(
    _ hours: OpeningHours?, at moment: LocalMoment, _ known: inout [String: OpeningHours.Status]
  ) -> OpeningHours.Status? {
    guard let hours else { return nil }
    if let status = known[hours.text] { return status }
    let status = hours.status(at: moment, holidays: holidays)
    known[hours.text] = status
    return status
  }

  /// What is to be said of each station at an instant, in the order of their ids.
  func said(at instant: Int64) -> [Said] {
    let moment = LocalMoment(epochSeconds: instant, in: zone)
    var known: [String: OpeningHours.Status] = [:]
    return stations.map { stored in
      let station = stored.settled(at: instant * 1000)
      guard station.status == .active else { return Said(status: station.status.rawValue, open: "closed") }
      let hours = status(station.openingHours, at: moment, &known)
      let staffed = status(station.staffedHours, at: moment, &known).flatMap { $0.state == .unknown ? nil : $0.state }
      return Said(
        status: "active", open: (hours?.state ?? .unknown).rawValue, staffed: staffed.map { $0 == .open },
        changesAt: hours?.nextChange.map { text($0) })
    }
  }

  /// Every instant from one to another at which a station changes, ascending.
  func changes(from start: Int64, to end: Int64) -> [Int64] {
    var instants = Set(stations.compactMap { $0.statusUntil.map { $0 / 1000 } })
    for hours in Set(stations.flatMap { [$0.openingHours, $0.staffedHours].compactMap { $0 } }) {
      var instant = start
      while let next = hours.nextChange(after: instant, in: zone, holidays: holidays), next <= end {
        instants.insert(next)
        instant = next
      }
    }
    return instants.filter { $0 > start && $0 <= end }.sorted()
  }

  private func text(_ instant: Int64) -> String {
    Instant.text(instant, offset: zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant))))
  }
}

extension District {
  /// Stores the public holidays of China.
  func takeHolidays() async throws {
    let csv = try Data(contentsOf: Project.fixture("holidays/china.csv"))
    try await directory.store(try HolidayFile.read([UInt8](csv)))
  }
}
