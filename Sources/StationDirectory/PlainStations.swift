import Geodesy
import RestStations
import SpatialIndex

/// Stations put together by copying: JSON in WGS-84, what most answers are made of.
///
/// It equals what ``StationWriter`` writes, because each of its pieces does: a station's head, tail and details lie in
/// ``StationTexts`` as they are written there; what its hours say is the same for all stations with the same hours until
/// the board is made anew, and lies in the board; the codes of amenities lie in a row. Stations that are not in use have
/// more to say, and are written.
struct PlainStations {
  private let moment: Moment
  private let snapshot: DirectorySnapshot
  private let hours: HoursTexts
  private let includesDetails: Bool

  /// Names of members, coordinates, distance and bearing take no more.
  private static let rest = 160

  init(_ moment: Moment, includesDetails: Bool = false) {
    self.moment = moment
    snapshot = moment.snapshot
    hours = moment.board.texts
    self.includesDetails = includesDetails
  }

  /// Whether a station is put together here.
  func isPlain(_ number: Int) -> Bool {
    moment.bits(of: number) & FilterBits.active != 0
  }

  /// Has what is a station's own fetched from memory, where it has most likely not been used of late.
  ///
  /// - Returns: no station takes more bytes.
  func expect(_ number: Int) -> Int {
    let count = FilterBits.amenities(in: snapshot.lastingBits(of: number)).bits.nonzeroBitCount
    return Self.rest + snapshot.texts.expect(number) + count * snapshot.amenities.longest + hours.longest
  }

  /// Writes plain stations.
  ///
  /// - Parameter extra: members that stand behind the coordinates, a comma before each.
  @inline(__always)
  func write(_ number: Int, to writer: inout ByteWriter, extra: (inout ByteWriter) -> Void = { _ in }) {
    let facts = snapshot.facts[number]
    snapshot.texts.withPieces(of: number) { head, tail, details in
      writer.append("{")
      writer.append(head)
      writer.append(",\"lat\":")
      writer.append(facts.coordinate.latitude, decimals: 7)
      writer.append(",\"lon\":")
      writer.append(facts.coordinate.longitude, decimals: 7)
      extra(&writer)
      writer.append(",\"amenities\":[")
      snapshot.amenities.write(FilterBits.amenities(in: facts.lastingBits), to: &writer)
      writer.append("]")
      append(tail, to: &writer)
      hours.runs.bytes.withUnsafeBufferPointer { memory in
        writer.append(hours.open(facts.openingHours), of: memory)
        writer.append(hours.staffed(facts.staffedHours), of: memory)
        writer.append(hours.change(facts.openingHours), of: memory)
      }
      if includesDetails { append(details, to: &writer) }
      writer.append("}")
    }
  }

  @inline(__always)
  private func append(_ members: UnsafeBufferPointer<UInt8>, to writer: inout ByteWriter) {
    if members.isEmpty { return }
    writer.append(",")
    writer.append(members)
  }
}
