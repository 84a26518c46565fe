import RestStations

/// The members of a station that do not depend on the moment, in the pieces that ``StationTexts`` keeps.
struct StationMembers {
  let station: StationView
  let town: String?
  /// The codes of amenities in quotes, by their numbers.
  let codes: ByteRuns
  let updatedAt: String

  /// Where the pieces begin, behind the `[` in front of each.
  struct Starts {
    let head: Int
    let tail: Int
    let details: Int
  }

  func write(to json: inout some MemberWriter) -> Starts {
    let head = begin(&json)
    json.member("id", station.id)
    json.member("name", station.name)
    json.member("kind", station.kind.rawValue)
    json.member("hub_id", station.hubID)
    json.member("town", town)
    json.member("address", station.address)

    let tail = begin(&json)
    if !station.brokenAmenities.isEmpty { json.member("broken_amenities", station.brokenAmenities, codes) }
    json.member("opening_hours", station.openingHours)
    json.member("entry", station.entry?.rawValue)
    json.member("aliases", separated: station.aliases)
    json.member("capacity", station.capacity)
    json.member("phone", station.phone)
    json.member("verified_at", station.verifiedAt)

    let details = begin(&json)
    json.member("staffed_hours", station.staffedHours)
    json.member("operator", station.operatorName)
    json.member("revision", station.revision)
    json.member("updated_at", updatedAt)
    return Starts(head: head, tail: tail, details: details)
  }

  private func begin(_ json: inout some MemberWriter) -> Int {
    json.append("[")
    return json.count
  }

  /// Bytes that ``PlainMembers`` needs at most: names of members, words and numbers; texts, of which aliases may be
  /// many with three bytes between them; codes.
  var room: Int {
    func count(_ text: StationView.Text?) -> Int { text?.count ?? 0 }
    let identity = station.id.count + station.name.count + count(station.hubID)
    let place = (town?.utf8.count ?? 0) + count(station.address)
    let hours = count(station.openingHours) + count(station.staffedHours) + count(station.verifiedAt)
    let rest = count(station.operatorName) + count(station.phone) + 3 * count(station.aliases)
    let codes = station.brokenAmenities.bits.nonzeroBitCount * (codes.longest + 1)
    return 512 + identity + place + hours + rest + codes + PlainMembers.slack
  }
}

extension MemberWriter {
  /// The codes of a set as an array.
  mutating func member(_ name: StaticString, _ set: AmenitySet, _ codes: ByteRuns) {
    self.name(name)
    append("[")
    var bits = set.bits
    codes.bytes.withUnsafeBufferPointer { memory in
      while bits != 0 {
        let code = codes[bits.trailingZeroBitCount]
        bits &= bits - 1
        guard !code.isEmpty else { continue }
        separate()
        append(UnsafeBufferPointer(rebasing: memory[code]))
      }
    }
    append("]")
  }

  /// The items of a text that are separated by `;`, as an array; nothing for no text.
  fileprivate mutating func member(_ name: StaticString, separated text: StationView.Text?) {
    guard let text else { return }
    self.name(name)
    append("[")
    var rest = text[...]
    while let end = rest.firstIndex(of: UInt8(ascii: ";")) {
      item(rest[..<end])
      rest = rest[(end + 1)...]
    }
    item(rest)
    append("]")
  }

  /// An item of an array of texts; none of nothing.
  @inline(__always)
  private mutating func item(_ text: Slice<UnsafeBufferPointer<UInt8>>) {
    guard !text.isEmpty else { return }
    separate()
    string(UnsafeBufferPointer(rebasing: text))
  }
}
