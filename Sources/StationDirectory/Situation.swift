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
  /// - Parameter statuses: of all hours, by their numbers.
  static func bits(_ statuses: [OpeningHours.Status]) -> [AttributeBits] {
    [0, FilterBits.suspended, active(.unknown)] + statuses.map { active($0.state) }
  }

  /// The passing bits of a station with some bits.
  ///
  /// - Parameter state: by its hours.
  static func passing(_ bits: AttributeBits, _ state: OpeningHours.State) -> AttributeBits {
    bits & FilterBits.active != 0 ? active(state) : bits & FilterBits.suspended
  }

  private static func active(_ state: OpeningHours.State) -> AttributeBits {
    switch state {
    case .open: FilterBits.active | FilterBits.open
    case .closed: FilterBits.active
    case .unknown: FilterBits.active | FilterBits.hoursUnknown
    }
  }
}
