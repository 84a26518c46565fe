import Geodesy
import RestStations

extension ChangesAnswer {
  /// The answer of the contract's `GET /v1/stations/changes`, UTF-8: stations as they are kept, without what the moment
  /// adds.
  ///
  /// - Parameter next: a reference to the next page.
  public func encoded(next: String?) -> [UInt8] {
    var json = JSONText(capacity: 200 + 700 * numbers.count)
    var writer = StationWriter(moment, .json, .wgs84)
    (writer.includesDetails, writer.isLasting) = (true, true)
    json.append("{\"changes\":[")
    let snapshot = moment.snapshot
    for number in numbers {
      json.separate()
      json.append("{")
      json.member("revision", snapshot.facts[number].revision)
      if snapshot.lastingBits(of: number) & FilterBits.findable == 0 {
        json.member("retired", snapshot.id(of: number)?.text)
      } else {
        json.name("station")
        writer.append(number, to: &json)
      }
      json.append("}")
    }
    json.append("]")
    json.member("next", next)
    json.member("revision", revision)
    json.append("}")
    return json.bytes
  }
}
