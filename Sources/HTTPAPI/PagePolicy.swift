import HTTPTypes

/// What the pages may do: load what this server has and tiles of the map, and ask where the phone is.
struct PagePolicy: Sendable, Hashable {
  let content: String

  init(_ tiles: MapTiles?) {
    let images = (["'self'", "data:"] + [tiles?.source].compactMap { $0 }).joined(separator: " ")
    content =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src \(images); connect-src 'self'; "
      + "manifest-src 'self'; worker-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
  }

  /// The headers of all that belongs to the pages.
  var headers: HTTPFields {
    var fields: HTTPFields = [.contentSecurityPolicy: content, .xContentTypeOptions: "nosniff"]
    for (name, value) in Self.others {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return fields
  }

  /// Servers of tiles are told the site's name, as some ask for, and never the page.
  private static let others = [
    "Permissions-Policy": "geolocation=(self)", "Referrer-Policy": "strict-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
  ]
}
