import RestStations
import SpatialIndex

/// Which bit of the index stands for what: amenities have the bits of their numbers, the rest lies above.
enum FilterBits {
  private static let kinds = AmenityCatalogue.capacity
  private static let entries = kinds + StationKind.allCases.count
  private static let states = entries + StationEntry.allCases.count

  static let active = bit(states)
  static let suspended = bit(states + 1)
  /// Active or suspended: may be found.
  static let findable = bit(states + 2)
  static let open = bit(states + 3)
  static let hoursUnknown = bit(states + 4)
  /// Some amenity is broken.
  static let broken = bit(states + 5)

  /// What depends on the moment: a suspension may end.
  static let passing = active | suspended | open | hoursUnknown

  static func kind(_ kind: StationKind) -> AttributeBits {
    bit(kinds + (StationKind.allCases.firstIndex(of: kind) ?? 0))
  }

  static func entry(_ entry: StationEntry) -> AttributeBits {
    bit(entries + (StationEntry.allCases.firstIndex(of: entry) ?? 0))
  }

  /// The amenities among some bits.
  static func amenities(in bits: AttributeBits) -> AmenitySet {
    AmenitySet(bits: bits & allAmenities)
  }

  static let allAmenities = bit(AmenityCatalogue.capacity) - 1

  /// All but whether it is open, and as if no suspension ever ended.
  static func lasting(of station: StationView) -> AttributeBits {
    var bits = station.amenities.bits | kind(station.kind)
    if let entry = station.entry { bits |= self.entry(entry) }
    if !station.brokenAmenities.isEmpty { bits |= broken }
    switch station.status {
    case .active: bits |= active | findable
    case .suspended: bits |= suspended | findable
    case .retired: break
    }
    return bits
  }

  private static func bit(_ number: Int) -> AttributeBits {
    1 << AttributeBits(number)
  }
}
