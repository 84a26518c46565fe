/// The languages that users read.
public enum Language: String, Sendable, CaseIterable {
  case chinese = "zh"
  case english = "en"

  /// The language of a POSIX locale name such as `zh_CN.UTF-8`; English for any other than Chinese.
  public init(locale: String) {
    self = locale.lowercased().hasPrefix("zh") ? .chinese : .english
  }

  /// The language of an `Accept-Language` header (RFC 9110): the supported one of the greatest weight, the first of
  /// those; English when it names neither.
  public init(acceptLanguage header: String) {
    var chosen = (language: Language.english, weight: 0.0)
    for item in WeightedItem.list(header) {
      guard let prefix = item.name.split(separator: "-").first, let language = Language(rawValue: String(prefix))
      else { continue }
      let weight = item.weight ?? 0
      if weight > chosen.weight { chosen = (language, weight) }
    }
    self = chosen.language
  }
}

/// A text in every language that users read.
public struct Bilingual: Hashable, Sendable {
  public let english: String
  public let chinese: String

  public init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  public func text(in language: Language) -> String {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }
}
