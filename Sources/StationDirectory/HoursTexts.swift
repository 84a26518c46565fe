import OpeningHours

/// What an answer says of stations in use by their hours, while a board holds: members with a comma before each.
struct HoursTexts: Sendable {
  /// Of hours that are not known, and of each of the snapshot's expressions, three: its status and whether it is open,
  /// whether it is staffed, when that changes.
  private let runs: FixedRuns
  private let count: Int

  /// - Parameter local: tells an instant in the district's zone.
  init(_ statuses: [OpeningHours.Status], local: (Int64) -> String) {
    count = statuses.count
    // Many hours change at one time.
    var told: [Int64: String] = [:]
    var runs = ByteRuns()
    func append(_ state: OpeningHours.State, _ change: String?) {
      runs.append(",\"status\":\"active\",\"open\":\"\(state.rawValue)\"".utf8)
      runs.append((state == .unknown ? "" : ",\"staffed\":\(state == .open)").utf8)
      runs.append((change.map { ",\"changes_at\":\"\($0)\"" } ?? "").utf8)
    }
    append(.unknown, nil)
    for status in statuses {
      let change = status.nextChange.map { instant in
        let text = told[instant] ?? local(instant)
        told[instant] = text
        return text
      }
      append(status.state, change)
    }
    self.runs = FixedRuns(runs)
  }

  /// The texts for a writer who holds on to them meanwhile.
  var view: View { View(runs: runs.view, count: UInt32(truncatingIfNeeded: count), longest: 3 * runs.longest) }

  struct View: BitwiseCopyable {
    fileprivate let runs: FixedRuns.View
    fileprivate let count: UInt32
    /// All three of a station together take no more bytes.
    let longest: Int

    @inline(__always)
    func open(_ hours: Int32) -> PaddedRun { runs[place(hours)] }
    @inline(__always)
    func staffed(_ hours: Int32) -> PaddedRun { runs[place(hours) &+ 1] }
    @inline(__always)
    func change(_ hours: Int32) -> PaddedRun { runs[place(hours) &+ 2] }

    /// Of what is not known (−1 comes behind all numbers) the first.
    @inline(__always)
    private func place(_ hours: Int32) -> Int {
      let number = UInt32(bitPattern: hours)
      return number < count ? 3 &* Int(number) &+ 3 : 0
    }
  }
}
