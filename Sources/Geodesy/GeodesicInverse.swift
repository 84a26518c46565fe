#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The inverse problem of geodesy: from two places to the shortest line between them.
///
/// T. Vincenty, "Direct and inverse solutions of geodesics on the ellipsoid", Survey Review 23 (1975): a fixed point
/// of the longitude difference on the auxiliary sphere, and two series for the ellipsoid's longitude and length.
/// The fixed point does not exist for nearly antipodal places. There the azimuth at the first place is found by
/// bisection instead, over the same two series (the arrangement of the points that makes the root unique is that of
/// C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87 (2013), section 4).
struct GeodesicInverse {
  /// Metres.
  private(set) var distance = 0.0
  /// Of the azimuth at the first place, clockwise from north; not normalised, both 0 for coincident places.
  private(set) var sineOfAzimuth = 0.0
  private(set) var cosineOfAzimuth = 0.0

  init(from one: Coordinate, to other: Coordinate) {
    let first = ReducedLatitude(one)
    let second = ReducedLatitude(other)
    let difference = Self.turn(other.longitude - one.longitude)
    if !solveByFixedPoint(first, second, difference) {
      solveByBisection(first, second, difference)
    }
  }

  /// Vincenty's iteration, from a first guess and with a secant: three steps instead of five. Returns whether it converged.
  private mutating func solveByFixedPoint(
    _ one: ReducedLatitude, _ other: ReducedLatitude, _ difference: Double
  ) -> Bool {
    let target = difference * (.pi / 180)
    // What the first step would come to, were an arc as long as its sine.
    let guess = target * (1 + Ellipsoid.flattening * one.cosine * other.cosine)
    var longitude = abs(guess) <= .pi ? guess : target
    var last: (longitude: Double, step: Double)?
    for _ in 0..<20 {
      let sine = sin(longitude)
      let cosine = cos(longitude)
      let east = other.cosine * sine
      let north = one.cosine * other.sine - one.sine * other.cosine * cosine
      let sinSigma = (east * east + north * north).squareRoot()
      let cosSigma = one.sine * other.sine + one.cosine * other.cosine * cosine
      guard sinSigma > 0 else { return cosSigma > 0 }
      let sinAlpha = one.cosine * east / sinSigma
      let line = AuxiliaryArc(
        sinAlpha: sinAlpha, sigma: atan2(sinSigma, cosSigma), sinSigma: sinSigma, cosSigma: cosSigma,
        productOfSines: one.sine * other.sine)
      let next = target + line.longitudeExcess
      guard abs(next) <= .pi else { return false }
      let step = next - longitude
      // The line that was followed ends that much of longitude beside the place: 6 µm on the ground.
      if abs(step) < 1e-12 {
        (distance, sineOfAzimuth, cosineOfAzimuth) = (line.length, east, north)
        return true
      }
      if let before = last, abs(step) < abs(before.step) / 2 {
        last = (longitude, step)
        longitude += step * (longitude - before.longitude) / (before.step - step)
      } else {
        last = (longitude, step)
        longitude = next
      }
    }
    return false
  }

  /// For nearly antipodal places: the longitude reached grows with the azimuth from 0 (due north) to π (due south)
  /// when the first place is the one nearer to a pole and that pole is the south pole.
  private mutating func solveByBisection(_ one: ReducedLatitude, _ other: ReducedLatitude, _ difference: Double) {
    let swapped = abs(one.sine) < abs(other.sine)
    var (first, second) = swapped ? (other, one) : (one, other)
    let mirrored = first.sine > 0
    if mirrored { (first.sine, second.sine) = (-first.sine, -second.sine) }
    if first.sine == 0 { first.sine = -0.0 }  // atan2 tells the two ends of the equator's half circle by this sign
    let target = abs(difference) * (.pi / 180)
    var azimuths = (low: 0.0, high: Double.pi)
    var line = ShootingLine(first, second, azimuth: .pi / 2)
    for _ in 0..<60 {
      let middle = (azimuths.low + azimuths.high) / 2
      line = ShootingLine(first, second, azimuth: middle)
      if line.longitude < target { azimuths.low = middle } else { azimuths.high = middle }
    }
    distance = line.length
    // A swapped line is run backwards: out of its end, against its direction there; east stays east, for the
    // difference of longitude has changed its sign as well.
    sineOfAzimuth = difference < 0 ? -line.azimuth(atEnd: swapped).sine : line.azimuth(atEnd: swapped).sine
    let northward = swapped ? -line.azimuth(atEnd: true).cosine : line.azimuth(atEnd: false).cosine
    cosineOfAzimuth = mirrored ? -northward : northward
  }

