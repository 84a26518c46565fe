import Geodesy
public import RestStations

/// Stations as a GeoJSON file (RFC 7946): a FeatureCollection of Points whose properties are named like the columns of a
/// CSV file, when it is read in either language; latitude and longitude stand in the geometry.
///
/// A property that is missing keeps what was there, null clears.
public enum StationGeoJSON {
  /// Writes a file of all columns; what a station lacks is null.
  public struct Writer: StationFileWriter {
    private let catalogue: AmenityCatalogue
    private var json = JSONText()
    private var isFirst = true

    public init(_ catalogue: AmenityCatalogue) {
      self.catalogue = catalogue
      json.append("{\"type\":\"FeatureCollection\",\"features\":[")
    }

    public mutating func append(_ station: Station) {
      json.append(isFirst ? "\n" : ",\n")
      isFirst = false
      json.append("{\"type\":\"Feature\",\"id\":")
      json.string(station.id.text)
      json.append(",\"geometry\":{\"type\":\"Point\",\"coordinates\":[")
      json.number(station.coordinate.longitude, decimals: 7)
      json.append(",")
      json.number(station.coordinate.latitude, decimals: 7)
      json.append("]},\"properties\":{")
      for column in StationColumn.allCases where column != .latitude && column != .longitude {
        append(station, column)
      }
      json.append("}}")
    }

    public mutating func end() {
      json.append("\n]}\n")
    }

    public mutating func take() -> [UInt8] {
      defer { json = JSONText() }
      return json.bytes
    }

    private mutating func append(_ station: Station, _ column: StationColumn) {
      json.separate()
      json.string(column.rawValue)
      json.append(":")
      let cell = station.cell(column, catalogue)
      if column.isList {
        json.append("[")
        for item in cell.split(separator: ";") {
          json.separate()
          json.string(String(item))
        }
        json.append("]")
      } else if cell.isEmpty {
        json.append("null")
      } else if column.isNumeric {
        json.append(cell.utf8)
      } else {
        json.string(cell)
      }
    }
  }
}
