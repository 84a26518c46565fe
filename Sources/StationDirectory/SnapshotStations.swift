import Geodesy
import OpeningHours
import RestStations

/// What a snapshot keeps of a run of its stations.
struct SnapshotStations: Sendable {
  private(set) var texts: StationTexts
  private(set) var facts: Pages<StationFacts>
  /// Every expression that some station has or had.
  private(set) var hours = HoursTable()
  /// Of stations that are suspended or retired, by their numbers, where there is a reason or an end.
  private(set) var inactivity: [Int: Inactivity] = [:]

  /// No stations, and room for the texts of so many.
  init(_ summary: DirectorySummary, capacity: Int) {
    texts = StationTexts(summary.catalogue, capacity: capacity)
    facts = Pages(capacity: capacity)
  }

  /// - Parameter next: gives station after station, ordered by id.
  init(_ summary: DirectorySummary, capacity: Int, _ next: () throws -> StationView?) throws {
    self.init(summary, capacity: capacity)
    while let station = try next() {
      if let reasons = Inactivity(station) { inactivity[texts.count] = reasons }
      texts.append(station, summary)
      facts.append(
        StationFacts(
          lastingBits: FilterBits.lasting(of: station), coordinate: station.coordinate,
          openingHours: try hours.number(of: station.openingHours, station),
          staffedHours: try hours.number(of: station.staffedHours, station),
          town: station.town.map { Int32(truncatingIfNeeded: $0) } ?? -1, revision: station.revision,
          updatedAt: station.updatedAt / 1000))
    }
  }

  /// Puts others in place of some stations, whose places and names must be the same.
  ///
  /// - Parameter numbers: of the stations that the others are, in their order.
  mutating func replace(_ numbers: [Int], by others: SnapshotStations) {
    texts.replace(numbers, by: others.texts)
    let renumbered = take(others.hours)
    for (place, number) in numbers.enumerated() {
      facts[number] = renumbered(others.facts[place])
      let reasons = others.inactivity[place]
      // What is written to is copied, whatever is written.
      if reasons != nil || inactivity[number] != nil { inactivity[number] = reasons }
    }
  }

  /// Puts the stations of the run that follows behind these.
  mutating func append(_ next: SnapshotStations) {
    for (number, reasons) in next.inactivity { inactivity[texts.count + number] = reasons }
    texts.append(next.texts)
    let renumbered = take(next.hours)
    for facts in next.facts { self.facts.append(renumbered(facts)) }
  }

  /// Takes in the hours of others, and tells what is to be said of a station of theirs here.
  private mutating func take(_ others: HoursTable) -> (StationFacts) -> StationFacts {
    let numbers = hours.merge(others)
    return { facts in
      var facts = facts
      if facts.openingHours >= 0 { facts.openingHours = numbers[Int(facts.openingHours)] }
      if facts.staffedHours >= 0 { facts.staffedHours = numbers[Int(facts.staffedHours)] }
      return facts
    }
  }
}
