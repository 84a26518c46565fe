import Geodesy
import SpatialIndex

/// What a snapshot keeps of a station besides its texts, together as an answer needs it.
struct StationFacts: BitwiseCopyable, Sendable {
  /// The filters that do not depend on the moment; see ``DirectorySnapshot/bits(of:at:)``.
  let lastingBits: AttributeBits
  let coordinate: Coordinate
  /// The place of its opening hours in ``DirectorySnapshot/hours``; −1 when they are not known.
  var openingHours: Int32
  var staffedHours: Int32
  /// The place of its town in the summary's; −1 for none.
  let town: Int32
  /// In which it last changed.
  let revision: Int
  /// When it last changed, seconds since 1970.
  let updatedAt: Int64
}
