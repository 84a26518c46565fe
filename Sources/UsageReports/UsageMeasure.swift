public import RestStations

/// What is counted. The raw values are the names of columns, in their order.
public enum UsageMeasure: String, CaseIterable, Sendable {
  case visits, people, visitors

  /// As reports tell them.
  static let byImportance = [UsageMeasure.people, .visits, .visitors]

  public var label: Bilingual {
    switch self {
    case .visits: Bilingual("visits", "到访次数")
    case .people: Bilingual("person-visits", "人次")
    case .visitors: Bilingual("visitors", "人数")
    }
  }
}

extension UsageMeasures {
  /// The figure of one measure; nothing where it is not known.
  public func value(_ measure: UsageMeasure) -> Int64? {
    switch measure {
    case .visits: visits
    case .people: people
    case .visitors: visitors
    }
  }
}
