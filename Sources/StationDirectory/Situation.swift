import OpeningHours
import SpatialIndex

/// What a station's passing filter bits depend on, as a number: all stations of one situation have the same.
enum Situation {
  private static let retired: Int32 = 0
  private static let suspended: Int32 = 1
  /// In use, of unknown hours; those that follow are in use, and have the hours 0, 1, ….
  private static let unknownHours: Int32 = 2

  /// - Parameter hours: the number of the station's hours, −1 for none.
  static func number(_ bits: AttributeBits, hours: Int32) -> Int32 {
    if bits & FilterBits.active != 0 { return unknownHours + 1 + hours }
    return bits & FilterBits.suspended != 0 ? suspended : retired
  }

  /// The passing bits of each situation.
  ///
  /// - Parameter states: of all hours, by their numbers.
  static func bits(_ states: [OpeningHours.State]) -> [AttributeBits] {
    let open = states.map { state -> AttributeBits in
      switch state {
      case .open: FilterBits.open
      case .closed: 0
      case .unknown: FilterBits.hoursUnknown
      }
    }
    return [0, FilterBits.suspended] + ([FilterBits.hoursUnknown] + open).map { $0 | FilterBits.active }
  }
}
