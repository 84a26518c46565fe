import RestStations
import StationDirectory
import VisitLog

/// Many visits that were sent together, and what becomes of each.
struct VisitPost {
  enum Report {
    /// One result for each, in order.
    case results
    /// How many, and what was refused.
    case counts
  }

  private enum State {
    case draft(VisitDraft)
    case created(VisitID)
    case exists(VisitID)
    case refused(YizhanError)
  }

  let isAtomic: Bool
  private let report: Report
  private let lines: [Int]
  private var states: [State]

  init(_ reading: VisitReading, isAtomic: Bool, _ report: Report) {
    self.isAtomic = isAtomic
    self.report = report
    lines = reading.lines
    states = reading.items.map { item in
      switch item {
      case .draft(let draft): .draft(draft)
      case .refused(let error): .refused(error)
      }
    }
  }

  /// What is to be stored.
  var drafts: [VisitDraft] {
    states.compactMap { if case .draft(let draft) = $0 { draft } else { nil } }
  }

  /// Refuses the visits for which a check throws.
  mutating func refuse(_ check: (VisitDraft) throws(YizhanError) -> Void) {
    for place in states.indices {
      guard case .draft(let draft) = states[place] else { continue }
      do throws(YizhanError) {
        try check(draft)
      } catch {
        states[place] = .refused(located(error, at: place))
      }
    }
  }

  /// Takes what became of the drafts.
  mutating func take(_ outcomes: [VisitOutcome]) {
    var rest = outcomes[...]
    for place in states.indices {
      guard case .draft = states[place], let outcome = rest.popFirst() else { continue }
      switch outcome {
      case .created(let visit): states[place] = .created(visit.id)
      case .exists(let visit): states[place] = .exists(visit.id)
      case .refused(let error): states[place] = .refused(located(error, at: place))
      }
    }
  }

  /// - Throws: ``YizhanError`` with all faults, when all or none were to be kept and some were refused.
  func throwIfNothingMayBeKept() throws(YizhanError) {
    let errors = states.compactMap { if case .refused(let error) = $0 { error } else { nil } }
    guard isAtomic, let first = errors.first else { return }
    let code = errors.allSatisfy { $0.code == first.code } ? first.code : .badData
    throw YizhanError(
      code,
      Bilingual(
        "nothing was kept: \(errors.count) of \(states.count) visits cannot be",
        "未保存任何内容：\(states.count) 条到访记录中有 \(errors.count) 条有误"),
      faults: errors.flatMap(\.faults))
  }

  /// The answer, its messages in a language.
  func json(in language: Language) -> [UInt8] {
    var json = JSONText(capacity: 100 + 80 * states.count)
    json.append("{")
    switch report {
    case .results:
      json.name("results")
      json.append("[")
      for state in states { append(state, in: language, to: &json) }
      json.append("]")
    case .counts: appendCounts(in: language, to: &json)
    }
    json.append("}")
    return json.bytes
  }

  private func append(_ state: State, in language: Language, to json: inout JSONText) {
    json.separate()
    json.append("{")
    switch state {
    case .created(let id):
      json.member("id", id.description)
      json.member("result", "created")
    case .exists(let id):
      json.member("id", id.description)
      json.member("result", "exists")
    case .refused(let error):
      json.member("result", "problem")
      json.name("problem")
      Problem.append(error, in: language, to: &json)
    case .draft: json.member("result", "pending")
    }
    json.append("}")
  }

  private func appendCounts(in language: Language, to json: inout JSONText) {
    json.member("created", states.count { if case .created = $0 { true } else { false } })
    json.member("exists", states.count { if case .exists = $0 { true } else { false } })
    json.name("errors")
    json.append("[")
    for case .refused(let error) in states {
      for fault in error.faults { Problem.append(fault, in: language, to: &json) }
    }
    json.append("]")
  }

  /// The error with faults that say which of the visits it is about.
  private func located(_ error: YizhanError, at place: Int) -> YizhanError {
    let whole = Fault(.pointer(""), error.detail)
    let faults = (error.faults.isEmpty ? [whole] : error.faults).map { fault -> Fault in
      guard case .pointer(let pointer) = fault.place else { return fault }
      guard lines.indices.contains(place) else { return Fault(.pointer("/\(place)\(pointer)"), fault.detail) }
      let column = pointer.isEmpty ? nil : String(pointer.dropFirst())
      return Fault(.row(line: lines[place], column: column), fault.detail)
    }
    return YizhanError(error.code, error.detail, faults: faults)
  }
}
