/// The sides of closed rings, sorted into bands of latitude, so that few must be looked at to place one point.
struct LatitudeBands {
  /// A side that is not level, from its southern end.
  private struct Side {
    let south, north, longitude: Double
    /// Degrees of longitude for each degree of latitude.
    let slope: Double
  }

  private static let bandsPerDegree = 8.0
  private let origin: Double
  private let sides: [Side]
  /// Where in `sides` each band begins; one more than there are bands.
  private let starts: [Int]

  /// - Parameters:
  ///   - rings: latitude, longitude, latitude, longitude, …, degrees; the last corner is joined to the first.
  ///   - latitudes: what holds all corners, and all points that are asked about.
  init(rings: [[Double]], latitudes: ClosedRange<Double>) {
    origin = latitudes.lowerBound
    let count = Self.band(latitudes.upperBound, from: origin) + 1
    var banded = [[Side]](repeating: [], count: count)
    for side in rings.flatMap(Self.sides(of:)) {
      for band in Self.band(side.south, from: origin)...Self.band(side.north, from: origin) {
        banded[band].append(side)
      }
    }
    starts = banded.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    sides = banded.flatMap { $0 }
  }

  /// Whether a line from the point to the west crosses an odd number of sides, degrees.
  func contains(latitude: Double, longitude: Double) -> Bool {
    let band = Self.band(latitude, from: origin)
    var inside = false
    for side in sides[starts[band]..<starts[band + 1]] where latitude >= side.south && latitude < side.north {
      let isWest = longitude >= side.longitude + (latitude - side.south) * side.slope
      inside = inside != isWest
    }
    return inside
  }

  private static func band(_ latitude: Double, from origin: Double) -> Int {
    Int((latitude - origin) * bandsPerDegree)
  }

  private static func sides(of ring: [Double]) -> [Side] {
    stride(from: 0, to: ring.count, by: 2).compactMap { corner in
      let next = (corner + 2) % ring.count
      let (low, high) = ring[corner] < ring[next] ? (corner, next) : (next, corner)
      guard ring[low] < ring[high] else { return nil }
      let slope = (ring[high + 1] - ring[low + 1]) / (ring[high] - ring[low])
      return Side(south: ring[low], north: ring[high], longitude: ring[low + 1], slope: slope)
    }
  }
}
