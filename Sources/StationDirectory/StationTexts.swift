import OpeningHours
import RestStations

/// The JSON of every station, in one piece of memory, cut where an answer puts in what it alone knows.
///
/// Of each station there are three pieces, each a run of members without braces or a comma at either end:
/// the head, which begins with the id, before latitude and longitude; the tail, which every answer gives;
/// and the details that only an answer about one station or a list gives.
struct StationTexts: Sendable {
  private var bytes: [UInt8] = []
  /// Three cuts a station: where its head, its tail and its details begin.
  private var cuts: [UInt32] = []
  private var draft = JSONText()
  private var lastUpdate: (instant: Int64, text: String) = (0, Instant.text(0, offset: 0))

  enum Piece: Int {
    case head, tail, details
  }

  var count: Int { cuts.count / 3 }

  mutating func reserveCapacity(stations: Int) {
    cuts.reserveCapacity(3 * stations)
    bytes.reserveCapacity(540 * stations)
  }

  mutating func append(_ station: Station, _ catalogue: AmenityCatalogue) {
    add { head in
      head.member("id", station.id.text)
      head.member("name", station.name)
      head.member("kind", station.kind.rawValue)
      head.member("hub_id", station.hubID?.text)
      head.member("town", station.town)
      head.member("address", station.address)
    }
    add { tail in
      tail.name("amenities")
      tail.array(of: station.amenities, catalogue)
      if !station.brokenAmenities.isEmpty {
        tail.name("broken_amenities")
        tail.array(of: station.brokenAmenities, catalogue)
      }
      tail.member("opening_hours", station.openingHours?.text)
      tail.member("status", station.status.rawValue)
      tail.member("status_reason", station.statusReason)
      tail.member("status_until", station.statusUntil.map { Instant.text($0 / 1000, offset: 0) })
      tail.member("entry", station.entry?.rawValue)
      if !station.aliases.isEmpty { tail.member("aliases", station.aliases) }
      tail.member("capacity", station.capacity)
      tail.member("phone", station.phone)
      tail.member("verified_at", station.verifiedAt?.description)
    }
    // An import gives many stations one time.
    if lastUpdate.instant != station.updatedAt {
      lastUpdate = (station.updatedAt, Instant.text(station.updatedAt / 1000, offset: 0))
    }
    let update = lastUpdate.text
    add { details in
      details.member("staffed_hours", station.staffedHours?.text)
      details.member("operator", station.operatorName)
      details.member("revision", station.revision)
      details.member("updated_at", update)
    }
  }

  /// Lets a body see a piece of a station's JSON. Never empty: a head has an id, a tail amenities, details a revision.
  func with<Result>(_ piece: Piece, of number: Int, _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Result) -> Result {
    let cut = 3 * number + piece.rawValue
    let end = cut + 1 < cuts.count ? Int(cuts[cut + 1]) : bytes.count
    return bytes.withUnsafeBufferPointer { body($0[Int(cuts[cut])..<end]) }
  }

  /// The id of a station, from its head.
  func withID<Result>(of number: Int, _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Result) -> Result {
    with(.head, of: number) { head in
      // "id":"…" – ids hold nothing that JSON would escape.
      let id = head.dropFirst(6).prefix { $0 != UInt8(ascii: "\"") }
      return body(id)
    }
  }

  private mutating func add(_ write: (inout JSONText) -> Void) {
    draft.removeAll()
    write(&draft)
    cuts.append(UInt32(truncatingIfNeeded: bytes.count))
    bytes.append(contentsOf: draft.bytes)
  }
}

extension JSONText {
  /// The codes of a set as an array.
  fileprivate mutating func array(of set: AmenitySet, _ catalogue: AmenityCatalogue) {
    append("[")
    var bits = set.bits
    while bits != 0 {
      let number = bits.trailingZeroBitCount
      bits &= bits - 1
      guard number < catalogue.amenities.count else { continue }
      separate()
      string(catalogue.amenities[number].code.text)
    }
    append("]")
  }
}
