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
    for item in header.split(separator: ",") {
      let parts = item.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
      guard let tag = parts.first, let prefix = tag.split(separator: "-").first,
        let language = Language(rawValue: String(prefix))
      else { continue }
      let weights = parts.dropFirst().filter { $0.hasPrefix("q=") }
      let weight = weights.first.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
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
