import Geodesy
import OpeningHours
import RestStations
import SQLiteStorage
import StationDirectory
import Synchronization
import TestSupport
import Testing

@Suite("A station file is laid over the directory")
struct StationImportTests {
  @Test func theFixtureOfYanzhouIs139StationsAndTheSameFileAgainChangesNothing() async throws {
    let district = try await District()
    let first = try await district.take(District.yanzhou.get())
    #expect(first.created == 139 && first.updated == 0 && first.unchanged == 0 && first.retired == 0)
    #expect(first.revision == 139)
    #expect(try district.directory.snapshot.count == 139)
    #expect(try district.directory.snapshot.summary.towns.count == 10)

    let before = try await district.stations()
    district.clock.now += 1000
    let second = try await district.take(District.yanzhou.get())
    #expect(second.created == 0 && second.updated == 0 && second.unchanged == 139 && second.retired == 0)
    #expect(second.revision == 139)
    #expect(try await district.stations() == before, "the times of change, too, are as they were")
  }

  @Test func whatIsImportedIsFoundAtOnce() async throws {
    let district = try await District()
    for number in 1...3 {
      try await district.take("id,name,lat,lon\ns\(number),x,35.5,116.8\n")
      #expect(try district.directory.answer(NearestQuestion(place: .origin)).ids.count == number)
    }
  }

  @Test func onlyStationsThatDifferAreStored() async throws {
    let district = try await District("id,name,lat,lon\na,x,1,2\nb,y,3,4\nc,z,5,6\n")
    district.clock.now += 60
    let report = try await district.take("id,name,lat,lon\na,x,1,2\nb,new,3,4\nd,w,7,8\n")
    #expect(report.created == 1 && report.updated == 1 && report.unchanged == 1 && report.retired == 0)
    #expect(report.revision == 5)
    #expect(try await district.stations().map(\.revision) == [1, 4, 3, 5])
    #expect(try await district.station("b").updatedAt == district.clock.now * 1000)
    #expect(try await district.station("a").updatedAt == (district.clock.now - 60) * 1000)
  }

  @Test func coordinatesAreKeptTo7Decimals() async throws {
    let file = "id,name,lat,lon\na,x,35.12345674999,-116.98765435\nb,x,1e1,+2.5e1\nc,x,-90,180\n"
    let district = try await District(file)
    #expect(try await district.station("a").coordinate.latitude == 35.1234567)
    #expect(try await district.station("a").coordinate.longitude == -116.9876544)
    #expect(try await district.station("b").coordinate.latitude == 10)
    #expect(try await district.take(file).unchanged == 3)
  }

  @Test func everyColumnSetsItsField() async throws {
    let district = try await District(Self.full)
    let station = try await district.station("a")
    #expect(station.name == "甲")
    #expect(station.aliases == ["乙", "丙 丁"])
    #expect(station.kind == .satellite)
    #expect(station.hubID?.text == "h")
    #expect(station.town == "鼓楼街道")
    #expect(station.address == "建设路1号, 2楼")
    #expect(station.coordinate.latitude == 35.5 && station.coordinate.longitude == 116.8)
    #expect(AmenityCatalogue.standard.codes(of: station.amenities).map(\.text) == ["water", "seating"])
    #expect(AmenityCatalogue.standard.codes(of: station.brokenAmenities).map(\.text) == ["fridge"])
    #expect(station.openingHours?.text == "Mo-Su 08:00-20:00")
    #expect(station.staffedHours?.text == "24/7")
    #expect(station.entry == .qr)
    #expect(station.operatorName == "街道办")
    #expect(station.capacity == 12)
    #expect(station.phone == "0537-1")
    #expect(station.status == .suspended)
    #expect(station.verifiedAt?.description == "2026-11-01")
    #expect(station.statusReason == "漏水")
    #expect(station.statusUntil == Instant.parse("2026-12-01T00:00:00Z").map { $0 * 1000 })
  }

  @Test func aMissingColumnKeeps() async throws {
    let district = try await District(Self.full)
    let before = try await district.station("a")
    let report = try await district.take("id,name,lat,lon\na,甲,35.5,116.8\n")
    #expect(report.unchanged == 1)
    try await district.take("name,lon,lat,id\n新,116.8,35.5,a\n")
    var after = try await district.station("a")
    #expect(after.name == "新")
    after.name = before.name
    #expect(after.hasSameContent(as: before))
  }

