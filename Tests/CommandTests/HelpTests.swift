import TestSupport
import Testing

/// A help screen taken apart.
private struct HelpScreen {
  /// Of each section its title and its entries, in their order; an entry's description is in one line.
  private(set) var sections: [(title: String, entries: [(label: String, description: String)])] = []

  /// The entries of a section, by its title.
  func entries(_ title: String) -> [(label: String, description: String)] {
    sections.filter { $0.title == title }.flatMap(\.entries)
  }

  /// What is before the first section, and is no usage: what the command is for.
  private(set) var overview = ""

  init(_ text: String) {
    for line in text.split(separator: "\n").map(String.init) {
      let indent = line.prefix { $0 == " " }.count
      if indent == 0, line.hasSuffix(":") || line.hasSuffix("：") {
        sections.append((String(line.dropLast()), []))
      } else if sections.isEmpty {
        if !line.hasPrefix("USAGE:"), !line.hasPrefix("用法：") { overview += line + "\n" }
      } else if indent == 2, !line.hasPrefix("  See '"), !line.hasPrefix("  详细说明") {
        // Descriptions stand in one column, or in the next line.
        let isBeside = line.count > 26 && line.prefix(26).hasSuffix(" ")
        let label = isBeside ? String(line.prefix(26)).trimmed : line.trimmed
        sections[sections.count - 1].entries.append((label, isBeside ? String(line.dropFirst(26)) : ""))
      } else if indent > 2, let last = sections[sections.count - 1].entries.indices.last {
        sections[sections.count - 1].entries[last].description += " " + line.trimmed
      }
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

@Suite("Every command's help is there in English and in Chinese")
struct HelpTests {
  private struct Help {
    let command: [String]
    let english, chinese: String
  }

  /// The help of a command and of all below it, found by the lists of subcommands.
  private static func all(_ command: [String] = []) throws -> [Help] {
    let place = try Workplace()
    let outcomes = try [[:], ["LANG": "zh_CN.UTF-8"]].map { try place.start(command + ["--help"], $0).outcome() }
    for outcome in outcomes {
      #expect(outcome.status == 0, "\(command)")
      #expect(outcome.messages == "", "\(command)")
    }
    let names = HelpScreen(outcomes[0].output).entries("SUBCOMMANDS").map(\.label)
    let chineseNames = HelpScreen(outcomes[1].output).entries("子命令").map(\.label)
    #expect(names == chineseNames, "\(command)")
    let below = try names.flatMap { try all(command + [$0]) }
    return [Help(command: command, english: outcomes[0].output, chinese: outcomes[1].output)] + below
  }

  @Test func everyCommandAndOptionIsDescribedInBoth() throws {
    let all = try Self.all()
    let commands = all.map { $0.command.joined(separator: " ") }
    // Not all there are: those by which one sees that the walk goes everywhere.
    #expect(
      Set(commands).isSuperset(of: [
        "", "serve", "nearest", "station", "station add", "station verify", "station export", "town list",
        "amenity add", "holiday import", "db migrate",
      ]))
    for help in all {
      let comment = Comment(rawValue: help.command.joined(separator: " "))
      #expect(!isChinese(help.english), comment)
      let (english, chinese) = (HelpScreen(help.english), HelpScreen(help.chinese))
      #expect(english.overview.hasPrefix("OVERVIEW: ") && english.overview.count > 15, comment)
      #expect(chinese.overview.hasPrefix("概述：") && isChinese(String(chinese.overview.dropFirst(3))), comment)
      #expect(english.sections.map(\.entries.count) == chinese.sections.map(\.entries.count), comment)
      #expect(chinese.sections.allSatisfy { isChinese($0.title) }, comment)
      for (one, other) in zip(english.sections.flatMap(\.entries), chinese.sections.flatMap(\.entries)) {
        #expect(one.label == other.label, comment)
        #expect(one.description != "", "\(help.command) \(one.label)")
        #expect(isChinese(other.description), "\(help.command) \(other.label)")
      }
    }
  }

  @Test func nothingOfAChineseHelpIsLeftInEnglish() throws {
    for help in try Self.all() {
      let words = [
        "OVERVIEW", "USAGE", "Usage", "ARGUMENTS", "OPTIONS", "SUBCOMMANDS", "Show ", "default:", "values:", "See '",
        "<subcommand>", "<options>",
      ]
      for word in words { #expect(!help.chinese.contains(word), "\(help.command) \(word)") }
    }
  }

  @Test func theLanguageIsChosenOnTheCommandLineToo() throws {
    let place = try Workplace()
    for command in [["nearest"], ["station", "add"], ["holiday", "import"]] {
      let chinese = try place.start(command + ["--help"], ["LANG": "zh_CN.UTF-8"]).outcome().output
      #expect(try place.start(command + ["--help", "--lang", "zh"]).outcome().output == chinese)
      #expect(try place.start(command + ["--lang=zh", "--help"]).outcome().output == chinese)
      #expect(try place.start(["help"] + command, ["LANG": "zh_CN.UTF-8"]).outcome().output == chinese)
    }
  }

  /// A wide character takes up two columns.
  @Test func chineseHelpFitsIntoALine() throws {
    for help in try Self.all() {
      for line in help.chinese.split(separator: "\n") where !line.hasPrefix("用法：") {
        let width = line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 || $1.value == 0x201C ? 2 : 1) }
        #expect(width <= 81, "\(help.command): \(line)")
        #expect(!"，。；：、）”".contains(line.drop { $0 == " " }.first ?? "x"), "\(line)")
      }
    }
  }

  @Test func aCompletionScriptIsLeftAsItIs() throws {
    let place = try Workplace()
    let script = ["--generate-completion-script", "bash"]
    let chinese = try place.start(script, ["LANG": "zh_CN.UTF-8"]).outcome()
    #expect(chinese.status == 0)
    #expect(chinese.output.hasPrefix("#!/bin/bash"))
    #expect(!chinese.output.contains("概述"))
    #expect(
      try place.start(["--version"], ["LANG": "zh_CN.UTF-8"]).outcome().output
        == place.start(["--version"]).outcome().output)
  }

