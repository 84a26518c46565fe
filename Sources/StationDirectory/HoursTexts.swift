import OpeningHours

/// What an answer says of stations in use by their hours, while a board holds: members with a comma before each.
struct HoursTexts: Sendable {
  /// Of each of the snapshot's expressions three: its status and whether it is open, whether it is staffed, when that
  /// changes; and of hours that are not known.
  private(set) var runs = ByteRuns()
  private let count: Int

  /// All three together take no more bytes.
  var longest: Int { 3 * runs.longest }

  /// - Parameter local: tells an instant in the district's zone.
  init(_ statuses: [OpeningHours.Status], local: (Int64) -> String) {
    count = statuses.count
    // Many hours change at one time.
    var told: [Int64: String] = [:]
    for status in statuses {
      let change = status.nextChange.map { instant in
        let text = told[instant] ?? local(instant)
        told[instant] = text
        return text
      }
      append(status.state, change)
    }
    append(.unknown, nil)
  }

  private mutating func append(_ state: OpeningHours.State, _ change: String?) {
    runs.append(",\"status\":\"active\",\"open\":\"\(state.rawValue)\"".utf8)
    runs.append((state == .unknown ? "" : ",\"staffed\":\(state == .open)").utf8)
    runs.append((change.map { ",\"changes_at\":\"\($0)\"" } ?? "").utf8)
  }

  private func place(_ number: Int32) -> Int {
    number >= 0 && Int(number) < count ? 3 * Int(number) : 3 * count
  }

  func open(_ hours: Int32) -> Range<Int> { runs[place(hours)] }
  func staffed(_ hours: Int32) -> Range<Int> { runs[place(hours) + 1] }
  func change(_ hours: Int32) -> Range<Int> { runs[place(hours) + 2] }
}
