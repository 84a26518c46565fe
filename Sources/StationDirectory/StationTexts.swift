import Foundation
import RestStations

/// The JSON of every station, cut where an answer puts in what it alone knows.
///
/// Of each station there are three pieces, each a run of members without braces or a comma at either end:
/// the head, which begins with the id, before latitude and longitude; the tail, which every answer gives behind the
/// amenities (those are in the filter bits already) and may be empty; and the details that only an answer about one
/// station or a list gives.
struct StationTexts: Sendable {
  /// Where a station's pieces lie, a `[` in front of each, behind which no comma is due.
  struct Place: BitwiseCopyable, @unchecked Sendable {
    private let start: UnsafePointer<UInt8>
    /// Where they begin and all end, from the start on.
    private let headStart, tailStart, detailsStart, end: UInt32

    init(_ start: UnsafePointer<UInt8>, _ starts: StationMembers.Starts, end: Int) {
      self.start = start
      headStart = UInt32(truncatingIfNeeded: starts.head)
      tailStart = UInt32(truncatingIfNeeded: starts.tail)
      detailsStart = UInt32(truncatingIfNeeded: starts.details)
      self.end = UInt32(truncatingIfNeeded: end)
    }

    @inline(__always)
    var head: UnsafeBufferPointer<UInt8> { piece(headStart, tailStart &- 1) }
    @inline(__always)
    var tail: UnsafeBufferPointer<UInt8> { piece(tailStart, detailsStart &- 1) }
    @inline(__always)
    var details: UnsafeBufferPointer<UInt8> { piece(detailsStart, end) }
    /// The first two, and what is between them.
    @inline(__always)
    var common: UnsafeBufferPointer<UInt8> { piece(headStart, detailsStart &- 1) }
    /// All three, and what is between them.
    @inline(__always)
    var all: UnsafeBufferPointer<UInt8> { piece(headStart, end) }

    @inline(__always)
    private func piece(_ start: UInt32, _ end: UInt32) -> UnsafeBufferPointer<UInt8> {
      UnsafeBufferPointer(start: self.start + Int(start), count: Int(end &- start))
    }
  }

  private(set) var places: Pages<Place>
  /// What they lie in.
  private var memory: [TextMemory]
  /// An import gives many stations one time.
  private var lastUpdate: (instant: Int64, text: String) = (0, Instant.text(0, offset: 0))
  /// The codes of amenities in quotes, by their numbers.
  let codes: ByteRuns

  enum Piece {
    case head, tail, details
  }

  var count: Int { places.count }

  /// How many texts lie apart, because their stations have changed, those among them that have changed again.
  private(set) var changedCount = 0

  /// Makes room for so many stations.
  init(_ catalogue: AmenityCatalogue, capacity: Int) {
    var codes = ByteRuns()
    for amenity in catalogue.amenities { codes.append("\"\(amenity.code.text)\"".utf8) }
    self.codes = codes
    places = Pages(capacity: capacity)
    // About 410 bytes each where every field is filled.
    memory = [TextMemory(capacity: 480 * capacity + 1024)]
  }

  /// Puts the texts of the stations that follow behind these, as they lie.
  mutating func append(_ next: StationTexts) {
    for place in next.places { places.append(place) }
    memory += next.memory
  }

  /// Puts others in place of some stations.
  ///
  /// - Parameter numbers: of the stations that the others are, in their order.
  mutating func replace(_ numbers: [Int], by others: StationTexts) {
    guard !numbers.isEmpty else { return }
    changedCount += numbers.count
    for (place, number) in numbers.enumerated() { places[number] = others.places[place] }
    memory += others.memory
  }

  mutating func append(_ station: StationView, _ summary: DirectorySummary) {
    if lastUpdate.instant != station.updatedAt {
      lastUpdate = (station.updatedAt, Instant.text(station.updatedAt / 1000, offset: 0))
    }
    let members = StationMembers(
      station: station, town: station.town.map { summary.towns[$0] }, codes: codes, updatedAt: lastUpdate.text)
    places.append(plainly(members) ?? escaped(members))
  }

