import Foundation
import TestSupport
import Testing

@Suite("town, amenity and holiday, with a server running and without")
struct VocabularyCommandTests {
  @Test(arguments: [false, true]) func townsAreListed(isServed: Bool) throws {
    let yanzhou = try ServedPlace(isServed)
    let json = try yanzhou.run("town", "list", "--format", "json")
    #expect(json.status == 0 && json.messages == "")
    let towns = try json.json().array
    #expect(towns.count == 10)
    #expect(towns.compactMap { $0["stations"].number }.reduce(0, +) == 138)
    let csv = try yanzhou.run("town", "list", "--format", "csv")
    #expect(csv.output.replacing("\r\n", with: "\n").hasPrefix("name,stations\n"))
    #expect(csv.lines.count == 11)
    let table = try yanzhou.run("town", "list")
    #expect(table.lines.first?.split(separator: " ").map(String.init) == ["town", "stations"])
    #expect(table.lines.contains { $0.hasPrefix("鼓楼街道 ") })
    #expect(try yanzhou.run("town", "list", chinese: true).lines.first?.contains("镇街") == true)
  }

  @Test(arguments: [false, true]) func anAmenityIsAddedAndListed(isServed: Bool) throws {
    let yanzhou = try ServedPlace(isServed)
    let add = ["amenity", "add", "hot_tea", "--zh", "热茶", "--en", "hot tea", "--category", "food"]
    let added = try yanzhou.run(add)
    #expect(added.status == 0 && added.output == "" && added.messages == "hot_tea added\n")
    #expect(try yanzhou.run(add, chinese: true).messages == "已新增 hot_tea\n", "the same again is no fault")
    let other = try yanzhou.run(add.map { $0 == "热茶" ? "茶" : $0 })
    #expect(other.status == 1 && other.messages.contains("hot_tea"))
    let list = try yanzhou.run("amenity", "list", "--format", "json").json().array
    #expect(list.count == 35)
    #expect(list.last?["code"].string == "hot_tea" && list.last?["labels"]["zh"].string == "热茶")
    #expect(
      try yanzhou.run("amenity", "list", "--format", "csv").lines.last?.contains("hot_tea,热茶,hot tea,food") == true)
    #expect(try yanzhou.run("amenity", "list", chinese: true).lines.first?.hasPrefix("代码") == true)
    #expect(try yanzhou.run("station", "edit", "YZ-0001", "--amenity", "hot_tea").status == 0)
    let found = try yanzhou.run("nearest", "35.5", "116.8", "--amenity", "hot_tea", "--format", "json").json().array
    #expect(found.compactMap { $0["id"].string } == ["YZ-0001"])
  }

  @Test(arguments: [false, true]) func everyFaultOfAnAmenityIsNamed(isServed: Bool) throws {
    let yanzhou = try ServedPlace(isServed)
    let outcome = try yanzhou.run("amenity", "add", "Tea", "--zh", "", "--en", "tea", "--category", "fun")
    #expect(outcome.status == 65 && outcome.output == "")
    for text in ["/code: ", "/labels/zh: ", "/category: "] { #expect(outcome.messages.contains(text)) }
    #expect(try yanzhou.run("amenity", "add", "tea", "--zh", "茶").status == 64)
    #expect(try yanzhou.run("amenity", "list", "--format", "json").json().array.count == 34)
  }

  @Test(arguments: [false, true]) func holidaysAreImportedAndListed(isServed: Bool) throws {
    let yanzhou = try ServedPlace(isServed)
    let file = Project.fixture("holidays/china.csv").path
    #expect(try yanzhou.run("holiday", "list", "--format", "json").json() == .array([]))
    let imported = try yanzhou.run("holiday", "import", file)
    let rows = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").count - 1
    #expect(imported.status == 0 && imported.output == "")
    #expect(imported.messages == "\(rows) days are known now, of 2022, 2023, 2024, 2025, 2026\n")
    let days = try yanzhou.run("holiday", "list", "--format", "json").json().array
    #expect(days.count == rows)
    #expect(days[0]["date"].string == "2022-01-01" && days[0]["labels"]["en"].string == "New Year's Day")
    // What is listed can be imported again.
    let csv = try yanzhou.run("holiday", "list", "--format", "csv").output
    #expect(try yanzhou.run(["holiday", "import", "-"], input: csv).messages == imported.messages)
    #expect(try yanzhou.run("holiday", "list", "--format", "csv").output == csv)
    let table = try yanzhou.run("holiday", "list", chinese: true)
    #expect(table.lines.first?.hasPrefix("日期") == true && table.lines.contains { $0.contains("元旦") })
    // A year that a file covers is replaced whole.
    let fewer = "date,kind,name_zh,name_en\n2026-10-01,holiday,国庆节,National Day\n"
    #expect(try yanzhou.run(["holiday", "import", "-"], chinese: true, input: fewer).messages.contains("2026"))
    let left = try yanzhou.run("holiday", "list", "--format", "json").json().array
    #expect(left.count { $0["date"].string?.hasPrefix("2026") == true } == 1)
    #expect(left.contains { $0["date"].string == "2025-10-01" })
  }

  @Test(arguments: [false, true]) func everyFaultOfAFileOfHolidaysIsNamed(isServed: Bool) throws {
    let yanzhou = try ServedPlace(isServed)
    let bad = "date,kind,name_zh,name_en\n2026-13-01,holiday,,\n2026-01-01,feast,,\n"
    let outcome = try yanzhou.run(["holiday", "import", "-"], input: bad)
    #expect(outcome.status == 65 && outcome.output == "")
    #expect(outcome.messages.contains("line 2, date: ") && outcome.messages.contains("line 3, kind: "))
    let chinese = try yanzhou.run(["holiday", "import", "-"], chinese: true, input: bad)
    #expect(chinese.messages.split(separator: "\n").allSatisfy { isChinese(String($0)) })
    #expect(try yanzhou.run("holiday", "import", "none.csv").status == 65)
    #expect(try yanzhou.run("holiday", "list", "--format", "json").json() == .array([]))
  }
}

