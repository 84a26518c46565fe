import Geodesy
import OpeningHours
import RestStations
import SpatialIndex

/// A station that is nearer than some that were found, and why it was left out.
struct SkippedStation: Sendable {
  /// So many are told of.
  static let limit = 3

  let neighbour: Neighbour
  let reason: Bilingual

  /// The nearest stations in use or suspended that a question left out, nearest first.
  static func nearest(_ question: NearestQuestion, _ moment: Moment, _ origin: GeodesicOrigin, found: [Neighbour])
    -> [SkippedStation]
  {
    // All others that are nearer were found.
    let near = moment.board.index.nearest(
      to: origin, limit: found.count + limit, requiring: FilterBits.findable, within: question.radius)
    let isFull = found.count >= question.limit
    let farthest = found.map(\.distance).max { $0.value < $1.value }
    let numbers = Set(found.map(\.number))
    let skipped = near.filter { neighbour in
      guard !numbers.contains(neighbour.number) else { return false }
      guard isFull, let farthest else { return true }
      return neighbour.distance.value < farthest.value
    }
    let told = skipped.lazy.compactMap { neighbour -> SkippedStation? in
      let reasons = SkipReasons(question, moment, neighbour.number).all
      guard let first = reasons.first else { return nil }
      let reason = reasons.dropFirst().reduce(first) { all, next in
        Bilingual("\(all.english), \(next.english)", "\(all.chinese)，\(next.chinese)")
      }
      return SkippedStation(neighbour: neighbour, reason: reason)
    }
    return Array(told.prefix(limit))
  }
}

/// Why a question leaves out a station.
private struct SkipReasons {
  private let question: NearestQuestion
  private let moment: Moment
  private let number: Int
  private let bits: AttributeBits

  init(_ question: NearestQuestion, _ moment: Moment, _ number: Int) {
    self.question = question
    self.moment = moment
    self.number = number
    bits = moment.bits(of: number)
  }

  var all: [Bilingual] {
    [suspended].compactMap { $0 } + amenities + [kind, entry, hours].compactMap { $0 }
  }

  private var suspended: Bilingual? {
    // One that may be found is closed all the same.
    guard bits & FilterBits.suspended != 0, !question.includesSuspended || question.open != .any else { return nil }
    let inactivity = moment.snapshot.inactivity[number]
    let (reason, end) = (inactivity?.reason, inactivity?.end.map(clock))
    return Bilingual(
      "suspended" + (end.map { " until \($0)" } ?? "") + (reason.map { ": \($0)" } ?? ""),
      "暂停" + (end.map { "至 \($0)" } ?? "") + (reason.map { "：\($0)" } ?? ""))
  }

  private var amenities: [Bilingual] {
    AmenitySet(bits: question.amenities.bits & ~bits).numbers.map { amenity in
      let label = moment.snapshot.summary.catalogue.amenities[amenity].label
      return moment.snapshot.texts.isBroken(amenity, at: number)
        ? Bilingual("\(label.english) broken", "\(label.chinese)故障")
        : Bilingual("no \(label.english)", "没有\(label.chinese)")
    }
  }

  private var kind: Bilingual? {
    guard let kind = question.kind, bits & FilterBits.kind(kind) == 0 else { return nil }
    return Bilingual("no \(kind.label.english)", "不是\(kind.label.chinese)")
  }

  private var entry: Bilingual? {
    guard let entry = question.entry, bits & FilterBits.entry(entry) == 0 else { return nil }
    return Bilingual("no entry by '\(entry.label.english)'", "进入方式不是“\(entry.label.chinese)”")
  }

  private var hours: Bilingual? {
    guard question.open != .any, bits & FilterBits.active != 0 else { return nil }
    switch moment.state(of: number) {
    case .open: return nil
    case .unknown: return Bilingual("opening hours unknown", "开放时间未知")
    case .closed:
      guard let change = moment.hours(of: number)?.nextChange.map(clock) else { return Bilingual("closed", "已关闭") }
      return Bilingual("closed until \(change)", "关闭至 \(change)")
    }
  }

  /// An instant in the district's zone: the time, and the day unless it is the same.
  private func clock(_ instant: Int64) -> String {
    let (text, present) = (moment.snapshot.local(instant), moment.snapshot.local(moment.instant))
    let time = String(text.dropFirst(11).prefix(5))
    return text.prefix(10) == present.prefix(10) ? time : "\(text.prefix(10)) \(time)"
  }
}
