import Geodesy
import OpeningHours
import RestStations
import StationDirectory
import UsageReports

extension UsageQuestion {
  /// Reads the question in a query, whose other parameters have been read; the reader keeps what is wrong with it.
  ///
  /// - Parameters:
  ///   - today: the last day unless another is given.
  ///   - isCut: there may be `by`.
  init(_ query: inout QueryReader, today: CivilDate, isCut: Bool = true) {
    let rule = Bilingual("must be a day from 1970 on such as 2026-11-24", "须为 1970 年以后、形如 2026-11-24 的日期")
    func day(_ text: String) -> CivilDate? { CivilDate(text).flatMap { $0.year >= 1970 ? $0 : nil } }
    let none = CivilDate(daysSinceEpoch: .min)
    var from = query.required("from", standIn: none, or: rule, day)
    let to = query.value("to", or: rule, day) ?? max(today, from)
    // Of a first day that is wrong or missing no more is to be said.
    if from == none { from = min(to, today) }
    let by = isCut ? query.dimensions("by") : []
    let stations = query.list("station", or: StationID.rule) { StationID($0) }
    let towns = query.list("town", or: Bilingual("must name towns, separated by commas", "须为以逗号分隔的镇街名")) {
      $0.isEmpty ? nil : $0
    }
    let groups = query.list(
      "group",
      or: Bilingual(
        "must be some of \(WorkerGroup.allCases.map(\.rawValue).joined(separator: ", "))",
        "须为 \(WorkerGroup.allCases.map(\.rawValue).joined(separator: ", ")) 中的若干项")
    ) { WorkerGroup(rawValue: $0) }
    self.init(from: from, to: to, by: by, stations: stations, towns: towns, groups: groups)
  }
}

extension QueryReader {
  fileprivate mutating func dimensions(_ name: String) -> [UsageDimension] {
    let words = UsageDimension.allCases.map(\.rawValue).joined(separator: ", ")
    let rule = Bilingual("must list some of \(words), each once", "须为 \(words) 中的若干项，不可重复")
    return value(name, or: rule) { text in
      let items = text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false)
      let dimensions = items.compactMap { UsageDimension(rawValue: String($0)) }
      return dimensions.count == items.count && Set(dimensions).count == items.count ? dimensions : nil
    } ?? []
  }

  /// Values of one list.
  private static let mostValues = 1000

  /// Values separated by commas, each read by a function that gives nothing for what is wrong.
  fileprivate mutating func list<Value>(
    _ name: String, or detail: Bilingual, _ read: (String) -> Value?
  ) -> [Value] {
    guard let text = text(name) else { return [] }
    let items = text.split(separator: ",", omittingEmptySubsequences: false)
    guard items.count <= Self.mostValues else {
      note([.parameter(name, "has more than \(Self.mostValues) values", "超过 \(Self.mostValues) 个值")])
      return []
    }
    let values = items.compactMap { read(String($0)) }
    if values.count == items.count { return values }
    note([Fault(.parameter(name), detail)])
    return []
  }
}

extension CoverageQuestion {
  /// The question in the query of `POST /v1/usage/coverage`, and the datum of the points.
  ///
  /// - Throws: ``YizhanError`` with every fault.
  static func read(
    _ query: String?, _ catalogue: AmenityCatalogue
  ) throws(YizhanError) -> (question: CoverageQuestion, datum: Datum) {
    var reader = QueryReader(query)
    var question = CoverageQuestion()
    let rule = Bilingual("must be a number of metres from 1 to 100000", "须为 1 至 100000 的米数")
    question.distance =
      reader.value("distance_m", or: rule) { text in
        DecimalNumber.parse(text).flatMap { distances.contains($0) ? Meters($0) : nil }
      } ?? question.distance
    question.amenities = reader.amenities("amenities", catalogue)
    question.open = reader.open()
    question.gaps = reader.wholeNumber("gaps", in: gapLimits) ?? question.gaps
    let datum = reader.word("datum") ?? Datum.wgs84
    try reader.finish()
    return (question, datum)
  }
}