  // MARK: - Errors

  private static let errors: [(arguments: [String], english: String, chinese: String)] = [
    (["nearest"], "Missing expected argument '<latitude>'", "缺少参数“<latitude>”"),
    (["station", "add", "A", "--lat", "1"], "Missing expected argument '--name <name>'", "缺少参数“--name <name>”"),
    (["nearest", "1", "2", "--limit"], "Missing value for '--limit <limit>'", "“--limit <limit>”缺少值"),
    (["nearest", "1", "2", "--colour"], "Unknown option '--colour'", "未知选项“--colour”"),
    (
      ["nearest", "1", "2", "--limt", "5"], "Unknown option '--limt'. Did you mean '--limit'?",
      "未知选项“--limt”。是否指“--limit”？"
    ),
    (["nearest", "1", "2", "3"], "Unexpected argument '3'", "多余的参数“3”"),
    (["nearest", "1", "2", "3", "4"], "2 unexpected arguments: '3', '4'", "有 2 个多余的参数：'3', '4'"),
    (["frobnicate"], "Unexpected argument 'frobnicate'", "多余的参数“frobnicate”"),
    (
      ["nearest", "1", "2", "--limit", "five"], "The value 'five' is invalid for '--limit <limit>'",
      "值“five”对“--limit <limit>”无效"
    ),
    (["nearest", "north", "2"], "The value 'north' is invalid for '<latitude>'", "值“north”对“<latitude>”无效"),
    (
      ["nearest", "1", "2", "--format", "xml"],
      "The value 'xml' is invalid for '--format <format>'. Please provide one of 'table', 'json' or 'csv'.",
      "值“xml”对“--format <format>”无效，须为其中之一：'table', 'json' 或 'csv'"
    ),
    (
      ["nearest", "1", "2", "--skipped=yes"],
      "The option '--skipped' does not take any value, but 'yes' was specified.", "选项“--skipped”不带值，却给出了“yes”"
    ),
    (["station", "list", "-x"], "Unknown option '-x'", "未知选项“-x”"),
    (["station", "list", "-q"], "Missing value for '-q <text>'", "“-q <text>”缺少值"),
    (["serve", "--port", "65536"], "--port must be from 0 to 65535", "--port 须为 0 至 65535"),
    (["station", "edit", "A", "--lat", "1"], "--lat and --lon must be given together", "--lat 与 --lon 须同时给出"),
  ]

  @Test(arguments: errors.indices) func anErrorOfUsageIsToldInBoth(number: Int) throws {
    let (arguments, english, chinese) = Self.errors[number]
    let place = try Workplace()
    let told = try place.start(arguments).outcome()
    #expect(told.status == 64 && told.output == "")
    #expect(told.messages.hasPrefix("Error: \(english)\n"), "\(told.messages)")
    let other = try place.start(arguments, ["LANG": "zh_CN.UTF-8"]).outcome()
    #expect(other.status == 64 && other.output == "")
    #expect(other.messages.hasPrefix("错误：\(chinese)\n"), "\(other.messages)")
    #expect(!isChinese(told.messages))
    let lines = other.messages.split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { isChinese($0) })
    #expect(lines.last?.hasPrefix("  更多信息见 yizhan ") == true)
  }
}