  /// An angle in degrees brought to −180…180.
  private static func turn(_ degrees: Double) -> Double {
    degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees
  }
}

/// The latitude on the auxiliary sphere: tan β = (1 − f) tan φ.
private struct ReducedLatitude {
  var sine, cosine: Double

  init(_ coordinate: Coordinate) {
    let angles = SineCosine(ofDegrees: SIMD2(coordinate.latitude, 0))
    let scaled = (1 - Ellipsoid.flattening) * angles.sine.x
    let norm = (scaled * scaled + angles.cosine.x * angles.cosine.x).squareRoot()
    (sine, cosine) = (scaled / norm, angles.cosine.x / norm)
  }
}

/// An arc of a great circle on the auxiliary sphere, and what it is on the ellipsoid (Vincenty's equations 3, 4, 6, 10, 11).
private struct AuxiliaryArc {
  /// By how much the longitude difference on the sphere exceeds that on the ellipsoid, radians.
  let longitudeExcess: Double
  private let sigma, sinSigma, cosSigma, cos2Alpha, cos2SigmaM: Double

  /// - Parameters:
  ///   - sinAlpha: sine of the azimuth at which the circle crosses the equator.
  ///   - sigma: the arc, radians, with its sine and cosine.
  ///   - productOfSines: of the reduced latitudes of the two ends.
  init(sinAlpha: Double, sigma: Double, sinSigma: Double, cosSigma: Double, productOfSines: Double) {
    (self.sigma, self.sinSigma, self.cosSigma) = (sigma, sinSigma, cosSigma)
    cos2Alpha = max(0, 1 - sinAlpha * sinAlpha)
    cos2SigmaM = cos2Alpha > 1e-18 ? cosSigma - 2 * productOfSines / cos2Alpha : 0
    let square = 2 * cos2SigmaM * cos2SigmaM - 1
    let f = Ellipsoid.flattening
    let c = f / 16 * cos2Alpha * (4 + f * (4 - 3 * cos2Alpha))
    longitudeExcess = (1 - c) * f * sinAlpha * (sigma + c * sinSigma * (cos2SigmaM + c * cosSigma * square))
  }

  /// Metres on the ellipsoid.
  var length: Double {
    let u2 = cos2Alpha * Ellipsoid.secondEccentricitySquared
    let a = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)))
    let b = u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))
    let square = 2 * cos2SigmaM * cos2SigmaM - 1
    let third = b / 6 * cos2SigmaM * (4 * sinSigma * sinSigma - 3) * (4 * cos2SigmaM * cos2SigmaM - 3)
    let delta = b * sinSigma * (cos2SigmaM + b / 4 * (cosSigma * square - third))
    return Ellipsoid.polarRadius * a * (sigma - delta)
  }
}

/// The geodesic that leaves the first place at a given azimuth, up to where it reaches the second one's latitude.
private struct ShootingLine {
  /// Difference of longitude that it has covered, radians.
  let longitude: Double
  private let line: AuxiliaryArc
  private let start: (sine: Double, cosine: Double)
  private let end: (sine: Double, cosine: Double)

  init(_ first: ReducedLatitude, _ second: ReducedLatitude, azimuth: Double) {
    start = (sin(azimuth), cos(azimuth))
    let sinAlpha = start.sine * first.cosine
    let cosine1 = start.cosine * first.cosine
    let rise = (second.cosine - first.cosine) * (second.cosine + first.cosine)
    let cosine2 = max(0, cosine1 * cosine1 + rise).squareRoot()
    end = (sinAlpha, cosine2)
    let sigma = atan2(second.sine, cosine2) - atan2(first.sine, cosine1)
    let omega = atan2(sinAlpha * second.sine, cosine2) - atan2(sinAlpha * first.sine, cosine1)
    line = AuxiliaryArc(
      sinAlpha: sinAlpha, sigma: sigma, sinSigma: sin(sigma), cosSigma: cos(sigma),
      productOfSines: first.sine * second.sine)
    longitude = omega - line.longitudeExcess
  }

  /// Metres.
  var length: Double { line.length }

  /// Sine and cosine of the direction of travel, clockwise from north; at the end not normalised.
  func azimuth(atEnd: Bool) -> (sine: Double, cosine: Double) {
    atEnd ? end : start
  }
}
