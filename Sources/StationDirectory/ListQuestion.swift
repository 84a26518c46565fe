public import RestStations

/// A question for stations by what they are, rather than where.
public struct ListQuestion: Hashable, Sendable {
  /// Stations in a page, 1…1000.
  public var limit = 100
  /// The id that the page begins after.
  public var after: StationID?
  public var town: String?
  public var kind: StationKind?
  /// All of them must be available.
  public var amenities = AmenitySet()
  public var status = StatusFilter.findable

  public static let limits = 1...1000

  public init() {}
}

/// Which stations a list holds by their status.
public enum StatusFilter: Hashable, Sendable {
  /// Active and suspended ones.
  case findable
  /// Retired ones too.
  case any
  case only(StationStatus)

  /// `any` or a status; nothing for other words.
  public init?(word: String) {
    if word == "any" {
      self = .any
    } else if let status = StationStatus(rawValue: word) {
      self = .only(status)
    } else {
      return nil
    }
  }

  /// The words that make a filter.
  public static let words = StationStatus.allCases.map(\.rawValue) + ["any"]
}

/// A page of a list.
public struct ListAnswer: Sendable {
  let moment: Moment
  let numbers: [Int]
  /// The last id of this page when there are more, or nothing.
  public let last: StationID?

  init(_ question: ListQuestion, _ moment: Moment) {
    self.moment = moment
    let snapshot = moment.snapshot
    var required = question.amenities.bits
    if let kind = question.kind { required |= FilterBits.kind(kind) }
    var numbers: [Int] = []
    for number in snapshot.numbers(after: question.after) {
      let bits = snapshot.lastingBits[number]
      guard bits & required == required, question.status.matches(bits) else { continue }
      if let town = question.town, snapshot.town(of: number) != town { continue }
      numbers.append(number)
      if numbers.count > question.limit { break }
    }
    let hasMore = numbers.count > question.limit
    self.numbers = Array(numbers.prefix(question.limit))
    last = hasMore ? self.numbers.last.flatMap(snapshot.id) : nil
  }
}

extension StatusFilter {
  fileprivate func matches(_ bits: UInt128) -> Bool {
    switch self {
    case .any: true
    case .findable: bits & FilterBits.findable != 0
    case .only(.active): bits & FilterBits.active != 0
    case .only(.suspended): bits & FilterBits.suspended != 0
    case .only(.retired): bits & FilterBits.findable == 0
    }
  }
}

/// One station.
public struct StationAnswer: Sendable {
  let moment: Moment
  let number: Int
}
