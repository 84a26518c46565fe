import Geodesy
import RestStations
import StationDirectory
import Testing

/// A row of a station file, read with no code of the product but its geodesic: what answers are compared with.
struct ReferenceStation {
  let fields: [String: String]
  let coordinate: Coordinate
  var status: String

  var id: String { fields["id"] ?? "" }

  /// Every row of a file in which no field holds a line end.
  static func all(in csv: String) throws -> [ReferenceStation] {
    let lines = csv.split(separator: "\n").map(fields)
    let header = try #require(lines.first)
    return try lines.dropFirst().map { cells in
      let fields = Dictionary(uniqueKeysWithValues: zip(header, cells))
      let latitude = try #require(Double(fields["lat"] ?? ""))
      let longitude = try #require(Double(fields["lon"] ?? ""))
      return ReferenceStation(
        fields: fields, coordinate: try #require(Coordinate(latitude: latitude, longitude: longitude)),
        status: fields["status"] ?? "active")
    }
  }

  func list(_ column: String) -> [String] {
    (fields[column] ?? "").split(separator: ";").map(String.init)
  }

  /// Whether a question asks for such a station, its hours and its distance aside.
  func matches(_ question: NearestQuestion, amenities: Set<String>) -> Bool {
    (status == "active" || question.includesSuspended && status == "suspended")
      && amenities.isSubset(of: list("amenities"))
      && (question.kind == nil || question.kind?.rawValue == fields["kind"])
      && (question.entry == nil || question.entry?.rawValue == fields["entry"])
  }

  private static func fields(_ line: Substring) -> [String] {
    var fields = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }
}

/// Stations by a sort of all of them.
struct ReferenceDirectory {
  var stations: [ReferenceStation]

  struct Found {
    let station: ReferenceStation
    let distance: Meters
  }

  /// All that match within the radius, nearest first, those at one millimetre by the bytes of their ids.
  func nearest(_ question: NearestQuestion, amenities: Set<String> = []) -> [Found] {
    let origin = GeodesicOrigin(question.place)
    return stations.filter { $0.matches(question, amenities: amenities) }
      .map { Found(station: $0, distance: origin.distance(to: $0.coordinate)) }
      .filter { found in question.radius.map { found.distance <= $0 } ?? true }
      .sorted { one, other in
        let (first, second) = (one.distance.millimeters, other.distance.millimeters)
        return first == second
          ? one.station.id.utf8.lexicographicallyPrecedes(other.station.id.utf8) : first < second
      }
  }
}
