import Geodesy
public import RestStations
import SpatialIndex

/// A page of features, and how many match in all.
public struct FeatureAnswer: Sendable {
  let moment: Moment
  let numbers: [Int]
  /// How many stations match, on whatever page.
  public let matched: Int
  /// The last id of this page when there are more, or nothing.
  public let last: StationID?

  /// How many stations are on this page.
  public var returned: Int { numbers.count }
  /// The directory's revision.
  public var revision: Int { moment.snapshot.summary.revision }
  /// Since when all that the answer shows of opening hours holds, seconds since 1970.
  public var holdsSince: Int64 { moment.board.instant }

  init(_ question: FeatureQuestion, _ moment: Moment) {
    self.moment = moment
    let first = moment.snapshot.numbers(after: question.after).lowerBound
    var (numbers, matched, hasMore) = ([Int](), 0, false)
    FeatureFilter(question, moment).forEachMatch { number in
      matched += 1
      guard number >= first else { return }
      if numbers.count < question.limit { numbers.append(number) } else { hasMore = true }
    }
    self.numbers = numbers
    self.matched = matched
    last = hasMore ? numbers.last.flatMap(moment.snapshot.id) : nil
  }
}

/// What a question for features asks of a station. Nothing is allocated for each of them.
private struct FeatureFilter {
  private let question: FeatureQuestion
  private let moment: Moment
  private let required: AttributeBits
  private let town: Int32?
  private let texts: [(piece: StationTexts.Piece, member: BytePattern)]

  init(_ question: FeatureQuestion, _ moment: Moment) {
    self.question = question
    self.moment = moment
    var required: AttributeBits = 0
    if let kind = question.kind { required |= FilterBits.kind(kind) }
    if let entry = question.entry { required |= FilterBits.entry(entry) }
    self.required = required
    town = question.town.flatMap(moment.snapshot.number(ofTown:))
    texts = question.texts.map { property, text in
      var json = JSONText()
      json.string(property.rawValue)
      json.append(":")
      json.string(text)
      return (property.piece, moment.snapshot.texts.pattern(json.bytes, in: property.piece))
    }
  }

  /// Calls a body with every station that matches, ascending.
  func forEachMatch(_ body: (Int) -> Void) {
    if question.town != nil, town == nil { return }
    if let box = question.box {
      for number in moment.snapshot.index.numbers(in: box, requiring: required) where matches(number) { body(number) }
    } else {
      for number in 0..<moment.snapshot.count where matches(number) { body(number) }
    }
  }

  private func matches(_ number: Int) -> Bool {
    let bits = moment.bits(of: number)
    guard bits & required == required, question.status.matches(bits) else { return false }
    if let town, moment.snapshot.facts[number].town != town { return false }
    if let updated = question.updated, !updated.contains(moment.snapshot.facts[number].updatedAt) { return false }
    return texts.allSatisfy { moment.snapshot.texts.has($0.member, in: $0.piece, of: number) }
  }
}
