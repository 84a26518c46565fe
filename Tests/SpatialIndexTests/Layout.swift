import Geodesy
import SampleData

/// An arrangement of points that a search could get wrong, and the places that it is worth asking from.
enum Layout: String, CaseIterable, Sendable {
  case world, towns, duplicates, rings, millimetres, cellEdges, antimeridian, poles, antipodes, equator, meridian, few

  /// So many points at most.
  func points(_ generator: inout SeededGenerator) -> [Coordinate] {
    let count = Int(generator.number(in: 1...(generator.chance(0.02) ? 2000 : 300)))
    switch self {
    case .few: return (0..<count % 4).map { _ in generator.coordinate() }
    case .towns: return generator.townPlaces(count)
    case .duplicates:
      let places = (0..<1 + count / 40).map { _ in generator.coordinate() }
      return (0..<count).map { places[$0 % places.count] }
    case .rings: return Self.rings(count, &generator)
    default: return (0..<count).map { _ in place(&generator) }
    }
  }

  /// A place to ask from.
  func question(_ points: [Coordinate], _ generator: inout SeededGenerator) -> Coordinate {
    guard let point = points.randomElement(using: &generator), generator.chance(0.9) else {
      return generator.coordinate()
    }
    switch self {
    case .antipodes: return generator.coordinate(near: point.antipode, degrees: generator.number(in: 0...1))
    case .millimetres: return generator.coordinate(near: point, degrees: 1e-8)
    default: break
    }
    switch generator.number(in: 0...1) {
    case ..<0.3: return point
    case ..<0.6: return generator.coordinate(near: point, degrees: generator.number(in: 0...3))
    case ..<0.7: return point.antipode
    default: return place(&generator)
    }
  }

  private func place(_ generator: inout SeededGenerator) -> Coordinate {
    switch self {
    case .millimetres:
      return generator.coordinate(near: .origin, degrees: 1e-8)
    case .cellEdges:
      let step = 360 / Double(1 << Int(generator.number(in: 3...32)))
      let nudges: [Double] = [0, 0, 1e-9, -1e-9]
      let nudge = nudges.randomElement(using: &generator) ?? 0
      let latitude = (generator.number(in: -90...90) / step).rounded() * step + nudge
      let longitude = (generator.number(in: -180...180) / step).rounded() * step + nudge
      return Self.nearest(latitude, longitude)
    case .antimeridian:
      let longitude = generator.chance(0.3) ? 180 : 180 - generator.number(in: 0...1) * generator.number(in: 0...1)
      return Self.nearest(generator.number(in: -60...60), generator.chance(0.5) ? longitude : -longitude)
    case .poles:
      let latitude = generator.chance(0.2) ? 90 : 90 - generator.number(in: 0...1) * generator.number(in: 0...2)
      return Self.nearest(generator.chance(0.5) ? latitude : -latitude, generator.number(in: -180...180))
    case .equator:
      let nudge = generator.chance(0.5) ? 0 : generator.number(in: -1e-7...1e-7)
      return Self.nearest(nudge, generator.number(in: -180...180).rounded())
    case .meridian:
      return Self.nearest(generator.number(in: -90...90).rounded(), generator.chance(0.5) ? 0 : 180)
    case .towns:
      return generator.coordinate(latitudes: 20...50, longitudes: 80...130)
    default:
      return generator.coordinate()
    }
  }

  /// Points of which many are equally far from the middle of their ring: mirrored east-west, and several at a place.
  private static func rings(_ count: Int, _ generator: inout SeededGenerator) -> [Coordinate] {
    let centre = nearest(generator.number(in: -80...80).rounded(), generator.number(in: -170...170).rounded())
    var points = [centre]
    while points.count < count {
      let north = (generator.number(in: -8...8)).rounded() / 128
      let east = (generator.number(in: -8...8)).rounded() / 128
      points.append(nearest(centre.latitude + north, centre.longitude + east))
      points.append(nearest(centre.latitude + north, centre.longitude - east))
    }
    return points
  }

  private static func nearest(_ latitude: Double, _ longitude: Double) -> Coordinate {
    Coordinate(latitude: max(-90, min(90, latitude)), longitude: max(-180, min(180, longitude))) ?? .origin
  }
}