  @Test func aBlankCellClears() async throws {
    let district = try await District(Self.full)
    let blanks = Self.header.split(separator: ",").map { column in
      ["id": "a", "name": "甲", "lat": "35.5", "lon": "116.8"][String(column)] ?? (column == "town" ? " \u{3000}" : "")
    }
    try await district.take(Self.header + "\n" + blanks.joined(separator: ",") + "\n")
    let bare = Station(
      id: try #require(StationID("a")), name: "甲", coordinate: try await district.station("a").coordinate)
    #expect(try await district.station("a").hasSameContent(as: bare))
  }

  @Test func cellsAreTrimmedOfWhiteSpaceOfAnyKind() async throws {
    let district = try await District(
      "id,name,lat,lon,kind,amenities\n a ,\u{3000}充 新 苑\u{A0} , 35.5,116.8\t, HUB , water ;; seating;\n")
    let station = try await district.station("a")
    #expect(station.name == "充 新 苑")
    #expect(station.kind == .hub)
    #expect(AmenityCatalogue.standard.codes(of: station.amenities).map(\.text) == ["water", "seating"])
  }

  @Test(arguments: [
    "编号,名称,别名,类型,所属中心,镇街,地址,纬度,经度,设施,故障设施,开放时间,值守时间,进入方式,运营单位,容量,电话,状态,核实日期,状态原因,状态截止",
    "站点编号,站点名称,别名,类型,中心编号,乡镇街道,地址,纬度,经度,服务,故障设施,开放时间,值守时间,进入方式,负责单位,容纳人数,联系电话,状态,核实时间,状态原因,状态截止",
    "服务点编号,服务点名称,aliases,kind,hub_id,town,address,lat,lon,amenities,broken_amenities,opening_hours,staffed_hours,entry,operator,capacity,phone,status,verified_at,status_reason,status_until",
    " ID, Name ,ALIASES,Kind,Hub_ID,Town,Address,LAT,Lon,Amenities,Broken_Amenities,Opening_Hours,Staffed_Hours,Entry,Operator,Capacity,Phone,Status,Verified_At,Status_Reason,Status_Until",
  ])
  func headersMayBeChineseOrInAnyCase(header: String) async throws {
    let district = try await District(Self.full)
    let report = try await district.take(header + "\n" + Self.rows)
    #expect(report.unchanged == 2 && report.created == 0)
  }

  @Test func byteOrderMarkAndCRLFMakeNoDifference() async throws {
    let district = try await District(Self.full)
    let windows = "\u{FEFF}" + Self.full.replacing("\n", with: "\r\n")
    #expect(try await district.take(windows).unchanged == 2)
  }

  @Test func emptyFieldsBehindTheLastColumnAreNoMatter() async throws {
    let district = try await District("id,name,lat,lon\na,x,1,2,,,\n")
    #expect(try await district.stations().count == 1)
  }

  @Test func formulaGuardsAreTakenOff() async throws {
    let district = try await District(
      "id,name,lat,lon,address,phone\na,'=1+1,'-35.5,116.8,''=x,'+86 537\nb,'plain,1,2,,\n")
    let station = try await district.station("a")
    #expect(station.name == "=1+1" && station.address == "'=x" && station.phone == "+86 537")
    #expect(station.coordinate.latitude == -35.5)
    #expect(try await district.station("b").name == "'plain")
  }

  @Test func pruningRetiresWhatTheFileDoesNotName() async throws {
    let district = try await District(
      "id,name,lat,lon,status\na,x,1,1,\nb,x,1,1,\nc,x,1,1,suspended\nd,x,1,1,retired\n")
    let file = "id,name,lat,lon\na,x,1,1\n"
    #expect(try await district.take(file).retired == 0, "not unless it is asked for")
    let report = try await district.take(file, ImportOptions(prune: true))
    #expect(report.retired == 2 && report.unchanged == 1, "d was retired before")
    #expect(try await district.stations().map(\.status) == [.active, .retired, .retired, .retired])
    #expect(try await district.take(file, ImportOptions(prune: true)).retired == 0)
    #expect(try district.directory.answer(NearestQuestion(place: .origin)).ids == ["a"])
  }

  @Test func aDryRunTellsWhatWouldBeAndStoresNothing() async throws {
    let district = try await District("id,name,lat,lon\na,x,1,1\nb,x,1,1\n")
    let before = try await district.stations()
    let report = try await district.take(
      "id,name,lat,lon,town\na,new,1,1,new town\nc,x,1,1,\n", ImportOptions(dryRun: true, prune: true))
    #expect(report.created == 1 && report.updated == 1 && report.retired == 1 && report.dryRun)
    #expect(report.revision == 2)
    #expect(try await district.stations() == before)
    #expect(try await district.storage.summary().towns.isEmpty)
    #expect(try district.directory.snapshot.count == 2)
  }

  @Test func aSuspensionKeepsItsReasonUntilTheStatusChanges() async throws {
    let district = try await District("id,name,lat,lon,status\na,x,1,1,suspended\n")
    var station = try await district.station("a")
    (station.statusReason, station.statusUntil) = ("漏水", 1_798_761_600_000)
    try await district.store([station])
    #expect(try await district.take("id,name,lat,lon,status\na,x,1,1,suspended\n").unchanged == 1)
    #expect(try await district.station("a").statusReason == "漏水")
    try await district.take("id,name,lat,lon,status\na,x,1,1,active\n")
    #expect(try await district.station("a").statusReason == nil)
    #expect(try await district.station("a").statusUntil == nil)
  }

  @Test(arguments: [
    "id,name,lat,lon,status,status_reason,status_until\na,x,1,1,retired,重建,\n",
    "status_until,status_reason,status,id,name,lat,lon\n,重建,retired,a,x,1,1\n",
    "status_reason,id,name,lat,lon,status\n重建,a,x,1,1,retired\n",
  ])
  func aNewStatusComesWithTheReasonOfItsRowWhateverTheOrderOfTheColumns(file: String) async throws {
    let district = try await District(
      "id,name,lat,lon,status,status_reason,status_until\na,x,1,1,suspended,漏水,2026-12-01T08:00:00Z\n")
    try await district.take(file)
    let station = try await district.station("a")
    #expect(station.status == .retired && station.statusReason == "重建" && station.statusUntil == nil)
  }

  @Test func reasonAndUntilMayComeWithoutAStatusThatIsThereAlready() async throws {
    let district = try await District("id,name,lat,lon,status\na,x,1,1,suspended\n")
    let file = "status_until,status_reason,id,name,lat,lon\n2026-12-01T08:00:00+08:00,漏水,a,x,1,1\n"
    #expect(try await district.take(file).updated == 1)
    #expect(try await district.take(file).unchanged == 1)
    #expect(try await district.station("a").statusReason == "漏水")
    try await district.take("id,name,lat,lon,status_reason\na,x,1,1,\n")
    let station = try await district.station("a")
    #expect(station.statusReason == nil && station.statusUntil == 1_796_083_200_000)
  }

  @Test func theMillisecondsOfAnUntilAreNoChange() async throws {
    let district = try await District("id,name,lat,lon,status\na,x,1,1,suspended\n")
    var station = try await district.station("a")
    (station.statusReason, station.statusUntil) = ("漏水", 1_798_761_600_123)
    try await district.store([station])
    #expect(try await district.take(district.exported()).unchanged == 1)
  }

  @Test func aHubMayStandBelowItsSatellites() async throws {
    let district = try await District(
      "id,name,lat,lon,kind,hub_id\ns,x,1,1,satellite,h\nh,x,1,1,hub,\n")
    #expect(try await district.station("s").hubID?.text == "h")
    #expect(try await district.take("id,name,lat,lon,kind,hub_id\nt,x,1,1,satellite,h\n").created == 1)
  }

  @Test func progressGrowsToOne() async throws {
    let rows = (0..<5000).map { "s\($0),x,35.5,116.8\n" }.joined()
    let told = Mutex<[Double]>([])
    let district = try await District()
    _ = try await district.directory.importStations(
      csv: Array(("id,name,lat,lon\n" + rows).utf8), ImportOptions()
    ) { progress in told.withLock { $0.append(progress) } }
    let all = told.withLock { $0 }
    #expect(all.count > 3)
    #expect(all == all.sorted() && all.allSatisfy { (0...1).contains($0) } && all.last == 1)
  }

  private static let header =
    "id,name,aliases,kind,hub_id,town,address,lat,lon,amenities,broken_amenities,opening_hours,staffed_hours,entry,"
    + "operator,capacity,phone,status,verified_at,status_reason,status_until"
  private static let rows = """
    h,中心,,hub,,,,35.5,116.8,,,,,,,,,,,,
    a,甲,乙; 丙 丁,satellite,h,鼓楼街道,"建设路1号, 2楼",35.5,116.8,seating;water,fridge,Mo-Su 08:00-20:00,24/7,qr,街道办,12,0537-1,suspended,2026-11-01,漏水,2026-12-01T08:00:00+08:00

    """
  private static let full = header + "\n" + rows
}
