import RestStations

/// The names of a file's columns: the dimensions in their order, then the measures.
enum UsageColumns {
  /// English names are the words that programs know (`month`, `people`), Chinese ones are labels.
  static func names(_ axes: [UsageAxis], in language: Language) -> [String] {
    axes.map { name($0.dimension.rawValue, $0.dimension.label, language) }
      + UsageMeasure.allCases.map { name($0.rawValue, $0.label, language) }
  }

  private static func name(_ word: String, _ label: Bilingual, _ language: Language) -> String {
    switch language {
    case .english: word
    case .chinese: label.chinese
    }
  }
}
