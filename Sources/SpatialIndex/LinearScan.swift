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
    let all = coordinates.enumerated().compactMap { number, coordinate -> Neighbour? in
      guard has(number, required) else { return nil }
      let distance = origin.distance(to: coordinate)
      if let radius, !(distance.value <= radius.value) { return nil }  // nothing is within one that is no number
      return Neighbour(number: number, distance: distance)
    }
    return Array(all.sorted(by: Neighbour.precedes).prefix(max(0, limit)))
  }

  /// See ``GridIndex/numbers(in:requiring:)``.
  public func numbers(in box: CoordinateBox, requiring required: AttributeBits = 0) -> [Int] {
    coordinates.indices.filter { has($0, required) && box.contains(coordinates[$0]) }
  }

  private func has(_ number: Int, _ required: AttributeBits) -> Bool {
    (number < attributes.count ? attributes[number] : 0) & required == required
  }
}