@Suite("Searches from a shell, with a server running and without")
struct SearchCommandTests {
  private func ids(_ outcome: Outcome) throws -> [String] {
    #expect(outcome.status == 0, "\(outcome.messages)")
    return try outcome.json().array.compactMap { $0["id"].string }
  }

  @Test(arguments: [false, true]) func aListIsSearchedByText(isServed: Bool) throws {
    let yanzhou = try ServedPlace(isServed)
    let all = try yanzhou.run("station", "list", "--format", "json").json().array
    let named = all.filter { station in
      let texts = [station["name"], station["address"]].compactMap(\.string) + station["aliases"].strings
      return texts.contains { $0.contains("超市") }
    }
    #expect(named.count > 5 && named.count < 100)
    for option in [["-q", "超市"], ["--query", "超市"], ["--query=超市"]] {
      let found = try ids(try yanzhou.run(["station", "list", "--format", "json"] + option))
      #expect(found == named.compactMap { $0["id"].string })
    }
    let none = try yanzhou.run("station", "list", "-q", "没有这样的站")
    #expect(none.status == 0 && none.output == "" && none.messages == "No station matches.\n")
    let bad = try yanzhou.run("station", "list", "-q", "")
    #expect(bad.status == 64 && bad.messages.contains("q: "))
  }

  @Test(arguments: [false, true]) func aListIsCutByABox(isServed: Bool) throws {
    let yanzhou = try ServedPlace(isServed)
    let box = try ids(try yanzhou.run("station", "list", "--format", "json", "--bbox", "116.78,35.55,116.80,35.56"))
    let all = try yanzhou.run("station", "list", "--format", "json").json().array
    let inside = all.filter {
      (116.78...116.80).contains($0["lon"].number ?? 0) && (35.55...35.56).contains($0["lat"].number ?? 0)
    }
    #expect(!inside.isEmpty && inside.count < all.count)
    #expect(box == inside.compactMap { $0["id"].string })
    let world = try yanzhou.run("station", "list", "--format", "json", "--bbox=-180,-90,180,90")
    #expect(try ids(world).count == 138)
    let bad = try yanzhou.run("station", "list", "--bbox", "1,2,3")
    #expect(bad.status == 64 && bad.messages.contains("bbox: "))
  }

