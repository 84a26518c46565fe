import OpeningHours
import RestStations

/// What many rows of a station file say alike, read once and kept once.
struct SharedCells {
  let catalogue: AmenityCatalogue
  private var knownHours: [String: OpeningHours] = [:]
  private var knownTexts: [String: String] = [:]

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

  /// See ``Cell/text(_:upTo:)``.
  mutating func text(_ text: String, upTo limit: Int) throws(CellFault) -> String? {
    if let known = knownTexts[text] { return known }
    let line = try Cell.text(text, upTo: limit)
    if let line { knownTexts[text] = line }
    return line
  }
}
