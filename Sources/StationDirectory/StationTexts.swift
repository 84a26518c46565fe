import Foundation
import RestStations

/// The JSON of every station, in a few pieces of memory, cut where an answer puts in what it alone knows.
///
/// Of each station there are three pieces, each a run of members without braces or a comma at either end:
/// the head, which begins with the id, before latitude and longitude; the tail, which every answer gives behind the
/// amenities (those are in the filter bits already) and may be empty; and the details that only an answer about one
/// station or a list gives.
struct StationTexts: Sendable {
  /// Stations that follow each other, in memory of their own.
  private struct Run: Sendable {
    /// All pieces, a `[` in front of each, behind which no comma is due.
    var json = JSONText()
    /// Three cuts a station: where its head, its tail and its details begin.
    var cuts: [UInt32] = []
    /// The number of the run's first station.
    var first = 0
    /// An import gives many stations one time.
    private var lastUpdate: (instant: Int64, text: String) = (0, Instant.text(0, offset: 0))

    var end: Int { first + cuts.count / 3 }

    /// Where the piece that begins at a cut lies.
    @inline(__always)
    func piece(_ cut: Int) -> Range<Int> { Int(cuts[cut])..<end(ofPiece: cut) }

    /// Where all pieces of the station lie whose head begins at a cut.
    @inline(__always)
    func pieces(from cut: Int) -> Range<Int> { Int(cuts[cut])..<end(ofPiece: cut + 2) }

    @inline(__always)
    private func end(ofPiece cut: Int) -> Int {
      cut + 1 < cuts.count ? Int(cuts[cut + 1]) - 1 : json.bytes.count
    }

    mutating func append(
      _ station: StationView, _ summary: DirectorySummary, _ codes: ByteRuns
    ) {
      if lastUpdate.instant != station.updatedAt {
        lastUpdate = (station.updatedAt, Instant.text(station.updatedAt / 1000, offset: 0))
      }
      let members = StationMembers(
        station: station, town: station.town.map { summary.towns[$0] }, codes: codes, updatedAt: lastUpdate.text)
      let starts = plainly(members) ?? members.write(to: &json)
      cuts.append(UInt32(truncatingIfNeeded: starts.head))
      cuts.append(UInt32(truncatingIfNeeded: starts.tail))
      cuts.append(UInt32(truncatingIfNeeded: starts.details))
    }

    /// Nothing where a text needs an escape.
    private mutating func plainly(_ members: StationMembers) -> StationMembers.Starts? {
      var starts: StationMembers.Starts?
      let before = json.count
      json.append(atMost: members.room) { memory in
        var plain = PlainMembers(memory, behind: before)
        starts = members.write(to: &plain)
        if plain.needsEscape { starts = nil }
        return starts == nil ? 0 : plain.count - before
      }
      return starts
    }
  }

  /// Few that hold all stations, for a snapshot is read in as many; behind them those of stations that have changed
  /// since.
  private var runs = [Run()]
  /// How many of the runs hold all stations.
  private var wholeRuns = 1
  /// Of stations that have changed since, by their numbers, where they lie.
  private var changed: [Int: Place] = [:]

  /// Where a station's pieces lie.
  private struct Place {
    let run: Int
    /// The first of its cuts.
    let cut: Int
  }
  /// The codes of amenities in quotes, by their numbers.
  let codes: ByteRuns

  enum Piece: Int {
    case head, tail, details
  }

  var count: Int { runs[wholeRuns - 1].end }

  /// How many texts lie apart, because their stations have changed, those among them that have changed again.
  private(set) var changedCount = 0

  /// Makes room for so many stations.
  init(_ catalogue: AmenityCatalogue, capacity: Int) {
    var codes = ByteRuns()
    for amenity in catalogue.amenities { codes.append("\"\(amenity.code.text)\"".utf8) }
    self.codes = codes
    runs[0].cuts.reserveCapacity(3 * capacity)
    // About 410 bytes each where every field is filled; growing would copy all of it.
    runs[0].json.reserveCapacity(480 * capacity)
  }

  /// Puts the texts of the stations that follow behind these, as they lie.
  mutating func append(_ next: StationTexts) {
    for var run in next.runs {
      run.first = count
      runs.append(run)
      wholeRuns = runs.count
    }
  }

  /// Puts others in place of some stations.
  ///
  /// - Parameter numbers: of the stations that the others are, in their order.
  mutating func replace(_ numbers: [Int], by others: StationTexts) {
    guard !numbers.isEmpty else { return }
    changedCount += numbers.count
    for (place, number) in numbers.enumerated() {
      let other = others.place(of: place)
      changed[number] = Place(run: runs.count + other.run, cut: other.cut)
    }
    runs += others.runs
  }

  @inline(__always)
  private func place(of number: Int) -> Place {
    if !changed.isEmpty, let place = changed[number] { return place }
    var run = 0
    while number >= runs[run].end { run += 1 }
    return Place(run: run, cut: 3 * (number - runs[run].first))
  }

  mutating func append(_ station: StationView, _ summary: DirectorySummary) {
    runs[runs.count - 1].append(station, summary, codes)
  }

  /// Lets a body see a piece of a station's JSON.
  func with<Result>(_ piece: Piece, of number: Int, _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Result) -> Result {
    let place = place(of: number)
    let range = runs[place.run].piece(place.cut + piece.rawValue)
    return runs[place.run].json.bytes.withUnsafeBufferPointer { body($0[range]) }
  }

  /// Has a station's pieces fetched from memory.
  ///
  /// - Returns: they take no more bytes.
  @inline(__always)
  func expect(_ number: Int) -> Int {
    let place = place(of: number)
    let pieces = runs[place.run].pieces(from: place.cut)
    runs[place.run].json.bytes.expect(pieces)
    return pieces.count
  }

  /// Lets a body see all pieces of a station's JSON.
  @inline(__always)
  func withPieces(
    of number: Int,
    _ body: (
      _ head: UnsafeBufferPointer<UInt8>, _ tail: UnsafeBufferPointer<UInt8>, _ details: UnsafeBufferPointer<UInt8>
    )
      -> Void
  ) {
    let place = place(of: number)
    runs[place.run].json.bytes.withUnsafeBufferPointer { bytes in
      func piece(_ piece: Piece) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[runs[place.run].piece(place.cut + piece.rawValue)])
      }
      body(piece(.head), piece(.tail), piece(.details))
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
    withPieces(of: number) { head, tail, _ in
      MemberTexts(in: head, after: searched.name).forEach(body)
      MemberTexts(in: tail, after: searched.aliases).forEach(body)
      MemberTexts(in: head, after: searched.address).forEach(body)
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
