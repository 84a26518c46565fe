public import OpeningHours
import RestStations

/// What the people who read statistics want to see first: the figures, how they changed, and a table for each cut. All
/// tables have the period and the filters of the question.
public struct UsageReport: Sendable {
  /// Days of the district's zone, both of them counted.
  public struct Period: Hashable, Sendable {
    public let from: CivilDate
    public let to: CivilDate

    public init(from: CivilDate, to: CivilDate) {
      self.from = from
      self.to = to
    }
  }

  /// The total of an earlier period, to compare with.
  public struct Comparison: Hashable, Sendable {
    public let period: Period
    public let total: UsageMeasures

    public init(_ period: Period, _ total: UsageMeasures) {
      self.period = period
      self.total = total
    }
  }

  /// A station without visits in the period.
  public struct IdleStation: Hashable, Sendable {
    public let id: String
    public let name: String
    public let town: String?

    public init(id: String, name: String, town: String?) {
      self.id = id
      self.name = name
      self.town = town
    }
  }

  public var question: UsageQuestion
  public var total: UsageMeasures
  /// The period of the same length just before, and the same days a year before.
  public var before: Comparison
  public var yearBefore: Comparison
  /// Stations in service (not retired) that the question is about.
  public var stationCount: Int
  /// Those of them without visits, by town and id.
  public var idleStations: [IdleStation]
  public var byMonth: UsageTable
  public var byTown: UsageTable
  public var byGroup: UsageTable
  public var byService: UsageTable
  public var byStation: UsageTable
  /// Columns `weekday`, `hour`.
  public var byHourOfWeek: UsageTable
  /// When it was made, RFC 3339 in the district's zone.
  public var madeAt: String

  public init(
    question: UsageQuestion, total: UsageMeasures, before: Comparison, yearBefore: Comparison, stationCount: Int,
    idleStations: [IdleStation], byMonth: UsageTable, byTown: UsageTable, byGroup: UsageTable, byService: UsageTable,
    byStation: UsageTable, byHourOfWeek: UsageTable, madeAt: String
  ) {
    self.question = question
    self.total = total
    self.before = before
    self.yearBefore = yearBefore
    self.stationCount = stationCount
    self.idleStations = idleStations
    self.byMonth = byMonth
    self.byTown = byTown
    self.byGroup = byGroup
    self.byService = byService
    self.byStation = byStation
    self.byHourOfWeek = byHourOfWeek
    self.madeAt = madeAt
  }
}