  @Test(arguments: [false, true]) func aListIsAsOfAnInstant(isServed: Bool) throws {
    let yanzhou = try ServedPlace(isServed)
    let night = try ids(
      try yanzhou.run("station", "list", "--format", "json", "--open", "2026-11-24T03:00:00+08:00"))
    let noon = try ids(
      try yanzhou.run("station", "list", "--format", "json", "--open", "2026-11-24T11:00:00+08:00"))
    #expect(night.count < noon.count && noon.count < 138)
    let states = try yanzhou.run("station", "list", "--format", "json", "--open", "now").json().array
      .compactMap { $0["open"].string }
    #expect(Set(states).isSubset(of: ["open", "unknown"]))
    #expect(try yanzhou.run("station", "list", "--open", "later").status == 64)
  }

  @Test(arguments: [false, true]) func stationsThatWereLeftOutAreNamedBesideTheData(isServed: Bool) throws {
    let place = try Workplace()
    try place.folder.write(
      "a.csv",
      """
      id,name,lat,lon,amenities,opening_hours,status,status_reason
      A,甲,1,2.001,water,24/7,active,
      B,乙,1,2.002,microwave,24/7,suspended,漏水
      C,丙,1,2.003,microwave,off,active,
      D,丁,1,2.004,microwave,24/7,active,

      """)
    #expect(try place.run("station", "import", "a.csv").status == 0)
    let served = try ServedPlace(isServed, place)
    let question = ["nearest", "1", "2", "--amenity", "microwave", "--open", "now", "--skipped", "--limit", "1"]
    let english = try served.run(question + ["--format", "json"])
    #expect(try ids(english) == ["D"])
    #expect(
      english.messages == """
        left out: A 甲, 111.3 m: no microwave
        left out: B 乙, 222.6 m: suspended: 漏水
        left out: C 丙, 333.9 m: closed

        """)
    let chinese = try served.run(question, chinese: true)
    #expect(chinese.lines.count == 2)
    #expect(
      chinese.messages == """
        已排除：A 甲，111.3 米：没有微波炉
        已排除：B 乙，222.6 米：暂停：漏水
        已排除：C 丙，333.9 米：已关闭

        """)
    #expect(try served.run("nearest", "1", "2", "--open", "now").messages == "")
  }
}

@Suite("db check tells whether the statistics agree with the visits")
struct DatabaseCheckCommandTests {
  @Test(arguments: [false, true]) func aWholeDatabaseIsWell(isServed: Bool) throws {
    let yanzhou = try ServedPlace(isServed)
    for people in ["2", "3"] {
      #expect(try yanzhou.run("visit", "log", "YZ-0014", "--group", "delivery", "--people", people).status == 0)
    }
    let outcome = try yanzhou.run("db", "check")
    #expect(outcome.status == 0 && outcome.output == "")
    #expect(outcome.messages == "all is well: 2 visits, 5 people\n")
    #expect(try yanzhou.run("db", "check", chinese: true).messages == "一切正常：2 次到访，5 人次\n")
  }

  @Test func aDifferenceIsNamedAndFails() throws {
    let place = try Workplace.withYanzhou()
    let log = try place.run("visit", "log", "YZ-0014", "--group", "delivery", "--at", "2024-01-31T16:00:00Z")
    #expect(log.status == 0)
    try Python.script(place.database, "DELETE FROM usage_day")
    let outcome = try place.run("db", "check")
    #expect(outcome.status == 1 && outcome.output == "")
    let difference = "YZ-0014 in 20240201 say 0 visits of 0 people, the visits themselves 1 of 1"
    #expect(outcome.messages == "  the statistics of \(difference)\nfaults: 1\n")
  }
}
