import RestStations

/// A station file that is being read, whatever its format: it gives record after record.
protocol StationFile: Sendable {
  /// How much of it has been read, 0…1.
  var progress: Double { get }

  /// At most so many records are to come, as far as is known; 0 when nothing is.
  var greatestCount: Int { get }

  /// The next record, or nothing at the end.
  ///
  /// - Throws: what is wrong with a record as a whole; the next call goes on behind it, or gives nothing.
  mutating func next() throws(StationRecord.Failure) -> StationRecord?

  /// Where a column of the record stands that was read at a position.
  func place(of column: StationColumn, at position: Int) -> Fault.Place

  /// How messages name a position.
  func name(ofPosition position: Int) -> Bilingual
}

/// What a file says of a station; only its form has been looked at.
struct StationRecord {
  /// Its line, or its number in a list; later records have greater ones.
  let position: Int
  /// The columns that it has, in the order in which they take effect.
  let columns: [StationColumn]
  /// Of each of the columns.
  let cells: [String]
  /// What is wrong with the form of some columns…
  var faults: [Fault] = []
  /// …which have no cells.
  var faulty: Set<StationColumn> = []

  /// A record that cannot be read.
  struct Failure: Error {
    let position: Int
    let fault: Fault
  }

  subscript(_ column: StationColumn) -> String? {
    columns.firstIndex(of: column).map { cells[$0] }
  }
}
