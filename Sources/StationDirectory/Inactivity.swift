import RestStations

/// Why a station is not in use, and until when.
struct Inactivity: Sendable {
  let reason: String?
  /// When a suspension ends by itself, seconds since 1970.
  let end: Int64?

  /// Nothing for a station that has neither.
  init?(_ station: StationView) {
    guard station.statusReason != nil || station.statusUntil != nil else { return nil }
    reason = station.statusReason.map { String(decoding: $0, as: UTF8.self) }
    end = station.statusUntil.map { $0 / 1000 }
  }

  /// Whether it is over.
  func hasEnded(at instant: Int64) -> Bool {
    end.map { $0 <= instant } ?? false
  }
}
