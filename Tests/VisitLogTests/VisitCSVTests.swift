import RestStations
import TestSupport
import Testing
import VisitLog

@Suite("Visit files are read row by row, and each fault is told by its line and column")
struct VisitCSVTests {
  /// 2026-01-05T12:00:00+08:00.
  private static let now: Int64 = 1_767_585_600
  private let reader: VisitReader
  private let key: SecretKey

  init() throws {
    key = try #require(SecretKey(hex: Array(String(repeating: "0f", count: 32).utf8)))
    reader = VisitReader(.standard, key, now: Self.now * 1000)
  }

  private func read(_ text: String) throws -> VisitReading {
    try reader.visits(csv: Array(text.utf8))
  }

  private func places(_ text: String) throws -> [String] {
    try read(text).faults.map { fault in
      guard case .row(let line, let column) = fault.place else { return "?" }
      return "\(line) \(column ?? "-")"
    }
  }

  @Test func everyColumnIsRead() throws {
    let id = "0193d2a1-7c1e-7000-8000-0123456789ab"
    let text =
      "\u{FEFF}visitor,services,people,group,at,station_id,id\r\n"
      + " 139 ,water; seating,3,ride_hailing,2026-01-05T12:05:00+08:00,YZ-0001,\(id.uppercased())\r\n"
    let draft = try #require(try read(text).drafts.first)
    #expect(draft.id.description == id)
    #expect(draft.stationID.text == "YZ-0001")
    #expect(draft.at == Self.now + 300)
    #expect(draft.group == .rideHailing && draft.people == 3)
    #expect(draft.services.map { AmenityCatalogue.standard.codes(of: $0).map(\.text) } == ["water", "seating"])
    let reference = try #require(VisitorReference("139"))
    #expect(draft.visitor == VisitorPseudonym(reference, under: key))
  }

  @Test func blankCellsAreLeftOut() throws {
    let draft = try #require(try read("站点编号,行业,人次,时间,服务,访客\nYZ-0001,other,,,,\n").drafts.first)
    #expect(draft.people == nil && draft.at == nil && draft.services == nil && draft.visitor == nil)
  }

  @Test func rowsWithoutAnIDGetOneOfTheirContentAndOfHowOftenItWasThere() throws {
    let header = "station_id,group,people\n"
    let rows = ["YZ-0001,other,1\n", "YZ-0001,other,1\n", "YZ-0001,other,2\n"]
    let ids = try read(header + rows.joined()).drafts.map(\.id)
    #expect(Set(ids).count == 3)
    #expect(try read(header + rows.joined()).drafts.map(\.id) == ids)
    #expect(try read(header + rows[2] + rows[0] + rows[1]).drafts.map(\.id) == [ids[2], ids[0], ids[1]])
    // RFC 9562: version 8, variant 10.
    for id in ids {
      let digits = Array(id.description)
      #expect(digits[14] == "8" && "89ab".contains(digits[19]))
    }
  }

  @Test(arguments: [
    ("", ["1 -"]), ("station_id\n", ["1 group"]), ("station_id,group,Group\n", ["1 Group"]),
    ("station_id,group,colour\n", ["1 colour"]),
  ])
  func aBadHeaderIsRefused(text: String, faults: [String]) throws {
    let error = try #require(throws: YizhanError.self) { try read(text) }
    #expect(error.code == .badData)
    #expect(
      error.faults.map { fault in
        guard case .row(let line, let column) = fault.place else { return "?" }
        return "\(line) \(column ?? "-")"
      } == faults)
  }

  @Test func everyFaultOfEveryRowIsTold() throws {
    let text = """
      id,station_id,group,people,at,services,visitor
      7,a b,pirates,501,noon,tea;water;coffee,
      ,YZ-0001,other,1.5,2026-01-05T12:05:01+08:00,,
      ,YZ-0001,other
      ,YZ-0001,other,,,,,,x
      ,YZ-0001,other,,,,,,
      ,,,,,,
      ,YZ-0001,other,,"2026
      """
    #expect(
      try places(text) == [
        "2 id", "2 station_id", "2 group", "2 at", "2 people", "2 services", "2 services", "3 people", "3 at", "4 -",
        "5 -", "7 station_id", "7 group", "8 -",
      ])
    #expect(try read(text).drafts.count == 1)
    #expect(try read(text).lines == [2, 3, 4, 5, 6, 7, 8])
  }

  @Test func anIDThatIsThereTwiceIsTold() throws {
    let id = "0193d2a1-7c1e-7000-8000-0123456789ab"
    let text = "id,station_id,group\n\(id),YZ-0001,other\n\(id.uppercased()),YZ-0001,other\n"
    #expect(try places(text) == ["3 id"])
    #expect(try read(text).faults.first?.detail.english == "\(id) is in line 2 already")
  }

  @Test func whatAnotherProgramGuardsAgainstFormulasIsTakenOff() throws {
    let reference = try #require(VisitorReference("=1+1"))
    let draft = try #require(try read("station_id,group,visitor\nYZ-0001,other,'=1+1\n").drafts.first)
    #expect(draft.visitor == VisitorPseudonym(reference, under: key))
  }

  @Test func fuzzedFilesAreReadOrRefusedAndNeverMore() throws {
    let base = Array("id,station_id,group,people,at\n,YZ-0001,other,1,\n,\"YZ-0001\",express,2,\n".utf8)
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      var bytes = base
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
      }
      do {
        let reading = try reader.visits(csv: bytes)
        #expect(reading.items.count == reading.lines.count)
      } catch {
        #expect(error is YizhanError)
      }
    }
  }
}
