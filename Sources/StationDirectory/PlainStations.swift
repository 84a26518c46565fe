import CPrefetch
import Geodesy
import RestStations
import SpatialIndex

/// Stations put together by copying: JSON in WGS-84, what most answers are made of.
///
/// It equals what ``StationWriter`` writes, because each of its pieces does; a station's head, tail and details lie in
/// ``StationTexts`` as they are written there; what its hours say is the same for all stations with the same hours until
/// the board is made anew, and lies in the board; the codes of amenities lie in a row. Stations that are not in use have
/// more to say, and are written.
///
/// It is but the addresses of all that, for a writer who holds on to the moment meanwhile: no reference is counted, for
/// which answers that are made at once on several processors would wait.
struct PlainStations: BitwiseCopyable, @unchecked Sendable {
  private let facts: Pages<StationFacts>.View
  private let texts: Pages<StationTexts.Place>.View
  private let amenities: AmenityTexts.View
  private let hours: HoursTexts.View
  // Here, where nothing has to be asked whether it is made already.
  private let active = FilterBits.active
  private let allAmenities = FilterBits.allAmenities

  /// Braces, names of members, coordinates, distance and bearing take no more.
  private static let rest = 160

  init(_ snapshot: DirectorySnapshot, _ board: OpeningBoard) {
    facts = Pages.View(snapshot.factsTable)
    texts = Pages.View(snapshot.textsTable)
    amenities = snapshot.amenities.view
    hours = board.texts.view
  }

  /// Whether a station is put together here: it is in use, or is again at a moment of the same snapshot.
  @inline(__always)
  func isPlain(_ number: Int, at moment: Moment) -> Bool {
    facts.address(of: number).pointee.lastingBits & active != 0 || moment.bits(of: number) & active != 0
  }

  /// Has fetched from memory where a station's own is, which has most likely not been used of late.
  @inline(__always)
  func expect(_ number: Int) {
    prefetch(facts.address(of: number))
    prefetch(texts.address(of: number))
  }

  /// Has a station's texts fetched.
  ///
  /// - Returns: it takes no more bytes.
  @inline(__always)
  func expectTexts(of number: Int, includesDetails: Bool = false) -> Int {
    let place = texts.address(of: number).pointee
    let texts = includesDetails ? place.all : place.common
    if let start = texts.baseAddress {
      // From the start of the line in which they begin.
      var line = -(Int(bitPattern: start) & 63)
      while line < texts.count {
        prefetch(start + line)
        line &+= 64
      }
    }
    let count = (facts.address(of: number).pointee.lastingBits & allAmenities).nonzeroBitCount
    return Self.rest + texts.count + count * amenities.longest + hours.longest
  }

  /// Writes a plain station.
  ///
  /// - Parameter extra: writes members that stand behind the coordinates, a comma before each.
  @inline(__always)
  func write(
    _ number: Int, includesDetails: Bool = false, to writer: inout ByteWriter,
    extra: (inout ByteWriter) -> Void = { _ in }
  ) {
    let (facts, text) = (self.facts.address(of: number), texts.address(of: number).pointee)
    writer.append("{")
    writer.append(text.head)
    writer.append(",\"lat\":")
    writer.append(facts.pointee.coordinate.latitude, decimals: 7)
    writer.append(",\"lon\":")
    writer.append(facts.pointee.coordinate.longitude, decimals: 7)
    extra(&writer)
    writer.append(",\"amenities\":[")
    amenities.write(AmenitySet(bits: facts.pointee.lastingBits & allAmenities), to: &writer)
    writer.append("]")
    append(text.tail, to: &writer)
    writer.append(hours.open(facts.pointee.openingHours), block: 64)
    writer.append(hours.staffed(facts.pointee.staffedHours), block: 64)
    writer.append(hours.change(facts.pointee.openingHours), block: 64)
    if includesDetails { append(text.details, to: &writer) }
    writer.append("}")
  }

  @inline(__always)
  private func append(_ members: UnsafeBufferPointer<UInt8>, to writer: inout ByteWriter) {
    if members.isEmpty { return }
    writer.append(",")
    writer.append(members)
  }
}
