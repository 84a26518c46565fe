import Geodesy
import RestStations
import SpatialIndex

/// The answer to the commonest questions put together by copying: JSON in WGS-84 with nothing but stations in use.
///
/// It equals what ``NearestAnswer/written(_:_:)`` makes, because each of its pieces does: a station's head and tail lie in
/// ``StationTexts`` as they are written there; what its hours say is the same for all stations with the same hours until
/// the board is made anew, and lies in the board; the codes of amenities lie in a row. The memory is as long as all pieces
/// together and the longest numbers; should that ever be wrong, there is no answer, and the other way is taken.
package enum PlainNearestAnswer {
  /// Names of members, coordinates, distance and bearing take no more.
  private static let restOfStation = 160
  private static let restOfAnswer = 128

  /// The bytes, or nothing when there is more to say.
  package static func bytes(_ answer: NearestAnswer) -> [UInt8]? {
    guard answer.datum == .wgs84, !answer.includesNavigation, answer.skipped == nil else { return nil }
    let moment = answer.moment
    let (texts, hours) = (moment.snapshot.texts, moment.board.texts)
    var capacity = restOfAnswer + moment.localText.utf8.count
    for neighbour in answer.found {
      let bits = moment.bits(of: neighbour.number)
      guard bits & FilterBits.active != 0 else { return nil }
      let count = FilterBits.amenities(in: bits).bits.nonzeroBitCount
      capacity += restOfStation + texts.length(of: neighbour.number) + count * texts.longestCode + hours.longest
    }
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { memory, count in
      guard var writer = ByteWriter(memory) else { return }
      write(answer, to: &writer)
      count = writer.isFull ? 0 : writer.count
    }
    return bytes.isEmpty ? nil : bytes
  }

  private static func write(_ answer: NearestAnswer, to writer: inout ByteWriter) {
    let moment = answer.moment
    writer.append("{\"stations\":[")
    moment.snapshot.texts.codes.bytes.withUnsafeBufferPointer { codes in
      moment.board.texts.runs.bytes.withUnsafeBufferPointer { hours in
        for (place, neighbour) in answer.found.enumerated() {
          writer.append(place == 0 ? "{" : ",{")
          write(neighbour, answer.origin, moment, codes, hours, to: &writer)
        }
      }
    }
    writer.append("],\"datum\":\"wgs84\",\"as_of\":\"")
    writer.append(moment.localText)
    writer.append("\",\"revision\":")
    writer.append(UInt64(clamping: moment.snapshot.summary.revision))
    writer.append("}")
  }

  @inline(__always)
  private static func write(
    _ neighbour: Neighbour, _ origin: GeodesicOrigin, _ moment: Moment, _ codes: UnsafeBufferPointer<UInt8>,
    _ hours: UnsafeBufferPointer<UInt8>, to writer: inout ByteWriter
  ) {
    let (snapshot, number) = (moment.snapshot, neighbour.number)
    let coordinate = snapshot.coordinates[number]
    snapshot.texts.withHeadAndTail(of: number) { head, tail in
      writer.append(head)
      writer.append(",\"lat\":")
      writer.append(coordinate.latitude, places: 7, scale: 10_000_000)
      writer.append(",\"lon\":")
      writer.append(coordinate.longitude, places: 7, scale: 10_000_000)
      writer.append(",\"distance_m\":")
      writer.append(neighbour.distance.value, places: 1, scale: 10)
      writer.append(",\"bearing_deg\":")
      writer.append(origin.roundedBearing(to: coordinate), places: 1, scale: 10)
      writer.append(",\"amenities\":[")
      append(FilterBits.amenities(in: snapshot.lastingBits(of: number)), snapshot.texts, codes, to: &writer)
      writer.append("]")
      if !tail.isEmpty {
        writer.append(",")
        writer.append(tail)
      }
    }
    let texts = moment.board.texts
    writer.append(texts.open(snapshot.openingHours[number]), of: hours)
    writer.append(texts.staffed(snapshot.staffedHours[number]), of: hours)
    writer.append(texts.change(snapshot.openingHours[number]), of: hours)
    writer.append("}")
  }

  /// The codes lie with a comma before each, which the first does without.
  @inline(__always)
  private static func append(
    _ amenities: AmenitySet, _ texts: StationTexts, _ codes: UnsafeBufferPointer<UInt8>, to writer: inout ByteWriter
  ) {
    var (bits, comma) = (amenities.bits, 1)
    while bits != 0 {
      let code = texts.codes[bits.trailingZeroBitCount]
      bits &= bits - 1
      if code.isEmpty { continue }
      writer.append(code.lowerBound + comma..<code.upperBound, of: codes)
      comma = 0
    }
  }
}

extension GeodesicOrigin {
  /// The bearing as answers give it: a decimal, below 360.
  func roundedBearing(to coordinate: Coordinate) -> Double {
    let bearing = (bearing(to: coordinate) * 10).rounded() / 10
    return bearing >= 360 ? 0 : bearing
  }
}