  /// Nothing where a text needs an escape.
  private func plainly(_ members: StationMembers) -> Place? {
    var (starts, count): (StationMembers.Starts?, Int) = (nil, 0)
    let start = memory[memory.count - 1].append(atMost: members.room) { memory in
      var plain = PlainMembers(memory)
      let written = members.write(to: &plain)
      guard !plain.needsEscape else { return 0 }
      (starts, count) = (written, plain.count)
      return count
    }
    return starts.map { Place(start, $0, end: count) }
  }

  private func escaped(_ members: StationMembers) -> Place {
    var json = JSONText(capacity: members.room)
    let starts = members.write(to: &json)
    let start = memory[memory.count - 1].append(atMost: json.count) { memory in
      memory.initialize(from: json.bytes, count: json.count)
      return json.count
    }
    return Place(start, starts, end: json.count)
  }

  /// Lends a body a piece of a station's JSON.
  func with<Result>(_ piece: Piece, of number: Int, _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Result) -> Result {
    let place = places[number]
    return withExtendedLifetime(memory) {
      switch piece {
      case .head: body(place.head[...])
      case .tail: body(place.tail[...])
      case .details: body(place.details[...])
      }
    }
  }

  /// A member as it is written here, `"name":"…"`, to be looked for. No text of a station can hold that, because quotes
  /// inside of texts are escaped.
  func pattern(_ member: [UInt8], in piece: Piece) -> BytePattern {
    // What is rare in other pieces need not be so in these.
    let some = stride(from: 0, to: count, by: max(1, count / 64)).flatMap { with(piece, of: $0, Array.init) }
    return some.withUnsafeBytes { BytePattern(member, sample: $0) }
  }

  /// Whether a member stands in a piece.
  func has(_ member: BytePattern, in piece: Piece, of number: Int) -> Bool {
    with(piece, of: number) { members in
      let memory = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: members))
      return member.first(in: memory, 0..<memory.count) != nil
    }
  }

  /// Whether an amenity of a station is broken, from its tail.
  func isBroken(_ amenity: Int, at number: Int) -> Bool {
    with(.tail, of: number) { tail in
      guard tail.starts(with: Self.brokenAmenities), !codes[amenity].isEmpty else { return false }
      let list = tail.dropFirst(Self.brokenAmenities.count).prefix { $0 != UInt8(ascii: "]") }
      return list.split(separator: UInt8(ascii: ",")).contains { $0.elementsEqual(codes.bytes[codes[amenity]]) }
    }
  }

  private static let brokenAmenities = Array("\"broken_amenities\":[".utf8)

  /// The name of a station, from its head.
  func name(of number: Int) -> String {
    member("name", of: .head, number) ?? ""
  }

  /// A text in a piece, or nothing when it is not there.
  func member(_ name: String, of piece: Piece, _ number: Int) -> String? {
    let members = with(piece, of: number) { Data("{".utf8) + $0 + Data("}".utf8) }
    return (try? JSONDecoder().decode([String: JSONValue].self, from: members))?[name]?.text
  }

  /// The members that a search looks at.
  struct Searched {
    fileprivate let name, aliases, address: BytePattern
  }

  var searched: Searched {
    Searched(
      name: pattern(Array("\"name\":".utf8), in: .head), aliases: pattern(Array("\"aliases\":[".utf8), in: .tail),
      address: pattern(Array("\"address\":".utf8), in: .head))
  }

  /// Calls a body with each text of a station that a search looks at, in UTF-8: its name, its aliases, its address.
  func forEach(_ searched: Searched, of number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    let place = places[number]
    withExtendedLifetime(memory) {
      MemberTexts(in: place.head, after: searched.name).forEach(body)
      MemberTexts(in: place.tail, after: searched.aliases).forEach(body)
      MemberTexts(in: place.head, after: searched.address).forEach(body)
    }
  }

  /// The id of a station, from its head.
  func withID<Result>(of number: Int, _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Result) -> Result {
    with(.head, of: number) { head in
      // "id":"…" – ids hold nothing that JSON would escape.
      let id = head.dropFirst(6).prefix { $0 != UInt8(ascii: "\"") }
      return body(id)
    }
  }
}
