/// A step in latitude and longitude, degrees.
struct DatumShift {
  let latitude, longitude: Double
}

extension Coordinate {
  /// The place a step away, latitude held to −90…90, longitude turned into −180…180; for steps below 180°.
  func moved(by step: DatumShift) -> Coordinate {
    let east = longitude + step.longitude
    return Coordinate(
      uncheckedLatitude: max(-90, min(90, latitude + step.latitude)),
      longitude: east > 180 ? east - 360 : east < -180 ? east + 360 : east)
  }

  /// The place from which a step leads here, where the step depends on the place.
  ///
  /// Fixed-point iteration: x ← here − step(x). Each round multiplies the error by the steepness of the step, below 0.03
  /// for the datums here, so that the error is below 1e-12 degrees once a round moves by less than 1e-11.
  /// 12 rounds are more than it takes; they bound what happens on a pole or the antimeridian.
  func undoing(_ step: (Coordinate) -> DatumShift) -> Coordinate {
    var place = self
    for _ in 0..<12 {
      let step = step(place)
      let next = moved(by: DatumShift(latitude: -step.latitude, longitude: -step.longitude))
      let change = max(abs(next.latitude - place.latitude), abs(next.longitude - place.longitude))
      place = next
      if change < 1e-11 { break }
    }
    return place
  }
}
