import Foundation
import Geodesy
import RestStations
import StationDirectory

/// A report on coverage as the API answers it.
struct CoverageJSON: Encodable {
  struct Share: Encodable {
    let points: Int
    let weight: Double

    init(_ share: CoverageReport.Share) {
      (points, weight) = (share.points, share.weight)
    }
  }

  struct Gap: Encodable {
    let lat, lon: Double
    let name: String?
    let line: Int?
    let nearestId: String?
    let distanceM: Double?
    let around: Share
  }

  let distanceM: Double
  let stations: Int
  let all, covered: Share
  let shareOfPoints, shareOfWeight: Double?
  let meanDistanceM, medianDistanceM, greatestDistanceM: Double?
  let gaps: [Gap]
  let datum: String
  let asOf: String
  let revision: Int

  /// - Parameter datum: of the coordinates, as they were given.
  init(_ report: CoverageReport, _ datum: Datum, _ zone: TimeZone) {
    distanceM = report.question.distance.value
    stations = report.stations
    (all, covered) = (Share(report.all), Share(report.covered))
    (shareOfPoints, shareOfWeight) = (report.shareOfPoints, report.shareOfWeight)
    meanDistanceM = report.distances?.mean.rounded
    medianDistanceM = report.distances?.median.rounded
    greatestDistanceM = report.distances?.greatest.rounded
    gaps = report.gaps.map { gap in
      let place = datum.fromWGS84(gap.point.place)
      return Gap(
        lat: place.latitude.rounded(to: 1e7), lon: place.longitude.rounded(to: 1e7), name: gap.point.name,
        line: gap.point.line, nearestId: gap.nearest?.station.text, distanceM: gap.nearest?.distance.rounded,
        around: Share(gap.around))
    }
    self.datum = datum.rawValue
    asOf = Instant.text(report.instant, in: zone)
    revision = report.revision
  }

  var bytes: [UInt8] {
    get throws { [UInt8](try JSONEncoder.snakeCase.encode(self)) }
  }
}

extension Meters {
  /// To a tenth of a metre.
  fileprivate var rounded: Double { value.rounded(to: 10) }
}

extension Double {
  fileprivate func rounded(to parts: Double) -> Double {
    (self * parts).rounded() / parts
  }
}
