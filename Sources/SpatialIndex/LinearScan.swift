public import Geodesy

/// The oracle of ``GridIndex``: looks at every point, knows no tricks, answers the same.
public struct LinearScan: Sendable {
  private let coordinates: [Coordinate]
  private let attributes: [AttributeBits]

  /// - Parameters:
  ///   - coordinates: the points; their numbers are their places in this array.
  ///   - attributes: one for each point; points beyond its end have none.
  public init(_ coordinates: [Coordinate], attributes: [AttributeBits] = []) {
    self.coordinates = coordinates
    self.attributes = attributes
  }

  /// See ``GridIndex/nearest(to:limit:requiring:within:)``.
  public func nearest(
    to origin: GeodesicOrigin, limit: Int, requiring required: AttributeBits = 0, within radius: Meters? = nil
  ) -> [Neighbour] {
    let limit = max(0, min(limit, coordinates.count))
    var nearest: [Neighbour] = []
    func sort() { nearest = Array(nearest.sorted(by: Neighbour.precedes).prefix(limit)) }
    for (number, coordinate) in coordinates.enumerated() where has(number, required) {
      let geodesic = origin.geodesic(to: coordinate)
      if let radius, !(geodesic.length.value <= radius.value) { continue }  // nothing is within one that is no number
      nearest.append(Neighbour(number: number, geodesic: geodesic))
      // A million need not all be sorted for five.
      if nearest.count >= 2 * limit + 1000 { sort() }
    }
    sort()
    return nearest
  }

  /// See ``GridIndex/numbers(in:requiring:)``.
  public func numbers(in box: CoordinateBox, requiring required: AttributeBits = 0) -> [Int] {
    coordinates.indices.filter { has($0, required) && box.contains(coordinates[$0]) }
  }

  private func has(_ number: Int, _ required: AttributeBits) -> Bool {
    (number < attributes.count ? attributes[number] : 0) & required == required
  }
}
