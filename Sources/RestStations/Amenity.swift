/// Something that a station offers.
public struct Amenity: Hashable, Sendable {
  public let code: AmenityCode
  public let category: AmenityCategory
  public let label: Bilingual

  public init(code: AmenityCode, category: AmenityCategory, label: Bilingual) {
    self.code = code
    self.category = category
    self.label = label
  }
}

/// The code of an amenity: a small letter, then up to 31 small letters, digits or `_`.
public struct AmenityCode: Hashable, Sendable, CustomStringConvertible {
  public let text: String

  /// Makes a code, or nothing when the text is not one.
  public init?(_ text: String) {
    let bytes = text.utf8
    guard (1...32).contains(bytes.count), let first = bytes.first, Self.letters.contains(first),
      bytes.allSatisfy({ Self.letters.contains($0) || Self.digits.contains($0) || $0 == UInt8(ascii: "_") })
    else { return nil }
    self.text = text
  }

  public var description: String { text }

  private static let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
}

/// What an amenity is for: 食医住行 and services.
public enum AmenityCategory: String, Sendable, CaseIterable {
  case food, medical, rest, travel, services

  public var label: Bilingual {
    switch self {
    case .food: Bilingual("food", "食")
    case .medical: Bilingual("medical", "医")
    case .rest: Bilingual("rest", "住")
    case .travel: Bilingual("travel", "行")
    case .services: Bilingual("services", "助")
    }
  }
}
