import TestSupport
import Testing

/// Widths are those of `wcwidth` (PyPI), which terminals agree with.
@Suite("The columns of a table stand under each other on a terminal")
struct TableTests {
  /// The cells of a table, each cut out between the places where the titles begin.
  private func cells(_ table: Outcome) throws -> [[String]] {
    let lines = try Oracle.run("terminal.py", ["cells"], input: table.lines)
    let titles = Array(try #require(lines.first))
    let starts = titles.indices.filter { titles[$0] != " " && ($0 == 0 || titles[$0 - 1] == " ") }
    return lines.map { line in
      let columns = Array(line)
      return starts.indices.map { number in
        let end = number + 1 < starts.count ? starts[number + 1] : columns.count
        let cell = columns[min(starts[number], columns.count)..<min(max(starts[number], end), columns.count)]
        return String(cell.filter { $0 != "\u{FFFC}" })
      }
    }
  }

  private func trimmed(_ cell: String) -> String {
    String(cell.reversed().drop { $0 == " " }.reversed())
  }

  @Test(arguments: ["en", "zh"]) func chineseColumnsAlign(language: String) throws {
    let place = try Workplace.withYanzhou()
    let list = ["station", "list", "--db", Workplace.database, "--lang", language]
    let stations = try place.start(list + ["--format", "json"]).outcome().json().array
    let rows = try cells(try place.start(list).outcome())
    #expect(rows.count == 139)
    for (row, station) in zip(rows.dropFirst(), stations) {
      #expect(trimmed(row[0]) == station["id"].string)
      #expect(trimmed(row[1]) == station["name"].string)
      #expect(trimmed(row[3]) == station["town"].string)
      #expect(trimmed(row[6]) == station["opening_hours"].string ?? "")
    }
  }

  @Test(arguments: ["en", "zh"]) func chineseColumnsAlignBehindNumbers(language: String) throws {
    let place = try Workplace.withYanzhou()
    let nearest = ["nearest", "35.5531", "116.7836", "--limit", "100", "--db", Workplace.database, "--lang", language]
    let stations = try place.start(nearest + ["--format", "json"]).outcome().json().array
    let rows = try cells(try place.start(nearest).outcome())
    #expect(rows.count == 101)
    for (row, station) in zip(rows.dropFirst(), stations) {
      #expect(trimmed(row[2]) == station["id"].string)
      #expect(trimmed(row[3]) == station["name"].string)
      #expect(trimmed(row[4]) == station["town"].string)
      #expect(trimmed(row[6]) == station["opening_hours"].string ?? "")
    }
  }

  @Test func numbersStandAtTheRight() throws {
    let place = try Workplace.withYanzhou()
    let table = try place.run("nearest", "35.5531", "116.7836", "--limit", "100")
    let lines = try Oracle.run("terminal.py", ["cells"], input: table.lines).map(Array.init)
    let title = try #require(lines.first)
    let end = try #require(title.firstRange(of: Array("distance"))).upperBound
    for line in lines.dropFirst() { #expect(line[end - 1] == "m" && line[end] == " ", "\(String(line))") }
  }

  @Test func namesOfEveryKindAlign() throws {
    try expectAlignment(
      of: [
        "plain", "驿站", "（全角）括号，标点。", "ＡＢＣ１２３", "ﾊﾝｶｸｶﾅ", "カタカナ・ひらがな", "한국어 쉼터", "e\u{301}a\u{308}o",
        "Café №7 — “quoted”", "㈱㎡①Ⅳ", "𠮷野家", "〇二〇", "ㄅㄆㄇ", "🚲🛵🅿", "zero\u{200B}width", "ไทยที่พัก",
      ])
  }

  /// Wide by the East Asian Width of Unicode, though outside of the blocks of ideographs.
  @Test func symbolsThatAreWideAlign() throws {
    try expectAlignment(of: ["⚡充电", "⭐⭐⭐", "☕茶水", "✅已核实", "⌚24小时", "⛽加油站", "❌", "➕", "🈺营业", "🀄", "🟢"])
  }

  /// Imports stations of those names and looks for where the next column begins.
  private func expectAlignment(of names: [String]) throws {
    let place = try Workplace()
    let rows = names.enumerated().map { number, name in "S\(100 + number),\"\(name)\",0,0\n" }.joined()
    try place.folder.write("names.csv", "id,name,lat,lon\n" + rows)
    #expect(try place.run("station", "import", "names.csv").status == 0)
    let lines = try Oracle.run("terminal.py", ["cells"], input: try place.run("station", "list").lines).map(Array.init)
    let title = try #require(lines.first)
    let kind = try #require(title.firstRange(of: Array("kind"))).lowerBound
    for (line, name) in zip(lines.dropFirst(), names) {
      #expect(String(line[kind...].prefix(7)) == "point  ", "\(name)")
      #expect(line[kind - 1] == " " && line[kind - 2] == " ", "\(name)")
    }
  }
}
