import RestStations

/// A parameter of a call.
struct APIParameter: Sendable {
  enum Place: String {
    case query, path, header
  }

  let name: String
  let place: Place
  let isRequired: Bool
  let schema: APISchema
  let description: Bilingual
  /// Its name among the document's shared parameters.
  var sharedName: String?

  static func query(
    _ name: String, _ schema: APISchema, _ description: Bilingual, isRequired: Bool = false
  ) -> APIParameter {
    APIParameter(name: name, place: .query, isRequired: isRequired, schema: schema, description: description)
  }

  static func path(_ name: String, _ schema: APISchema, _ description: Bilingual) -> APIParameter {
    APIParameter(name: name, place: .path, isRequired: true, schema: schema, description: description)
  }

  static func header(_ name: String, _ schema: APISchema, _ description: Bilingual) -> APIParameter {
    APIParameter(name: name, place: .header, isRequired: false, schema: schema, description: description)
  }

  /// The same, written once for the whole document.
  func shared(as name: String) -> APIParameter {
    var parameter = self
    parameter.sharedName = name
    return parameter
  }

  /// A Parameter Object, lists separated by commas.
  var whole: DocumentValue {
    let isList = schema.value["type"]?.text == "array"
    let style: [(name: String, value: DocumentValue)] = isList ? [("style", "form"), ("explode", false)] : []
    return DocumentValue.object([
      ("name", .text(name)), ("in", .text(place.rawValue)), ("required", .flag(isRequired)),
      ("description", .told(description)), ("schema", schema.value),
    ]).adding(style)
  }

  /// As an operation names it.
  var value: DocumentValue {
    sharedName.map { ["$ref": .text("#/components/parameters/\($0)")] } ?? whole
  }
}
