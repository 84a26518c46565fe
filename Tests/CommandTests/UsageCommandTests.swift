import Foundation
import TestSupport
import Testing

@Suite("The district's figures by commands: the same everywhere and in every form", .yanzhouVisits)
struct UsageCommandTests {
  private var visits: YanzhouVisits {
    get throws { try YanzhouVisitsTrait.current }
  }

  private static let summary = ["usage", "summary", "--since", "2022-01-01"]
  private static let english = [
    "delivery": "food delivery", "express": "express delivery", "transport": "road transport",
    "livestream": "livestream e-commerce",
  ]
  private static let chinese = ["delivery": "外卖", "express": "快递", "transport": "道路运输", "livestream": "直播电商"]

  // MARK: - Summary

  @Test(arguments: YanzhouVisits.Door.allCases, [false, true])
  func theSummaryHasTheStationsThePersonVisitsAndTheGroups(door: YanzhouVisits.Door, chinese: Bool) throws {
    let visits = try visits
    let figures = visits.figures
    try #require(figures.people > 8000 && figures.groups.count == 4)
    let outcome = try visits.run(Self.summary, by: door, chinese: chinese)
    #expect(outcome.status == 0 && outcome.messages == "")
    func line(_ start: String) -> Substring? {
      outcome.lines.map { $0.drop { $0 == " " } }.first { $0.hasPrefix(start + " ") }
    }
    func has(_ start: String, _ number: Int) -> Bool {
      line(start)?.split(separator: " ").contains(Substring(grouped(number))) == true
    }
    #expect(outcome.lines.first?.hasPrefix("2022-01-01") == true)
    #expect(has(chinese ? "服务点" : "stations", figures.stations))
    #expect(line(chinese ? "服务点" : "stations")?.contains("\(figures.idle) ") == true)
    #expect(has(chinese ? "服务人次" : "person-visits", figures.people))
    #expect(has(chinese ? "到访次数" : "visits", figures.visits))
    let labels = chinese ? Self.chinese : Self.english
    for (group, people) in figures.groups { #expect(has(labels[group] ?? "?", people), "\(group)") }
    for (town, people) in figures.towns { #expect(has(town, people), "\(town)") }
    #expect(!outcome.output.contains(chinese ? "环卫" : "sanitation"))
    #expect(outcome.output.contains("▁"))
  }

  @Test(arguments: YanzhouVisits.Door.allCases) func theSummaryAsJSONHasThemToo(door: YanzhouVisits.Door) throws {
    let visits = try visits
    let json = try visits.run(Self.summary + ["--format", "json"], by: door).json()
    #expect(json["total"]["people"].number == Double(visits.figures.people))
    #expect(json["total"]["visits"].number == Double(visits.figures.visits))
    #expect(json["stations"].number == Double(visits.figures.stations))
    #expect(json["idle_stations"].array.count == visits.figures.idle)
    let months = json["months"].array.reduce(into: [String: Int]()) { months, row in
      if let people = row["people"].number, people > 0 { months[row["value"].string ?? "?"] = Int(people) }
    }
    #expect(months == visits.figures.months)
  }

  @Test func theChangeIsThatAgainstThePeriodBeforeAndTheYearBefore() throws {
    let visits = try visits
    func people(_ months: String...) -> Double { Double(months.map { visits.figures.months[$0] ?? 0 }.reduce(0, +)) }
    func change(_ before: Double, _ now: Double) -> String {
      let percent = ((now / before - 1) * 1000).rounded() / 10
      return (percent > 0 ? "+" : "") + "\(percent) %"
    }
    let command = ["usage", "summary", "--from", "2023-04-01", "--to", "2023-06-30"]
    let now = people("2023-04", "2023-05", "2023-06")
    let (before, year) = (people("2023-01", "2023-02", "2023-03"), people("2022-04", "2022-05", "2022-06"))
    try #require(before > 0 && year > 0)
    let english = try visits.run(command).lines.first { $0.hasPrefix("person-visits") } ?? ""
    #expect(english.contains("\(change(before, now)) on the period before, \(change(year, now)) on the year before"))
    let chinese = try visits.run(command, chinese: true).lines.first { $0.hasPrefix("服务人次") } ?? ""
    #expect(chinese.contains("较上期 \(change(before, now))，较上年同期 \(change(year, now))"))
    // Three months are few enough to be listed.
    let lines = try visits.run(command).lines
    for month in ["2023-04", "2023-05", "2023-06"] {
      #expect(lines.contains { $0.hasPrefix("  \(month)") && $0.contains(grouped(Int(people(month)))) })
    }
  }

  @Test func theSummaryCanBeOfSomeStationsTownsAndGroups() throws {
    let visits = try visits
    let options = ["--town", "鼓楼街道", "--town", "新兖镇"]
    let json = try visits.run(Self.summary + options + ["--format", "json"]).json()
    let expected = (visits.figures.towns["鼓楼街道"] ?? 0) + (visits.figures.towns["新兖镇"] ?? 0)
    #expect(json["total"]["people"].number == Double(expected))
    let groups = try visits.run(Self.summary + ["--group", "express", "--group", "livestream", "--format", "json"])
    let some = (visits.figures.groups["express"] ?? 0) + (visits.figures.groups["livestream"] ?? 0)
    #expect(try groups.json()["total"]["people"].number == Double(some))
    let none = try visits.run(["usage", "summary", "--since", "2021-01-01", "--to", "2021-12-31"])
    #expect(none.status == 0)
    #expect(none.lines.contains { $0.hasPrefix("person-visits") && $0.split(separator: " ").contains("0") })
  }

  // MARK: - Export

  /// The people of a file of statistics: the rows added up, and what it says of their total.
  private func people(_ path: String, _ format: String) throws -> [Int] {
    let programs = [
      "csv": """
      import csv, sys
      rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8-sig", newline="")))
      assert open(sys.argv[1], "rb").read(3) == b"\\xef\\xbb\\xbf"
      print(sum(int(row["people"]) for row in rows))
      """,
      "json": """
      import json, sys
      answer = json.load(open(sys.argv[1], encoding="utf-8"))
      print(sum(row["people"] for row in answer["rows"]), answer["total"]["people"])
      """,
      "xlsx": """
      import openpyxl, sys
      summary, data = openpyxl.load_workbook(sys.argv[1]).worksheets
      header = [cell.value for cell in data[1]]
      column = header.index("people")
      total = next(
          row[1].value for row in summary.iter_rows() if str(row[0].value).casefold() == "person-visits")
      print(sum(row[column].value for row in data.iter_rows(min_row=2)), total)
      """,
      "html": """
      import re, sys, xml.etree.ElementTree as ElementTree
      body = ElementTree.parse(sys.argv[1]).getroot()
      tables = [[["".join(cell.itertext()).strip() for cell in row] for row in table.iter("tr")] for table in body.iter("table")]
      figure = lambda text: int(re.sub("[^0-9]", "", text))
      headline = next(row for table in tables for row in table if row[0].casefold() == "person-visits")
      cuts = [table for table in tables if [cell.casefold() for cell in table[0][:2]] == ["month", "worker group"]]
      column = [name.casefold() for name in cuts[0][0]].index("person-visits")
      rows = [row for table in cuts for row in table if re.fullmatch("[0-9]{4}-[0-9]{2}", row[0])]
      print(sum(figure(row[column]) for row in rows), figure(headline[1]))
      """,
    ]
    return try Python.run(try #require(programs[format]), [path]).split(separator: " ").compactMap { Int($0) }
  }

  @Test(arguments: ["csv", "json", "xlsx", "html"], YanzhouVisits.Door.allCases)
  func theSameTotalComesOutOfEveryForm(format: String, door: YanzhouVisits.Door) throws {
    let visits = try visits
    let folder = visits.folder(door)
    let name = "\(newVisitID()).\(format)"
    let command = ["usage", "export", "--from", "2022-01-01", "--to", "2023-06-30", "--by", "month,group"]
    let outcome = try visits.run(command + ["-o", name], by: door)
    #expect(outcome.status == 0 && outcome.output == "" && outcome.messages == "")
    let total = visits.figures.people
    #expect(try people(folder.path(name), format) == (format == "csv" ? [total] : [total, total]))
    #expect(!FileManager.default.fileExists(atPath: folder.path(name + ".part")))
    guard format == "csv" || format == "json" else { return }
    let shown = try visits.run(command + ["--format", format], by: door)
    #expect(shown.output == (try String(contentsOfFile: folder.path(name), encoding: .utf8)))
  }

  @Test func theFormatIsThatOfTheOptionElseOfTheFilesName() throws {
    let visits = try visits
    let folder = visits.folder(.here)
    let command = ["usage", "export", "--from", "2022-01-01", "--to", "2022-01-31", "--by", "town"]
    func start(_ name: String, _ options: String...) throws -> [UInt8] {
      #expect(try visits.run(command + ["--output", name] + options).status == 0)
      return [UInt8](try Data(contentsOf: folder.url.appending(path: name)).prefix(3))
    }
    let (csv, excel) = (Array("\u{FEFF}".utf8), Array("PK\u{3}".utf8))
    #expect(try start("a.csv") == csv)
    #expect(try start("a.XLSX") == excel)
    #expect(try start("a.xlsx.csv") == csv)
    #expect(try start("a.Json") == Array("{\"f".utf8))
    #expect(try start("a.html") == Array("<!D".utf8) || start("a.html") == Array("<!d".utf8))
    #expect(try start("a.txt") == csv)
    #expect(try start("a") == csv)
    #expect(try start("b.csv", "--format", "xlsx") == excel)
    #expect(try start("b.xlsx", "--format", "csv") == csv)
    // Without its byte-order mark, which is taken off in reading.
    #expect(try visits.run(command).output.hasPrefix("town,visits,people,visitors\r\n"))
    #expect(try visits.run(command, chinese: true).output.hasPrefix("镇街,到访次数,人次,人数\r\n"))
  }

  private static let failing: [(options: [String], status: Int32, named: String)] = [
    (["--town", "Atlantis"], 64, "Atlantis"), (["--station", "YZ-9999"], 64, "YZ-9999"),
    (["--by", "nonsense"], 64, "by"), (["--by", "month,month"], 64, "by"), (["--to", "2021-01-01"], 64, "to"),
    (["--group", "pirates"], 64, "group"), (["--from", "yesterday"], 64, "from"),
  ]

  @Test(arguments: failing.indices, YanzhouVisits.Door.allCases)
  func whatFailsLeavesNoFileAndNoHalfOfOne(number: Int, door: YanzhouVisits.Door) throws {
    let visits = try visits
    let (options, status, named) = Self.failing[number]
    let folder = try TemporaryFolder()
    let kept = try folder.write("kept.csv", "what was there")
    for (name, format) in [("new.csv", "csv"), ("kept.csv", "csv"), ("new.xlsx", "xlsx"), ("new.html", "html")] {
      let start = options.contains("--from") ? [] : ["--from", "2022-01-01"]
      let command = ["usage", "export", "-o", folder.path(name), "--format", format] + start + options
      let outcome = try visits.run(command, by: door)
      #expect(outcome.status == status, "\(outcome.messages)")
      #expect(outcome.output == "")
      #expect(outcome.messages.contains(named))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["kept.csv"])
    #expect(try String(contentsOfFile: kept, encoding: .utf8) == "what was there")
  }

  @Test func whoMayNotIsToldSoAndGetsNoFile() throws {
    let visits = try visits
    let folder = try TemporaryFolder()
    let points = try folder.write("points.csv", "lat,lon\n35.5,116.8\n")
    let commands = [
      Self.summary, ["usage", "export", "--from", "2022-01-01", "-o", folder.path("a.csv")],
      ["usage", "export", "--from", "2022-01-01"], ["usage", "coverage"], ["usage", "coverage", points],
    ]
    for command in commands {
      for bearer in [Office.Bearer.manager, .revoked, .expired] {
        let outcome = try visits.run(command, by: .afar, as: bearer)
        #expect(outcome.status == 77, "\(command), \(bearer)")
        #expect(outcome.output == "")
        #expect(outcome.messages != "")
      }
      #expect(try visits.run(command, by: .afar, as: .admin).status == 0)
      try? FileManager.default.removeItem(atPath: folder.path("a.csv"))
    }
    let refused = try visits.run(commands[1], by: .afar, as: .manager)
    #expect(refused.status == 77)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["points.csv"])
  }

  @Test func whereNoFileCanBeItSaysSo() throws {
    let outcome = try visits.run(["usage", "export", "--from", "2022-01-01", "-o", "no/such/folder/a.csv"])
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("no/such/folder/a.csv"))
  }

  /// Also on a terminal that does not say how wide it is.
  @Test(arguments: [80, 0]) func anExcelFileIsNotWrittenToATerminal(columns: Int) throws {
    let visits = try visits
    let database = visits.folder(.here).path(Workplace.database)
    func shown(_ format: String) throws -> JSONValue {
      let lines = try Oracle.run(
        "terminal.py",
        [
          "show", String(columns), Program.path, "usage", "export", "--from", "2022-01-01", "--to", "2022-01-31",
          "--by",
          "town", "--format", format, "--db", database, "--lang", "en",
        ])
      return try JSONValue(lines.joined(separator: "\n"))
    }
    let excel = try shown("xlsx")
    #expect(excel["status"].number == 64)
    #expect(excel["terminal"].string == "")
    #expect(excel["messages"].string?.contains("-o") == true)
    let csv = try shown("csv")
    #expect(csv["status"].number == 0)
    #expect(csv["terminal"].string?.contains("龙桥街道") == true)
  }

  // MARK: - Coverage

  private static let points = """
    name,lat,lon,weight
    Hub,35.5531959,116.7841105,3
    =Far,35.7,117.3,1

    """

  @Test(arguments: YanzhouVisits.Door.allCases) func coverageTellsTheShareAndTheGaps(door: YanzhouVisits.Door) throws {
    let visits = try visits
    let file = try visits.folder(door).write("points.csv", Self.points)
    let command = ["usage", "coverage", file]
    let table = try visits.run(command, by: door)
    #expect(table.status == 0)
    #expect(table.messages.contains("1 of 2 points (75.0 % by weight) have one of "))
    #expect(table.lines.count == 2 && table.lines[1].hasPrefix("=Far"))
    let chinese = try visits.run(command, by: door, chinese: true)
    #expect(chinese.messages.contains("2 个地点中有 1 个（按权重 75.0 %）"))
    let json = try visits.run(command + ["--format", "json"], by: door).json()
    #expect(json["share_of_weight"].number == 0.75)
    #expect(json["gaps"].array.map { $0["name"].string } == ["=Far"])
    let csv = try visits.run(command + ["--format", "csv"], by: door)
    #expect(csv.lines.first == "name,lat,lon,nearest_id,distance_m,points_around")
    #expect(csv.lines.dropFirst().first?.hasPrefix("'=Far,35.7,117.3,YZ-") == true)
    let wide = try visits.run(
      command + ["--distance-m", "100000", "--amenity", "seating", "--amenity", "table", "--format", "json"], by: door)
    #expect(try wide.json()["covered"]["points"].number == 2)
  }

  @Test(arguments: YanzhouVisits.Door.allCases) func aBadFileOfPointsIs65AndToldByLine(door: YanzhouVisits.Door) throws
  {
    let visits = try visits
    let file = try visits.folder(door).write("bad.csv", "name,lat,lon\na,91,116.8\nb,35.5,east\n")
    let outcome = try visits.run(["usage", "coverage", file], by: door)
    #expect(outcome.status == 65)
    #expect(outcome.output == "")
    #expect(outcome.messages.contains("  line 2, lat: "))
    #expect(outcome.messages.contains("  line 3, lon: "))
    let missing = try visits.run(["usage", "coverage", "no-such-file.csv"], by: door)
    #expect(missing.status == 65)
    #expect(missing.messages.contains("no-such-file.csv"))
    let good = try visits.folder(door).write("points.csv", Self.points)
    for options in [["--distance-m", "0"], ["--open", "later"], ["--amenity", "coffee"], ["--datum", "mars"]] {
      let outcome = try visits.run(["usage", "coverage", good] + options, by: door)
      #expect(outcome.status == 64, "\(options)")
      #expect(outcome.output == "")
    }
  }

  @Test(arguments: YanzhouVisits.Door.allCases) func withoutAFileItListsTheIdleStations(door: YanzhouVisits.Door) throws
  {
    let visits = try visits
    let command = ["usage", "coverage", "--from", "2022-01-01", "--to", "2023-06-30"]
    let (stations, idle) = (visits.figures.stations, visits.figures.idle)
    try #require(idle > 0)
    let table = try visits.run(command, by: door)
    #expect(table.status == 0)
    #expect(table.messages == "\(idle) of \(stations) stations had no visit from 2022-01-01 to 2023-06-30\n")
    #expect(table.lines.count == idle + 1)
    let rows = try visits.run(command + ["--format", "json"], by: door).json().array
    #expect(rows.count == idle)
    #expect(rows.allSatisfy { $0["id"].string?.hasPrefix("YZ-") == true && $0["name"].string != nil })
    let csv = try visits.run(command + ["--format", "csv"], by: door)
    #expect(csv.lines.count == idle + 1 && csv.lines[0] == "id,name,town")
    #expect(zip(csv.lines.dropFirst(), rows).allSatisfy { $0.hasPrefix($1["id"].string ?? "?") })
    let chinese = try visits.run(command, by: door, chinese: true)
    #expect(chinese.messages.contains("\(stations) 个服务点中有 \(idle) 个没有到访"))
    // A month without any visit.
    let none = try visits.run(["usage", "coverage", "--from", "2021-05-01", "--to", "2021-05-31"], by: door)
    #expect(none.messages.hasPrefix("\(stations) of \(stations) stations"))
  }

  @Test(arguments: [
    ["usage"], ["usage", "export"], ["usage", "export", "--from", "2022-01-01", "--format", "pdf"],
    ["usage", "summary", "--since", "2022-13-01"], ["usage", "summary", "--format", "csv"],
    ["usage", "summary", "--since", "2022-01-01", "--to", "2021-01-01"], ["usage", "frobnicate"],
    ["usage", "coverage", "--from", "x"], ["usage", "coverage", "--gaps", "some"],
  ])
  func badUsageIs64(arguments: [String]) throws {
    let outcome = try visits.run(arguments)
    #expect(outcome.status == (arguments == ["usage"] ? 0 : 64), "\(outcome.messages)")
    if arguments != ["usage"] { #expect(outcome.output == "" && outcome.messages != "") }
  }
}
