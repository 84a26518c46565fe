import RestStations

/// What a value of the API looks like: a Schema Object of OpenAPI 3.0.3.
struct APISchema: Sendable {
  private(set) var value: DocumentValue

  private init(_ type: DocumentValue, _ facets: [(name: String, value: DocumentValue?)] = []) {
    value = .object([("type", type)] + facets.compactMap { facet in facet.value.map { (facet.name, $0) } })
  }

  private init(value: DocumentValue) {
    self.value = value
  }

  // MARK: - Kinds

  /// A text.
  ///
  /// - Parameter lengths: characters, limits included.
  static func text(
    _ lengths: ClosedRange<Int>? = nil, pattern: String? = nil, format: String? = nil
  ) -> APISchema {
    APISchema(
      "string",
      [
        ("format", format.map { .text($0) }), ("minLength", lengths.map { .whole($0.lowerBound) }),
        ("maxLength", lengths.map { .whole($0.upperBound) }), ("pattern", pattern.map { .text($0) }),
      ])
  }

  static let text = APISchema("string")
  /// A text without control characters, as a query may hold it.
  static let line = APISchema.line(nil)

  static func line(_ lengths: ClosedRange<Int>? = nil) -> APISchema {
    text(lengths, pattern: #"^[^\x00-\x1f\x7f]*$"#)
  }

  static let instant = text(format: "date-time")
  static let day = text(format: "date")
  static let binary = text(format: "binary")

  /// One of a closed set of words.
  static func words(_ words: [String]) -> APISchema {
    APISchema("string", [("enum", .list(words.map { .text($0) }))])
  }

  /// The same of a type's raw values.
  static func words<Word: RawRepresentable & CaseIterable>(of type: Word.Type) -> APISchema
  where Word.RawValue == String {
    words(type.allCases.map(\.rawValue))
  }

  static func whole(_ range: ClosedRange<Int>? = nil) -> APISchema {
    APISchema(
      "integer",
      [("minimum", range.map { .whole($0.lowerBound) }), ("maximum", range.map { .whole($0.upperBound) })])
  }

  /// A whole number of at least 0.
  static let count = APISchema("integer", [("minimum", 0)])

  static func number(_ range: ClosedRange<Double>? = nil) -> APISchema {
    APISchema(
      "number",
      [("minimum", range.map { .number($0.lowerBound) }), ("maximum", range.map { .number($0.upperBound) })])
  }

  static let positive = APISchema("number", [("minimum", 0), ("exclusiveMinimum", true)])
  static let flag = APISchema("boolean")

  /// - Parameter least: so many items at least, where more do no harm.
  static func list(
    _ items: APISchema, counts: ClosedRange<Int>? = nil, atLeast least: Int? = nil, isSet: Bool = false
  ) -> APISchema {
    APISchema(
      "array",
      [
        ("items", items.value), ("minItems", (counts?.lowerBound ?? least).map { .whole($0) }),
        ("maxItems", counts.map { .whole($0.upperBound) }), ("uniqueItems", isSet ? true : nil),
      ])
  }

  /// An object.
  ///
  /// - Parameters:
  ///   - required: members that are always there.
  ///   - optional: members that are left out where there is nothing to tell.
  ///   - isClosed: there may be no others.
  static func object(
    _ required: [(String, APISchema)], optional: [(String, APISchema)] = [], isClosed: Bool = false
  ) -> APISchema {
    let members = (required + optional).map { (name: $0.0, value: $0.1.value) }
    return APISchema(
      "object",
      [
        ("required", required.isEmpty ? nil : .list(required.map { .text($0.0) })), ("properties", .object(members)),
        ("additionalProperties", isClosed ? false : nil),
      ])
  }

  /// An object whose members have any names.
  static func map(_ items: APISchema) -> APISchema {
    APISchema("object", [("additionalProperties", items.value)])
  }

  /// Any value.
  static let any = APISchema(value: .object([]))

  /// One of the document's shared schemas.
  static func named(_ name: String) -> APISchema {
    APISchema(value: ["$ref": .text("#/components/schemas/\(name)")])
  }

  /// At least one of some.
  static func anyOf(_ schemas: [APISchema]) -> APISchema {
    APISchema(value: ["anyOf": .list(schemas.map(\.value))])
  }

  /// All of some.
  static func allOf(_ schemas: [APISchema]) -> APISchema {
    APISchema(value: ["allOf": .list(schemas.map(\.value))])
  }

  // MARK: - More about it

  func standing(_ value: DocumentValue) -> APISchema { adding("default", value) }
  func example(_ value: DocumentValue) -> APISchema { adding("example", value) }
  var orNull: APISchema { adding("nullable", true) }

  func told(_ english: String, _ chinese: String) -> APISchema {
    adding("description", .told(Bilingual(english, chinese)))
  }

  private func adding(_ name: String, _ facet: DocumentValue) -> APISchema {
    APISchema(value: value.adding([(name, facet)]))
  }
}
