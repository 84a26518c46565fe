import Geodesy
import RestStations
import SampleData

/// A station of the made-up statistics, and who comes to it.
struct SampleStation {
  let station: Station
  /// 4…7 of them, the most frequent first.
  let groups: [WorkerGroup]
  /// The numbers of the services that it offers in the catalogue: 4…15 of them.
  let services: [Int]
  /// Its part of all visits, in no unit: 0.2…4, mostly small.
  let weight: Double

  /// So many stations as a shape has, ordered by id.
  ///
  /// - Parameter generator: gives the same stations for the same seed.
  static func all(_ shape: UsageShape, _ generator: inout SeededGenerator) -> [SampleStation] {
    let places = generator.townPlaces(shape.stationCount)
    return places.enumerated().compactMap { number, place in
      StationID("YZ-" + padded(number + 1, 6)).map { SampleStation($0, number, place, shape, &generator) }
    }
  }

  private init(
    _ id: StationID, _ number: Int, _ place: Coordinate, _ shape: UsageShape, _ generator: inout SeededGenerator
  ) {
    // The square favours the first towns; the first stations give every town one.
    let rank = generator.number(in: 0...1)
    let town =
      number < shape.townCount
      ? number : min(shape.townCount - 1, Int(rank * rank * Double(shape.townCount)))
    var station = Station(id: id, name: "新就业群体驿站第\(number + 1)站", coordinate: place)
    station.town = "第\(Self.padded(town + 1, 4))街道"
    self.station = station
    groups = Array(
      WorkerGroup.allCases.shuffled(using: &generator).prefix(Int.random(in: 4...7, using: &generator)))
    let offered = (0..<AmenityCatalogue.standard.amenities.count).shuffled(using: &generator)
    services = Array(offered.prefix(Int.random(in: 4...15, using: &generator)))
    let popularity = generator.number(in: 0...1)
    weight = 0.2 + 3.8 * popularity * popularity * popularity
  }

  private static func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
