/// What is counted of some visits.
public struct UsageCount: Hashable, Sendable {
  public var visits: Int64
  /// Person-times.
  public var people: Int64

  public init(visits: Int64 = 0, people: Int64 = 0) {
    self.visits = visits
    self.people = people
  }

  /// Adds; sums beyond what 64 bits hold stay at the greatest number.
  public static func += (sum: inout UsageCount, other: UsageCount) {
    sum = UsageCount(visits: sum.visits.adding(other.visits), people: sum.people.adding(other.people))
  }

  /// The same taken away.
  public static prefix func - (count: UsageCount) -> UsageCount {
    UsageCount(visits: -count.visits, people: -count.people)
  }
}

/// The counts of one station in one day or month, cell by cell, and the bytes that they are kept as.
///
/// The bytes are those of each cell in the order of the keys: the key less the one before, the visits, and the people
/// less the visits (which they are never fewer than), each as a little-endian base-128 number (LEB128).
public struct UsageSheet: Hashable, Sendable {
  /// The count of one cell.
  public struct Cell: Hashable, Sendable {
    /// See ``UsageSheet/dayKey(hour:_:_:)`` and ``UsageSheet/monthKey(_:service:)``.
    public let key: UInt128
    public fileprivate(set) var count: UsageCount
  }

  /// In the order of their keys; none counts nothing.
  public private(set) var cells: [Cell] = []

  public init() {}

  public var isEmpty: Bool { cells.isEmpty }

  /// Adds to a cell; one that counts nothing then is none.
  public mutating func add(_ count: UsageCount, to key: UInt128) {
    var (low, high) = (0, cells.count)
    while low < high {
      let middle = (low + high) / 2
      if cells[middle].key < key { low = middle + 1 } else { high = middle }
    }
    if low < cells.count, cells[low].key == key {
      cells[low].count += count
      if cells[low].count == UsageCount() { cells.remove(at: low) }
    } else if count != UsageCount() {
      cells.insert(Cell(key: key, count: count), at: low)
    }
  }

  public static func += (sum: inout UsageSheet, other: UsageSheet) {
    for cell in other.cells { sum.add(cell.count, to: cell.key) }
  }

  /// The cell of a day's sheet: an hour of the clock, a group, and all the services that were used together.
  ///
  /// - Parameter hour: 0…23.
  public static func dayKey(hour: Int, _ group: WorkerGroup, _ services: AmenitySet) -> UInt128 {
    services.bits << dayBits | UInt128(truncatingIfNeeded: hour << groupBits | group.number)
  }

  /// The cell of a month's sheet: a group, and one of the services that were used, or all its visits for nothing.
  ///
  /// - Parameter service: its number in the catalogue.
  public static func monthKey(_ group: WorkerGroup, service: Int?) -> UInt128 {
    UInt128(truncatingIfNeeded: (service.map { $0 + 1 } ?? 0) << groupBits | group.number)
  }

  private static let (groupBits, dayBits) = (4, 9)

  /// The cells as they are kept.
  ///
  /// - Returns: nothing when a cell has no visits, or fewer people than visits, which no set of visits makes.
  public var bytes: [UInt8]? {
    var (bytes, last): ([UInt8], UInt128) = ([], 0)
    bytes.reserveCapacity(6 * cells.count)
    for cell in cells {
      let count = cell.count
      guard count.visits > 0, count.people >= count.visits else { return nil }
      Self.append(cell.key - last, to: &bytes)
      Self.append(UInt128(count.visits), to: &bytes)
      Self.append(UInt128(count.people - count.visits), to: &bytes)
      last = cell.key
    }
    return bytes
  }

  /// Reads what ``bytes`` gave; nothing for any other bytes.
  public init?(bytes: [UInt8]) {
    var (place, last): (Int, UInt128) = (0, 0)
    cells.reserveCapacity(bytes.count / 3)
    while place < bytes.count {
      guard let step = Self.number(bytes, &place), let visits = Self.count(bytes, &place),
        let others = Self.count(bytes, &place)
      else { return nil }
      let (key, isTooGreat) = last.addingReportingOverflow(step)
      let (people, areTooMany) = visits.addingReportingOverflow(others)
      guard visits > 0, !isTooGreat, !areTooMany, step > 0 || cells.isEmpty else { return nil }
      cells.append(Cell(key: key, count: UsageCount(visits: visits, people: people)))
      last = key
    }
  }

  private static func append(_ number: UInt128, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  private static func count(_ bytes: [UInt8], _ place: inout Int) -> Int64? {
    number(bytes, &place).flatMap { Int64(exactly: $0) }
  }

  private static func number(_ bytes: [UInt8], _ place: inout Int) -> UInt128? {
    var (number, shift): (UInt128, UInt128) = (0, 0)
    while place < bytes.count, shift < 128 {
      let byte = bytes[place]
      let part = UInt128(byte & 0x7F)
      guard (part << shift) >> shift == part else { return nil }
      number |= part << shift
      place += 1
      if byte < 0x80 { return number }
      shift += 7
    }
    return nil
  }
}

extension WorkerGroup {
  /// The group's place in the order of all, which is kept: 0…6.
  public var number: Int {
    switch self {
    case .delivery: 0
    case .express: 1
    case .transport: 2
    case .livestream: 3
    case .rideHailing: 4
    case .sanitation: 5
    case .other: 6
    }
  }
}

extension Int64 {
  fileprivate func adding(_ other: Int64) -> Int64 {
    let (sum, isTooGreat) = addingReportingOverflow(other)
    return isTooGreat ? (self > 0 ? .max : .min) : sum
  }
}
