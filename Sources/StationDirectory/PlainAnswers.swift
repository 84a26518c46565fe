import Geodesy
import RestStations
import SpatialIndex

/// The answers to common questions, made of ``PlainStations``. The memory is as long as all pieces together and the longest
/// numbers; should that ever be wrong, there is no answer, and the other way is taken.
package enum PlainAnswers {
  /// What surrounds the stations takes no more, beside the moment's text.
  private static let rest = 160

  /// The nearest stations in JSON, or nothing when there is more to say than of stations in use in WGS-84.
  package static func bytes(_ answer: NearestAnswer) -> [UInt8]? {
    guard answer.datum == .wgs84, !answer.includesNavigation, answer.skipped == nil else { return nil }
    let stations = PlainStations(answer.moment)
    guard answer.found.allSatisfy({ stations.isPlain($0.number) }) else { return nil }
    let length = answer.found.reduce(0) { $0 + stations.expect($1.number) }
    return bytes(answer.moment, length) { writer in
      for (place, neighbour) in answer.found.enumerated() {
        if place > 0 { writer.append(",") }
        stations.write(neighbour.number, to: &writer) { writer in
          writer.append(",\"distance_m\":")
          writer.append(neighbour.distance.value, decimals: 1)
          writer.append(",\"bearing_deg\":")
          writer.append(neighbour.geodesic.roundedBearing, decimals: 1)
        }
      }
    }
  }

  /// A page of a list in JSON, or nothing when it is in another datum.
  package static func bytes(_ answer: ListAnswer, next: String?) -> [UInt8]? {
    guard answer.datum == .wgs84 else { return nil }
    let stations = PlainStations(answer.moment, includesDetails: true)
    let written = written(answer.numbers.filter { !stations.isPlain($0) }, answer.moment)
    let length = answer.numbers.reduce(next?.utf8.count ?? 0) { sum, number in
      sum + 1 + (written[number]?.count ?? stations.expect(number))
    }
    return bytes(answer.moment, length, next: next) { writer in
      for (place, number) in answer.numbers.enumerated() {
        if place > 0 { writer.append(",") }
        if let bytes = written[number] {
          bytes.withUnsafeBufferPointer { writer.append($0) }
        } else {
          stations.write(number, to: &writer)
        }
      }
    }
  }

  /// The stations that are not plain.
  private static func written(_ numbers: [Int], _ moment: Moment) -> [Int: [UInt8]] {
    var writer = StationWriter(moment, .json, .wgs84)
    writer.includesDetails = true
    return Dictionary(
      numbers.map { number in
        var json = JSONText(capacity: 1000)
        writer.append(number, to: &json)
        return (number, json.bytes)
      }, uniquingKeysWith: { first, _ in first })
  }

  private static func bytes(
    _ moment: Moment, _ length: Int, next: String? = nil, _ write: (inout ByteWriter) -> Void
  ) -> [UInt8]? {
    var more = JSONText(capacity: 0)
    if let next {
      more.member("next", next)
      more.append(",")
    }
    let bytes = [UInt8](
      unsafeUninitializedCapacity: length + more.bytes.count + moment.ending.count + rest
    ) { memory, count in
      guard var writer = ByteWriter(memory) else { return }
      writer.append("{\"stations\":[")
      write(&writer)
      writer.append("],")
      more.bytes.withUnsafeBufferPointer { writer.append($0) }
      moment.ending.withUnsafeBufferPointer { writer.append($0) }
      count = writer.isFull ? 0 : writer.count
    }
    return bytes.isEmpty ? nil : bytes
  }
}
