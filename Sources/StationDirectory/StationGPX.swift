import Geodesy
import OpeningHours
public import RestStations

/// Stations as waypoints for navigation devices and map programs (GPX 1.1, topografix.com/GPX/1/1).
public enum StationGPX {
  /// Writes a file; of each station its place, name, kind, and a description for people.
  public struct Writer: StationFileWriter {
    private let catalogue: AmenityCatalogue
    private let language: Language
    private var bytes: [UInt8] = []

    /// - Parameter language: of the descriptions.
    public init(_ catalogue: AmenityCatalogue, _ language: Language) {
      self.catalogue = catalogue
      self.language = language
      bytes +=
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="yizhan">

        """.utf8
    }

    public mutating func append(_ station: Station) {
      bytes += "<wpt lat=\"".utf8
      FixedDecimal.append(station.coordinate.latitude, decimals: 7, to: &bytes)
      bytes += "\" lon=\"\(Self.longitude(station.coordinate))\">".utf8
      element("name", station.name)
      element("desc", description(of: station))
      element("type", station.kind.rawValue)
      bytes += "</wpt>\n".utf8
    }

    public mutating func end() {
      bytes += "</gpx>\n".utf8
    }

    public mutating func take() -> [UInt8] {
      defer { bytes = [] }
      return bytes
    }

    private mutating func element(_ name: String, _ text: String) {
      guard !text.isEmpty else { return }
      bytes += "<\(name)>\(XMLText.escaped(text))</\(name)>".utf8
    }

    /// GPX goes from -180 to below 180.
    private static func longitude(_ coordinate: Coordinate) -> String {
      let text = FixedDecimal.text(coordinate.longitude, decimals: 7)
      return text == "180.0000000" ? "-" + text : text
    }

    /// What a courier asks next: whether it is in use, where exactly it is, when it is open, what it has.
    private func description(of station: Station) -> String {
      let codes = catalogue.codes(of: station.amenities)
      let labels = catalogue.amenities.filter { codes.contains($0.code) }.map { $0.label.text(in: language) }
      let hours = station.openingHours.map { hours in
        Bilingual("open \(hours.text)", "开放时间 \(hours.text)").text(in: language)
      }
      let status = [station.status == .active ? nil : station.status.label.text(in: language), station.statusReason]
      let parts = [
        status.compactMap(\.self).joined(separator: ": "), station.address ?? "", hours ?? "",
        labels.joined(separator: language == .chinese ? "、" : ", "),
      ]
      return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }
  }
}
