public import RestStations

/// A visit as a file or a request gives it, before it is looked at.
struct VisitFields {
  var id: String?
  var stationID: String?
  var at: String?
  var group: String?
  var people: Int?
  var services: [String]?
  var visitor: String?
  /// What is wrong with it already, field by field.
  var faults: [VisitFault] = []
}

/// One thing that is wrong with a visit.
struct VisitFault {
  /// The field, as it was named; nothing for the whole.
  let name: String?
  let detail: Bilingual

  init(_ field: VisitField, _ detail: Bilingual) {
    self.init(name: field.rawValue, detail)
  }

  init(name: String?, _ detail: Bilingual) {
    self.name = name
    self.detail = detail
  }
}

/// The fields of a visit, by their names in files and requests.
public enum VisitField: String, CaseIterable, Sendable {
  case id
  case stationID = "station_id"
  case at, group, people, services, visitor

  /// What files call it in Chinese.
  var chineseNames: [String] {
    switch self {
    case .id: ["编号", "到访编号"]
    case .stationID: ["站点编号", "服务点编号"]
    case .at: ["时间", "到访时间"]
    case .group: ["群体", "行业"]
    case .people: ["人次", "人数"]
    case .services: ["服务", "使用服务"]
    case .visitor: ["人员标识", "访客"]
    }
  }
}

/// Turns what was sent into visits that can be stored.
public struct VisitReader: Sendable {
  private let catalogue: AmenityCatalogue
  private let key: SecretKey
  /// Milliseconds since 1970.
  private let now: Int64

  /// - Parameters:
  ///   - catalogue: of the services that there are.
  ///   - key: under which visitors get their pseudonyms.
  ///   - now: milliseconds since 1970.
  public init(_ catalogue: AmenityCatalogue, _ key: SecretKey, now: Int64) {
    self.catalogue = catalogue
    self.key = key
    self.now = now
  }

  /// The visit, or all that is wrong with it.
  func draft(_ fields: VisitFields) -> Result<VisitDraft, VisitFaults> {
    var faults = fields.faults
    if faults.contains(where: { $0.name == nil }) { return .failure(VisitFaults(faults: faults)) }
    func take<Value>(_ field: VisitField, _ text: String?, _ rule: Bilingual, _ read: (String) -> Value?) -> Value? {
      guard let text else { return nil }
      let value = read(text)
      if value == nil { faults.append(VisitFault(field, rule)) }
      return value
    }
    func missing(_ field: VisitField) {
      if !faults.contains(where: { $0.name == field.rawValue }) {
        faults.append(VisitFault(field, Bilingual("is missing", "缺少该字段")))
      }
    }
    let uuid = Bilingual(
      "must be a UUID such as 0193d2a1-7c1e-7000-8000-0123456789ab", "须为 UUID，如 0193d2a1-7c1e-7000-8000-0123456789ab")
    let id = take(.id, fields.id, uuid) { VisitID($0) }
    let station = take(.stationID, fields.stationID, StationID.rule) { StationID($0) }
    if station == nil { missing(.stationID) }
    let words = WorkerGroup.allCases.map(\.rawValue).joined(separator: ", ")
    let group = take(
      .group, fields.group, Bilingual("must be one of \(words)", "须为 \(words) 之一")
    ) { WorkerGroup(rawValue: $0) }
    if group == nil { missing(.group) }
    let at = take(
      .at, fields.at,
      Bilingual(
        "must be an instant from 1970 on such as 2026-11-24T20:00:00+08:00",
        "须为 1970 年以后、形如 2026-11-24T20:00:00+08:00 的时刻")
    ) { Instant.parse($0).flatMap { $0 >= 0 ? $0 : nil } }
    if let at, at > now / 1000 + Visit.greatestLead {
      faults.append(VisitFault(.at, Bilingual("is more than 5 minutes ahead", "比当前时间晚 5 分钟以上")))
    }
    if let people = fields.people, !Visit.peopleLimits.contains(people) {
      faults.append(VisitFault(.people, Bilingual("must be a whole number from 1 to 500", "须为 1 至 500 的整数")))
    }
    let services = fields.services.map { self.services(of: $0, &faults) }
    let visitor = take(.visitor, fields.visitor, VisitorReference.rule) { VisitorReference($0) }
    guard faults.isEmpty, let station, let group else { return .failure(VisitFaults(faults: faults)) }
    return .success(
      VisitDraft(
        id: id ?? VisitID.random(at: now), stationID: station, at: at, group: group, people: fields.people,
        services: services, visitor: visitor.map { VisitorPseudonym($0, under: key) }))
  }

  private func services(
    of codes: [String], _ faults: inout [VisitFault]
  ) -> AmenitySet {
    var set = AmenitySet()
    for code in codes {
      if let number = AmenityCode(code).flatMap(catalogue.number) {
        set.insert(number)
      } else {
        let shown = String(code.prefix(40))
        faults.append(VisitFault(.services, Bilingual("'\(shown)' is no known service", "“\(shown)”不是已知的服务代码")))
      }
    }
    return set
  }
}

/// What is wrong with a visit.
struct VisitFaults: Error {
  let faults: [VisitFault]
}
