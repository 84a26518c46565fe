import Foundation
import TestSupport
import Testing

@Suite("station list, show and export")
struct StationCommandTests {
  @Test func aListHoldsAllButTheRetiredInTheOrderOfIDs() throws {
    let place = try Workplace.withYanzhou()
    let outcome = try place.run("station", "list", "--format", "json")
    #expect(outcome.status == 0)
    #expect(outcome.messages == "")
    let ids = try outcome.json().array.compactMap { $0["id"].string }
    #expect(ids.count == 138)
    #expect(ids == ids.sorted())
    #expect(!ids.contains("YZ-0117"))
    #expect(try place.run("station", "list").lines.count == 139)
    #expect(try place.run("station", "list", "--format", "csv").lines.count == 139)
  }

  /// More than a page of the API holds.
  @Test func aLongListIsPrintedWhole() throws {
    let place = try Workplace()
    let rows = (1...2500).map { "S\(10_000 + $0),Name \($0),\(Double($0) / 100),0\n" }.joined()
    try place.folder.write("many.csv", "id,name,lat,lon\n" + rows)
    #expect(try place.run("station", "import", "many.csv").status == 0)
    let ids = try place.run("station", "list", "--format", "json").json().array.compactMap { $0["id"].string }
    #expect(ids == (1...2500).map { "S\(10_000 + $0)" })
  }

  @Test func filtersNarrowTheList() throws {
    let place = try Workplace.withYanzhou()
    let town = try place.run("station", "list", "--town", "鼓楼街道", "--format", "json").json().array
    #expect(!town.isEmpty)
    #expect(town.allSatisfy { $0["town"].string == "鼓楼街道" })
    let hubs = try place.run("station", "list", "--kind", "hub", "--format", "json").json().array
    #expect(hubs.count == 10)
    let suspended = try place.run("station", "list", "--status", "suspended", "--format", "json").json().array
    #expect(suspended.count == 2)
    // A suspended station is closed.
    #expect(suspended.allSatisfy { $0["open"].string == "closed" })
    let washed = try place.run("station", "list", "--amenity", "shower", "--amenity", "nap", "--format", "json").json()
    #expect(washed.array.allSatisfy { Set($0["amenities"].strings).isSuperset(of: ["shower", "nap"]) })
  }

  @Test func aStationIsShownWithAllThatIsKnown() throws {
    let place = try Workplace.withYanzhou()
    let json = try place.run("station", "show", "YZ-0001", "--format", "json")
    #expect(json.messages == "")
    let station = try json.json()
    #expect(station["name"].string == "鼓楼街道充新苑")
    #expect(station["kind"].string == "hub")
    #expect(station["lat"].number == 35.5531959)
    #expect(station["lon"].number == 116.7841105)
    #expect(station["operator"].string == "鼓楼街道办事处")
    #expect(station["capacity"].number == 28)
    #expect(station["verified_at"].string == "2026-01-05")
    let sheet = try place.run("station", "show", "YZ-0001")
    #expect(sheet.messages == "")
    for text in ["YZ-0001", "鼓楼街道充新苑", "35.5531959, 116.7841105", "08:00-22:00", "0537-5550101", "2026-01-05"] {
      #expect(sheet.output.contains(text))
    }
    let csv = try place.run("station", "show", "YZ-0001", "--format", "csv")
    #expect(csv.lines.count == 2)
    #expect(csv.lines.last?.hasPrefix("YZ-0001,鼓楼街道充新苑,") == true)
  }

  @Test(arguments: ["NOPE", "nearest", "a/b", "驿站", "", "..", "%2e"])
  func anUnknownStationIsAFailureThatSaysSo(id: String) throws {
    let place = try Workplace.withYanzhou()
    let outcome = try place.run("station", "show", id)
    #expect(outcome.status == 1, "\(outcome.messages)")
    #expect(outcome.output == "")
    #expect(outcome.messages.contains("no station"))
  }

  @Test func anExportGoesRoundUnchanged() throws {
    let place = try Workplace.withYanzhou()
    try place.folder.write(
      "more.csv",
      #"""
      id,name,aliases,lat,lon,town,address,opening_hours,operator,phone,status
      X-1,=1+1,@a;+b;-c,-0.0000001,-180,"Town, with comma","a ""quoted"" place","Mo-Fr 08:00-12:00, Sa 10:00-11:00",'quoted,+86 537,suspended
      X-2,''=kept,,90,180,,,,-,'0537,retired
      X-3,"驿站；🚲 e\#u{301}",别名,0,0,镇,地址,24/7,,,active

      """#)
    #expect(try place.run("station", "import", "more.csv").status == 0)

    let first = try place.run("station", "export")
    #expect(first.status == 0)
    #expect(first.messages == "")
    #expect(first.lines.count == 143)
    // A spreadsheet takes none of it for a formula.
    for line in first.lines where line.hasPrefix("X-1,") { #expect(line.hasPrefix("X-1,'=1+1,'@a;+b;-c,"), "\(line)") }

    try place.folder.write("export.csv", first.output)
    let other = ["--db", "other.sqlite"]
    let imported = try place.start(["station", "import", "export.csv"] + other).outcome()
    #expect(imported.messages == "142 created, 0 updated, 0 unchanged\n")
    let second = try place.start(["station", "export"] + other).outcome()
    #expect(second.output == first.output)

    // And what is read is what was written.
    let station = try place.start(["station", "show", "X-1", "--format", "json"] + other).outcome().json()
    #expect(station["name"].string == "=1+1")
    #expect(station["aliases"].strings == ["@a", "+b", "-c"])
    #expect(station["phone"].string == "+86 537")
    let quoted = try place.start(["station", "show", "X-2", "--format", "json"] + other).outcome().json()
    #expect(quoted["name"].string == "'=kept")
    #expect(try place.run("station", "import", "export.csv").messages == "0 created, 0 updated, 142 unchanged\n")
  }

  @Test func anExportIntoAFileIsTheSame() throws {
    let place = try Workplace.withYanzhou()
    let printed = try place.run("station", "export").output
    let outcome = try place.run("station", "export", "-o", "out.csv")
    #expect(outcome.status == 0)
    #expect(outcome.output == "")
    #expect(try place.text(of: "out.csv") == printed)
    #expect(!place.exists("out.csv.part"))
    #expect(try place.run("station", "export", "--output", "no/such/folder.csv").status == 1)
  }

  @Test func aSatelliteIsChangedWithoutItsHubBeingNamed() throws {
    let place = try Workplace.withYanzhou()
    for arguments in [["suspend", "YZ-0020", "--reason", "漏水"], ["resume", "YZ-0020"], ["verify", "YZ-0020"]] {
      #expect(try place.start(["station"] + arguments, ["YIZHAN_DB": Workplace.database]).outcome().status == 0)
    }
    #expect(try place.run("station", "retire", "YZ-0020").status == 0)
    let station = try place.run("station", "show", "YZ-0020", "--format", "json").json()
    #expect(station["status"].string == "retired" && station["hub_id"].string == "YZ-0001")
  }
}
