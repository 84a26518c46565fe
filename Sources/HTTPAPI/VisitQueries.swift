import Foundation
import OpeningHours
import RestStations

extension VisitQuestion {
  /// The question in the query of `GET /v1/visits`; a manager sees the stations of their own alone.
  ///
  /// - Throws: ``YizhanError`` with every fault, or `forbidden`.
  init(query: String?, _ zone: TimeZone, _ caller: Caller) throws {
    var reader = QueryReader(query)
    self.init()
    let station = reader.value("station", or: StationID.rule) { StationID($0) }
    from = reader.day("from").map { zone.start(of: $0, plus: 0) }
    before = reader.day("to").map { zone.start(of: $0, plus: 1) }
    group = reader.word("group")
    limit = reader.wholeNumber("limit", in: Self.limits) ?? limit
    isNewestFirst = reader.word("order") == VisitOrder.newest
    after = reader.value("cursor", or: Bilingual("is no cursor of this list", "不是此列表的游标"), VisitPlace.init(cursor:))
    try reader.finish()
    stations = station.map { [$0] }
    guard case .bearer(let token) = caller, token.role == .manager else { return }
    if let station {
      try Authorisation.require(.logVisits(at: station), of: caller)
    } else {
      stations = token.stations.sorted()
    }
  }
}

/// Which visits of a list come first.
enum VisitOrder: String, CaseIterable {
  case oldest, newest
}

extension VisitPlace {
  /// As clients hand it back.
  var cursor: String { "\(at).\(number)" }

  fileprivate init?(cursor: String) {
    let parts = cursor.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let at = Int64(parts[0]), let number = Int64(parts[1]) else { return nil }
    self.init(at: at, number: number)
  }
}

extension QueryReader {
  /// A day, `YYYY-MM-DD`.
  mutating func day(_ name: String) -> CivilDate? {
    value(name, or: Bilingual("must be a day such as 2026-11-24", "须为形如 2026-11-24 的日期")) { CivilDate($0) }
  }

  /// `true` or `false`, or nothing when missing.
  mutating func optionalFlag(_ name: String) -> Bool? {
    value(name, or: Bilingual("must be true or false", "须为 true 或 false")) { ["true": true, "false": false][$0] }
  }
}

extension TimeZone {
  /// The first second of a day, or of one some days after it, since 1970.
  func start(of day: CivilDate, plus days: Int) -> Int64 {
    LocalMoment.start(of: CivilDate(daysSinceEpoch: day.daysSinceEpoch + days), in: self)
  }
}
