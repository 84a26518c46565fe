/// What is counted of some visits.
public struct UsageCount: Hashable, Sendable {
  public var visits: Int64
  /// Person-times.
  public var people: Int64

  @inlinable
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

/// The counts of one station in one day or month, cell by cell. ``UsageSheetReader`` says what bytes they are kept as.
public struct UsageSheet: Hashable, Sendable {
  /// The count of one cell.
  public struct Cell: Hashable, Sendable {
    /// See ``UsageSheet/dayKey(hour:_:_:)`` and ``UsageSheet/monthKey(_:service:)``.
    public let key: UInt128
    public var count: UsageCount

    @inlinable
    init(key: UInt128, count: UsageCount) {
      (self.key, self.count) = (key, count)
    }
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

  /// What ``dayKey(hour:_:_:)`` was made of.
  @inlinable
  public static func dayCell(_ key: UInt128) -> (hour: Int, group: Int, services: AmenitySet) {
    let low = Int(truncatingIfNeeded: key)
    return (low >> groupBits & 31, low & 15, AmenitySet(bits: key >> dayBits))
  }

  /// What ``monthKey(_:service:)`` was made of. Cells without a service come first in a sheet.
  @inlinable
  public static func monthCell(_ key: UInt128) -> (group: Int, service: Int?) {
    let low = Int(truncatingIfNeeded: key)
    return (low & 15, low < 16 ? nil : low >> groupBits - 1)
  }

  @inlinable static var groupBits: Int { 4 }
  @inlinable static var dayBits: UInt128 { 9 }

  /// Appends the bytes of a kept sheet with this one's counts added.
  ///
  /// - Returns: false when the bytes are no sheet, or when a cell would have no visits, or fewer people than visits,
  ///   which no set of visits makes.
  public func appendSum(with kept: UnsafeRawBufferPointer, to bytes: inout [UInt8]) -> Bool {
    var (reader, writer) = (UsageSheetReader(kept), UsageSheetWriter())
    var old = reader.next()
    for cell in cells {
      while let cellBefore = old, cellBefore.key < cell.key {
        guard writer.append(cellBefore, to: &bytes) else { return false }
        old = reader.next()
      }
      var sum = cell
      if let same = old, same.key == cell.key {
        sum.count += same.count
        old = reader.next()
      }
      guard sum.count == UsageCount() || writer.append(sum, to: &bytes) else { return false }
    }
    while let cell = old {
      guard writer.append(cell, to: &bytes) else { return false }
      old = reader.next()
    }
    return !reader.isDamaged
  }

  /// The cells as they are kept.
  ///
  /// - Returns: nothing when a cell has no visits, or fewer people than visits, which no set of visits makes.
  public var bytes: [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(6 * cells.count)
    return appendSum(with: UnsafeRawBufferPointer(start: nil, count: 0), to: &bytes) ? bytes : nil
  }

  /// Reads what ``bytes`` gave; nothing for any other bytes.
  public init?(bytes: [UInt8]) {
    let isWhole = bytes.withUnsafeBytes { bytes in
      var reader = UsageSheetReader(bytes)
      while let cell = reader.next() { cells.append(cell) }
      return !reader.isDamaged
    }
    guard isWhole else { return nil }
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
