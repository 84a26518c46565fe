import RestStations
import SampleData
import TestSupport
import Testing

@Suite("A sheet of counts comes back from its bytes as it was, and other bytes are no sheet")
struct UsageSheetTests {
  private let seed = UInt64.random(in: 0...999_999)

  private func sheet(_ cells: [(UInt128, Int64, Int64)]) -> UsageSheet {
    cells.reduce(into: UsageSheet()) { $0.add(UsageCount(visits: $1.1, people: $1.2), to: $1.0) }
  }

  @Test func itGoesRoundUnchanged() throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let cells = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        let visits = Int64.random(in: 1...(Bool.random(using: &random) ? 3 : Int64.max / 4), using: &random)
        return (
          UInt128.random(in: 0...(.max >> UInt128.random(in: 0..<128, using: &random)), using: &random), visits,
          visits + Int64.random(in: 0...500, using: &random)
        )
      }
      let sheet = sheet(cells)
      #expect(UsageSheet(bytes: try #require(sheet.bytes)) == sheet, "seed \(seed)")
    }
  }

  @Test func itsBytesAreThoseThatAreDescribed() {
    #expect(UsageSheet().bytes == [])
    #expect(sheet([(5, 1, 1)]).bytes == [5, 1, 0])
    #expect(sheet([(5, 1, 3), (300, 200, 201)]).bytes == [5, 1, 2, 0xA7, 0x02, 0xC8, 0x01, 1])
  }

  private func sum(_ kept: UsageSheet, _ change: UsageSheet) throws -> [UInt8]? {
    var sum: [UInt8] = []
    let isWhole = try #require(kept.bytes).withUnsafeBytes { change.appendSum(with: $0, to: &sum) }
    return isWhole ? sum : nil
  }

  @Test func whatIsTakenAwayLeavesNothing() throws {
    let kept = sheet([(5, 1, 3), (7, 2, 2)])
    #expect(try sum(kept, sheet([(5, -1, -3), (7, -1, -1)])) == sheet([(7, 1, 1)]).bytes)
    #expect(try sum(kept, sheet([(5, -1, -3), (7, -2, -2)])) == [])
    #expect(try sum(kept, sheet([(5, -2, -3)])) == nil)
    #expect(try sum(kept, sheet([(6, -1, -1)])) == nil)
  }

  @Test func sumsOfBytesAreSumsOfSheets() throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let parts = (0..<2).map { _ in
        (0..<Int.random(in: 0...20, using: &random)).map { _ in
          (UInt128.random(in: 0...40, using: &random), Int64.random(in: 1...300, using: &random), Int64(400))
        }
      }
      #expect(try sum(sheet(parts[0]), sheet(parts[1])) == sheet(parts[0] + parts[1]).bytes, "seed \(seed)")
    }
  }

  @Test func whatNoVisitsMakeHasNoBytes() {
    #expect(sheet([(5, -1, -1)]).bytes == nil)
    #expect(sheet([(5, 2, 1)]).bytes == nil)
    #expect(sheet([(5, 0, 1)]).bytes == nil)
  }

  @Test(
    arguments: [
      [5], [5, 1], [5, 0, 1], [0x80], [5, 0x80], [5, 1, 0x80], [5, 1, 0, 0, 1, 0],
      [UInt8](repeating: 0xFF, count: 18) + [0x7F, 1, 0], [UInt8](repeating: 0x80, count: 40) + [1],
      [5] + [UInt8](repeating: 0xFF, count: 9) + [0x7F, 0],
    ] as [[UInt8]])
  func otherBytesAreNoSheet(bytes: [UInt8]) {
    #expect(UsageSheet(bytes: bytes) == nil)
  }

  @Test func anySmallBytesAreReadOrRefused() {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        UInt8.random(in: .min ... .max, using: &random)
      }
      if let sheet = UsageSheet(bytes: bytes) { #expect(sheet.bytes.flatMap { UsageSheet(bytes: $0) } == sheet) }
    }
  }

  @Test func cellsOfADayAndOfAMonthAreApart() {
    var days: Set<UInt128> = []
    var months: Set<UInt128> = []
    for group in WorkerGroup.allCases {
      for hour in 0..<24 {
        for bits in [0, 1, 2, 3, 1 << 99] as [UInt128] {
          days.insert(UsageSheet.dayKey(hour: hour, group, AmenitySet(bits: bits)))
        }
      }
      for service in [nil, 0, 1, 99] as [Int?] { months.insert(UsageSheet.monthKey(group, service: service)) }
    }
    #expect(days.count == 7 * 24 * 5 && months.count == 7 * 4)
  }
}
