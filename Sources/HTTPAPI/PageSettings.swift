import Geodesy
import OpeningHours
import RestStations
import StationDirectory

/// What the pages need to know of this server and its district, as JSON.
struct PageSettings {
  let summary: DirectorySummary
  let tiles: MapTiles?

  /// `time_zone`, `stations` (how many), `holidays` with `holiday_years` (those whose holidays are known), and `tiles`
  /// where there are some.
  var json: [UInt8] {
    var json = JSONText(capacity: 4096)
    json.append("{")
    json.member("time_zone", summary.timeZone)
    json.member("stations", summary.stationCount)
    json.member("revision", summary.revision)
    appendHolidays(to: &json)
    if let tiles { append(tiles, to: &json) }
    json.append("}")
    return json.bytes
  }

  /// With the outline inside which tiles in other datums are shifted: lists of latitude, longitude, latitude, …
  private func append(_ tiles: MapTiles, to json: inout JSONText) {
    json.name("tiles")
    json.append("{")
    json.member("address", tiles.address)
    json.member("datum", tiles.datum.rawValue)
    json.member("attribution", tiles.attribution)
    if tiles.datum != .wgs84 {
      json.name("outline")
      json.append("[")
      for ring in MainlandOutline.rings {
        json.separate()
        json.append("[")
        for degrees in ring {
          json.separate()
          json.number(degrees, decimals: 3)
        }
        json.append("]")
      }
      json.append("]")
    }
    json.append("}")
  }

  private func appendHolidays(to json: inout JSONText) {
    let days = summary.holidays.entries.filter { $0.kind == .holiday }.map(\.date.description)
    json.member("holidays", days)
    json.name("holiday_years")
    json.append("[")
    for year in summary.holidays.coveredYears {
      json.separate()
      json.append(String(year).utf8)
    }
    json.append("]")
  }
}
