/// What a station file is written as.
public enum StationFileFormat: Sendable {
  case csv
  /// RFC 7946.
  case geoJSON

  /// The media type by which such a file is sent.
  public var mediaType: String {
    switch self {
    case .csv: "text/csv"
    case .geoJSON: "application/geo+json"
    }
  }

  /// The format of a file by how it begins: GeoJSON with a brace, behind white space and a byte-order mark.
  public init(content: [UInt8]) {
    let start = content.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let first = content[start...].first { !" \t\r\n".utf8.contains($0) }
    self = first == UInt8(ascii: "{") ? .geoJSON : .csv
  }
}
