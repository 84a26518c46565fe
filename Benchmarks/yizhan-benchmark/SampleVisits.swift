import OpeningHours
import RestStations
import SampleData

/// A visit of the made-up statistics.
struct SampleVisit {
  /// Seconds since 1970.
  let at: Int64
  /// The number of its station.
  let station: Int
  let group: WorkerGroup
  /// 1…3.
  let people: Int
  /// At most three, of those that the station offers.
  let services: AmenitySet
}

/// Seeded visits, day by day and in each in the order of time: fewer in winter and on Sundays, most at noon and in the
/// evening, at stations of very unequal size.
struct SampleVisits {
  private static let hourWeights: [Double] = [
    1, 1, 1, 1, 1, 2, 4, 6, 6, 7, 10, 18, 22, 18, 12, 10, 9, 11, 14, 12, 9, 7, 5, 3,
  ]
  /// From January on.
  private static let monthWeights: [Double] = [0.8, 0.6, 0.9, 1, 1, 1.1, 1.4, 1.4, 1.1, 1, 1, 0.9]
  /// Of Asia/Shanghai, where the sun's time has not been meddled with since 1991.
  private static let offset: Int64 = 8 * 3600

  private let stations: [SampleStation]
  private let station: WeightedChoice
  private let hour = WeightedChoice(hourWeights)
  private let people = WeightedChoice([70, 22, 8])
  private let serviceCount = WeightedChoice([15, 40, 30, 15])
  private var generator: SeededGenerator

  init(_ stations: [SampleStation], _ generator: SeededGenerator) {
    self.stations = stations
    self.generator = generator
    station = WeightedChoice(stations.map(\.weight))
  }

  /// How many visits each day has, of so many in all.
  static func counts(_ total: Int, _ days: Range<Int>) -> [Int] {
    let weights = days.map { day in
      let date = CivilDate(daysSinceEpoch: day)
      // 1970-01-04 was a Sunday.
      return monthWeights[date.month - 1] * ((day - 3).isMultiple(of: 7) ? 0.7 : 1)
    }
    let sum = weights.reduce(0, +)
    var (passed, given) = (0.0, 0)
    return weights.map { weight in
      passed += weight
      let count = Int((passed / sum * Double(total)).rounded()) - given
      given += count
      return count
    }
  }

  /// - Parameter day: counted from 1970-01-01.
  mutating func next(_ count: Int, on day: Int) -> [SampleVisit] {
    let start = Int64(day) * 86_400 - Self.offset
    return (0..<count).map { _ in visit(after: start) }.sorted { $0.at < $1.at }
  }

  private mutating func visit(after start: Int64) -> SampleVisit {
    let number = station.next(&generator)
    let place = stations[number]
    let second = Int64(generator.next() % 3600)
    let time = start + Int64(hour.next(&generator)) * 3600 + second
    // The lesser of two favours the first groups.
    let group = min(below(place.groups.count), below(place.groups.count))
    var services = AmenitySet()
    for _ in 0..<serviceCount.next(&generator) { services.insert(place.services[below(place.services.count)]) }
    return SampleVisit(
      at: time, station: number, group: place.groups[group], people: 1 + people.next(&generator), services: services)
  }

  private mutating func below(_ count: Int) -> Int {
    Int(generator.next() % UInt64(count))
  }
}
