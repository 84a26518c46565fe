import Foundation
import Geodesy
import RestStations
import StationDirectory
import Testing

@Suite("A search finds parts of names, aliases and addresses, whatever their case and width")
struct SearchTests {
  private func found(_ district: District, _ text: String) throws -> [String] {
    var question = ListQuestion()
    question.text = text
    return try JSONAnswer(district.directory.list(question).encoded(.json, next: nil)).ids
  }

  private static let csv = """
    id,name,aliases,lat,lon,address
    a,Ａ１ Ｒｅｓｔ　驿站,École;Ωmega Point,1,1,建设路１２号Ａ座
    b,骑手之家,,1,1,
    """

  @Test(arguments: [
    "a1", "A1", "Ａ１", "ａ１", "a1 rest 驿站", "REST　驿站", "ｒｅｓｔ 驿", "驿", "站", "école", "ÉCOLE", "ωmega", "ΩMEGA POINT",
    "12号", "12号a座", "１２号ａ", "路１",
  ])
  func caseAndWidthDoNotMatter(text: String) async throws {
    #expect(try found(try await District(Self.csv), text) == ["a"])
  }

  @Test(arguments: ["a 1", "a1rest", "ecole", "21", "驿 站", "站驿", "A2", "骑手之家家", "％", "\u{FF01}"])
  func whatIsNotInANameIsNotFound(text: String) async throws {
    #expect(try found(try await District(Self.csv), text).isEmpty)
  }

  @Test func aPartIsOneFieldsAlone() async throws {
    let district = try await District(
      "id,name,aliases,lat,lon,address\na,甲乙,丙丁;戊己,1,1,庚辛\nb,壬癸,,1,1,子丑\nc,寅卯,,1,1,\n")
    for text in ["甲乙", "丙丁", "戊己", "庚辛", "甲", "乙", "丁", "辛"] { #expect(try found(district, text) == ["a"]) }
    for text in ["乙丙", "丁戊", "丁;戊", ";", "己庚", "乙庚", "辛壬", "癸子", "丑寅", "卯甲", "甲乙丙"] {
      #expect(try found(district, text).isEmpty, "\(text)")
    }
  }

  @Test func aChangeIsSearchedAtOnce() async throws {
    let district = try await District("id,name,lat,lon\na,旧名,1,1\n")
    try await district.take("id,name,lat,lon\na,新名,1,1\n")
    #expect(try found(district, "新名") == ["a"])
    #expect(try found(district, "旧名").isEmpty)
  }

  @Test func aBoxHoldsItsBordersAndCrossesTheAntimeridian() async throws {
    let district = try await District(
      "id,name,lat,lon\na,x,10,179.5\nb,x,10,180\nc,x,10,-180\nd,x,10,-179.5\ne,x,-10,0\nf,x,90,0\n")
    for (box, ids) in [
      ([179.5, 10, -179.5, 10], ["a", "b", "c", "d"]), ([179.500_000_1, 10, -179.500_000_1, 10], ["b", "c"]),
      ([179, 10.000_000_1, -179, 20], []), ([170, 0, 180, 20], ["a", "b", "c"]),
      ([-180, 0, -170, 20], ["b", "c", "d"]),
      ([180, 10, -180, 10], ["b", "c"]), ([0, -10, 0, -10], ["e"]),
      ([-180, -90, 180, 90], ["a", "b", "c", "d", "e", "f"]),
      ([-1, 80, 1, 90], ["f"]), ([1, -90, -1, 90], ["a", "b", "c", "d"]),
    ] {
      var question = ListQuestion()
      question.box = CoordinateBox(west: box[0], south: box[1], east: box[2], north: box[3])
      #expect(try JSONAnswer(district.directory.list(question).encoded(.json, next: nil)).ids == ids, "\(box)")
    }
    #expect(CoordinateBox(west: 0, south: 1, east: 1, north: 0) == nil)
  }

  /// What an answer shows in a datum is where the station is in that datum, to the last decimal.
  @Test(arguments: [Datum.wgs84, .gcj02, .bd09]) func aBoxOfOnesOwnAnswerHoldsTheStation(datum: Datum) async throws {
    let district = try await District(try District.yanzhou.get())
    var question = ListQuestion()
    (question.limit, question.status, question.datum) = (1000, .any, datum)
    let all = try JSONAnswer(district.directory.list(question).encoded(.json, next: nil))
    #expect(all.members.text("datum") == datum.rawValue)
    for station in all.stations {
      let (latitude, longitude) = try (#require(station.number("lat")), #require(station.number("lon")))
      question.box = CoordinateBox(west: longitude, south: latitude, east: longitude, north: latitude)
      let ids = try JSONAnswer(district.directory.list(question).encoded(.json, next: nil)).ids
      #expect(ids == [try #require(station.text("id"))])
    }
  }

  /// As wide as that, a margin around it would meet itself.
  @Test func aBoxAroundNearlyAllTheEarthIsNotTakenForTheRest() async throws {
    let district = try await District(try District.yanzhou.get())
    var question = ListQuestion()
    (question.limit, question.datum) = (1000, .gcj02)
    question.box = CoordinateBox(west: 10.01, south: -90, east: 10, north: 90)
    #expect(try JSONAnswer(district.directory.list(question).encoded(.json, next: nil)).ids.count == 138)
  }
}
