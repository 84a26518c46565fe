import OpeningHours
import RestStations

/// What many rows of a station file say alike, read once and kept once.
struct SharedCells {
  let catalogue: AmenityCatalogue
  private var knownHours: [String: OpeningHours] = [:]
  private var knownTowns: [String: String] = [:]
  private var knownOperators: [String: String] = [:]

  init(_ catalogue: AmenityCatalogue) {
    self.catalogue = catalogue
  }

  /// See ``Cell/hours(_:)``.
  mutating func hours(_ text: String) throws(CellFault) -> OpeningHours? {
    if let known = knownHours[text] { return known }
    let hours = try Cell.hours(text)
    if let hours { knownHours[text] = hours }
    return hours
  }

  /// The name of a town.
  mutating func town(_ text: String) throws(CellFault) -> String? {
    if let known = knownTowns[text] { return known }
    let town = try Cell.text(text, upTo: 100)
    if let town { knownTowns[text] = town }
    return town
  }

  /// The name of the unit that answers for a station.
  mutating func operatorName(_ text: String) throws(CellFault) -> String? {
    if let known = knownOperators[text] { return known }
    let name = try Cell.text(text, upTo: 200)
    if let name { knownOperators[text] = name }
    return name
  }
}
