import Foundation
import OpeningHours

/// A time as a header tells it (RFC 9110, 5.6.7).
package enum HTTPDate {
  /// - Parameter second: seconds since 1970, from then on.
  package static func text(_ second: Int) -> String {
    let (day, time) = second.quotientAndRemainder(dividingBy: 86_400)
    let date = CivilDate(daysSinceEpoch: day)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    let clock = [time / 3600, time / 60 % 60, time % 60].map(two).joined(separator: ":")
    // 1970-01-01 was a Thursday.
    let (weekday, month) = (weekdays[(day + 4) % 7], months[(date.month - 1) % 12])
    return "\(weekday), \(two(date.day)) \(month) \(date.year) \(clock) GMT"
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
