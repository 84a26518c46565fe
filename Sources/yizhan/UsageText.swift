import ArgumentParser
import RestStations

/// What ArgumentParser says by itself: help screens and errors of usage. It speaks English alone; this is the one place
/// where that is put into Chinese.
enum UsageText {
  /// The whole message for an error that is ArgumentParser's, a request for help being one; empty for none.
  static func message(_ error: any Error) -> String {
    guard language == .chinese else { return Yizhan.fullMessage(for: error) }
    // So wide that no sentence is broken before it is put into Chinese.
    let english = Yizhan.fullMessage(for: error, columns: 100_000)
    let isText = english.hasPrefix("OVERVIEW: ") || Yizhan.exitCode(for: error) != .success
    // A completion script is none.
    return isText ? chinese(english) : english
  }

  private static func chinese(_ text: String) -> String {
    let width = StandardOutput.terminalWidth ?? 80
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { wrapped(translated(String($0)), to: width) }
      .joined(separator: "\n")
  }

  // MARK: - Phrases

  /// Lines as they stand in ArgumentParser's sources, `*` for what is put in; of several that fit the first is taken.
  private static let phrases: [(english: String, chinese: String)] = [
    ("OVERVIEW: *", "概述：*"), ("USAGE: * <subcommand>", "用法：* <子命令>"), ("USAGE: *", "用法：*"),
    ("Usage: * <subcommand>", "用法：* <子命令>"), ("Usage: *", "用法：*"), ("ARGUMENTS:", "参数："), ("OPTIONS:", "选项："),
    ("SUBCOMMANDS:", "子命令："), ("字段:", "字段："),
    ("*Show help information.", "*显示帮助。"), ("*Show the version.", "*显示版本。"),
    ("  See '* <subcommand>' for detailed help.", "  详细说明见 * <子命令>。"),
    ("  See '*' for more information.", "  更多信息见 *。"),
    ("* (values: *; default: *)", "*（可选：*；默认：*）"), ("* (values: *)", "*（可选：*）"), ("* (default: *)", "*（默认：*）"),
    ("Help:  *", "说明：*"),
    ("Missing expected argument '*'", "缺少参数“*”"), ("Missing one of: *", "缺少其中之一：*"),
    ("   or: Missing value for '*' in '*'", "   或：“*”缺少值（在“*”中）"), ("Missing value for '*'", "“*”缺少值"),
    ("Unknown option '*'. Did you mean '*'?", "未知选项“*”。是否指“*”？"), ("Unknown option '*'", "未知选项“*”"),
    ("Invalid option: *", "无效选项：*"),
    ("Unexpected argument '*'", "多余的参数“*”"), ("* unexpected arguments: *", "有 * 个多余的参数：*"),
    ("The option '*' does not take any value, but '*' was specified.", "选项“*”不带值，却给出了“*”"),
    ("The value '*' is invalid for '*'. Please provide one of *.", "值“*”对“*”无效，须为其中之一：*"),
    ("The value '*' is invalid for '*': *", "值“*”对“*”无效：*"), ("The value '*' is invalid for '*'", "值“*”对“*”无效"),
    ("Can't generate completion scripts for '*'.", "无法为“*”生成补全脚本。"),
    ("Can't autodetect a supported shell.", "无法识别所用的 shell。"),
    ("Please use --generate-completion-script=<shell> with one of:", "请使用 --generate-completion-script=<shell>，可选："),
  ]

  private static func translated(_ line: String) -> String {
    let start = "Error: "
    if line.hasPrefix(start) {
      let rest = translated(String(line.dropFirst(start.count)))
      return "错误：" + rest.replacing("' or '", with: "' 或 '").replacing("' and '", with: "' 和 '")
    }
    for (english, chinese) in phrases {
      guard let parts = parts(of: line, english) else { continue }
      let texts = chinese.split(separator: "*", omittingEmptySubsequences: false)
      return zip(texts, parts + [""]).map { $0 + $1 }.joined().replacing("<options>", with: "<选项>")
    }
    return line
  }

  /// What stands in a line where a phrase has `*`; nothing when it is another phrase.
  private static func parts(of line: String, _ phrase: String) -> [Substring]? {
    let texts = phrase.split(separator: "*", omittingEmptySubsequences: false)
    guard let first = texts.first, let last = texts.last, line.hasPrefix(first) else { return nil }
    guard texts.count > 1 else { return line == phrase ? [] : nil }
    var rest = line.dropFirst(first.count)
    var parts: [Substring] = []
    for text in texts.dropFirst().dropLast() {
      guard let place = rest.firstRange(of: text) else { return nil }
      parts.append(rest[..<place.lowerBound])
      rest = rest[place.upperBound...]
    }
    return rest.hasSuffix(last) ? parts + [rest.dropLast(last.count)] : nil
  }

  // MARK: - Lines

  /// The column in which help begins behind an option.
  private static let helpColumn = 26

  /// A line cut into lines of so many columns of a terminal; those that follow are indented like what they belong to.
  private static func wrapped(_ line: String, to width: Int) -> [String] {
    guard TextTable.width(of: line) > width, !line.hasPrefix("用法") else { return [line] }
    let own = line.prefix { $0 == " " }.count
    let label = line.prefix(helpColumn)
    let indent = own == 2 && label.count == helpColumn && label.hasSuffix(" ") ? helpColumn : own
    guard indent + 10 < width else { return [line] }
    var (lines, current, start) = ([String](), "", String.Index?.none)
    for character in line {
      if let last = current.last, mayBreak(between: last, character), current.count > indent {
        start = current.endIndex
      }
      if TextTable.width(of: current + String(character)) > width, let place = start {
        lines.append(String(current[..<place].reversed().drop { $0 == " " }.reversed()))
        current = String(repeating: " ", count: indent) + current[place...].drop { $0 == " " }
        start = nil
        if character == " ", current.count == indent { continue }
      }
      current.append(character)
    }
    return lines + [current]
  }

  /// Between words, and between ideographs but for punctuation that belongs to one of them.
  private static func mayBreak(between last: Character, _ next: Character) -> Bool {
    if last == " " { return next != " " }
    if "“（‘".contains(last) || "，。；：、）”？’".contains(next) || next == " " { return false }
    return [last, next].contains { TextTable.width(of: String($0)) == 2 }
  }
}
