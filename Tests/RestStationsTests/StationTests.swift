import OpeningHours
import RestStations
import Testing

@Suite("Codes that files and answers hold are the contract's")
struct StationWordsTests {
  @Test func kindsEntriesAndStatusesHaveTheContractsWords() {
    #expect(StationKind.allCases.map(\.rawValue) == ["hub", "satellite", "point", "mobile"])
    #expect(StationEntry.allCases.map(\.rawValue) == ["open", "staff", "qr", "code", "key"])
    #expect(StationStatus.allCases.map(\.rawValue) == ["active", "suspended", "retired"])
  }
}
