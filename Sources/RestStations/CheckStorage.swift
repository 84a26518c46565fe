/// What the operator's check needs of a database.
public protocol CheckStorage: Sendable {
  /// Looks whether the file is whole, and whether the statistics agree with the visits, which are all counted anew.
  func check() async throws -> CheckReport
}

/// What a check found.
public struct CheckReport: Hashable, Sendable {
  /// Visits that count.
  public var visits = 0
  /// Person-times of these.
  public var people = 0
  /// The first of what is wrong; none when all is well.
  public private(set) var faults: [Bilingual] = []
  /// All that is wrong, those included that ``faults`` has no room for.
  public private(set) var faultCount = 0

  public init() {}

  /// Adds a fault, kept while there are fewer than a limit.
  public mutating func note(_ fault: Bilingual, upTo limit: Int) {
    faultCount += 1
    if faults.count < limit { faults.append(fault) }
  }
}
