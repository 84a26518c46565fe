import Dispatch
import Geodesy
import OpeningHours
import RestStations

/// What a snapshot keeps of its stations, column by column, while they are read.
struct SnapshotColumns: Sendable {
  private(set) var texts = StationTexts()
  private(set) var coordinates: [Coordinate] = []
  private(set) var lastingBits: [UInt128] = []
  private(set) var openingHours: [Int32] = []
  private(set) var staffedHours: [Int32] = []
  private(set) var towns: [Int32] = []
  private(set) var hours = HoursTable()

  private let catalogue: AmenityCatalogue
  private let townNumbers: [String: Int32]

  private init(_ summary: DirectorySummary) {
    catalogue = summary.catalogue
    townNumbers = Dictionary(
      summary.towns.enumerated().map { ($1, Int32(truncatingIfNeeded: $0)) }, uniquingKeysWith: { first, _ in first })
    texts.reserveCapacity(stations: summary.stationCount)
    coordinates.reserveCapacity(summary.stationCount)
    lastingBits.reserveCapacity(summary.stationCount)
  }

  private mutating func append(_ station: Station) {
    texts.append(station, catalogue)
    coordinates.append(station.coordinate)
    lastingBits.append(FilterBits.lasting(of: station))
    openingHours.append(hours.number(of: station.openingHours))
    staffedHours.append(hours.number(of: station.staffedHours))
    towns.append(station.town.flatMap { townNumbers[$0] } ?? -1)
  }

  /// Takes up every station that a source gives, on a second thread, so that reading and writing go on side by side.
  static func gathered(_ summary: DirectorySummary, _ next: () throws -> Station?) throws -> SnapshotColumns {
    let gathering = Gathering(SnapshotColumns(summary))
    var batch: [Station] = []
    while let station = try next() {
      batch.append(station)
      if batch.count == Gathering.batchSize {
        gathering.append(batch)
        batch = []
      }
    }
    gathering.append(batch)
    return gathering.finish()
  }

  /// Columns that only its own queue touches.
  private final class Gathering: @unchecked Sendable {
    static let batchSize = 512
    private var columns: SnapshotColumns
    private let queue = DispatchQueue(label: "yizhan.snapshot")
    /// Batches that may wait, so that a slow writer does not fill the memory.
    private let places = DispatchSemaphore(value: 8)

    init(_ columns: SnapshotColumns) {
      self.columns = columns
    }

    func append(_ batch: [Station]) {
      places.wait()
      queue.async { [self] in
        for station in batch { columns.append(station) }
        places.signal()
      }
    }

    func finish() -> SnapshotColumns {
      queue.sync { columns }
    }
  }
}

/// Numbers for opening hours that are alike.
struct HoursTable: Sendable {
  private(set) var all: [OpeningHours] = []
  private var numbers: [String: Int32] = [:]

  /// The number of an expression, −1 for none.
  mutating func number(of hours: OpeningHours?) -> Int32 {
    guard let hours else { return -1 }
    if let known = numbers[hours.text] { return known }
    let number = Int32(truncatingIfNeeded: all.count)
    all.append(hours)
    numbers[hours.text] = number
    return number
  }
}
