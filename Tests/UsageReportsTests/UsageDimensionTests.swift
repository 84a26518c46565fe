import Testing
import UsageReports

@Suite struct UsageDimensionTests {
  @Test func calendarPeriodsAreToldThoughNothingFallsIntoThem() {
    let periods = UsageDimension.allCases.filter(\.isPeriod)
    #expect(periods == [.day, .week, .month, .quarter, .year])
  }
}
