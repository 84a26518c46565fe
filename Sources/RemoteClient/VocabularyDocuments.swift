/// A label in each language.
public struct LabelsDocument: Codable, Sendable {
  public var zh: String
  public var en: String

  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }
}

/// The amenities that a directory knows.
public struct AmenitiesDocument: Decodable, Sendable {
  public struct Amenity: Codable, Sendable {
    public var code: String
    public var category: String
    public var labels: LabelsDocument

    public init(code: String, category: String, labels: LabelsDocument) {
      self.code = code
      self.category = category
      self.labels = labels
    }
  }

  public var amenities: [Amenity]
}

/// A town, and how many stations it has that are in use or suspended.
public struct TownDocument: Codable, Sendable {
  public var name: String
  public var stations: Int
}

struct TownsDocument: Decodable {
  var towns: [TownDocument]
}

/// A public holiday or a make-up workday.
public struct HolidayDocument: Codable, Sendable {
  /// `YYYY-MM-DD`.
  public var date: String
  public var kind: String
  public var labels: LabelsDocument
}

struct HolidaysDocument: Decodable {
  var holidays: [HolidayDocument]
}
