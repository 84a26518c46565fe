import RemoteClient
import RestStations

/// A report on the statistics, for a terminal: the headline, the months as a line of bars, towns and groups as bars.
struct UsageSummarySheet {
  private static let barWidth = 24

  private let document: UsageSummaryDocument

  init(_ document: UsageSummaryDocument) {
    self.document = document
  }

  var lines: [String] {
    [period] + headline + section(say("by month", "按月"), document.months, isLine: true)
      + section(say("by group", "按群体"), document.groups) + section(say("by town", "按镇街"), document.towns)
      + section(say("by service", "按服务项目"), document.services)
  }

  private var period: String {
    say("\(document.from) to \(document.to)", "\(document.from) 至 \(document.to)")
  }

  private var headline: [String] {
    var table = TextTable([.init(title: ""), .init(title: "", alignment: .right), .init(title: "")])
    let idle = document.idleStations.count
    table.append([
      say("stations", "服务点"), Self.grouped(Int64(document.stations)),
      say("\(idle) without visits", "\(idle) 个无到访"),
    ])
    let total = document.total
    table.append([say("person-visits", "服务人次"), Self.grouped(total.people), changes(\.people)])
    table.append([say("visits", "到访次数"), Self.grouped(total.visits), changes(\.visits)])
    if let visitors = total.visitors {
      table.append([say("visitors", "到访人数"), Self.grouped(visitors), ""])
    }
    return Array(table.lines.dropFirst())
  }

  private func changes(_ measure: KeyPath<UsageSummaryDocument.Measures, Int64>) -> String {
    let now = document.total[keyPath: measure]
    let parts = [
      (document.before, say("on the period before", "较上期")), (document.yearBefore, say("on the year before", "较上年同期")),
    ].compactMap { comparison, words in
      Self.change(from: comparison.total[keyPath: measure], to: now).map { change in
        say("\(change) \(words)", "\(words) \(change)")
      }
    }
    return parts.joined(separator: say(", ", "，"))
  }

  /// In per cent, signed; nothing where there was nothing before.
  private static func change(from before: Int64, to now: Int64) -> String? {
    guard before > 0 else { return nil }
    let share = ((Double(now) / Double(before) - 1) * 1000).rounded() / 10
    return (share > 0 ? "+" : "") + "\(share) %"
  }

  private func section(_ title: String, _ rows: [UsageSummaryDocument.Row], isLine: Bool = false) -> [String] {
    guard !rows.isEmpty else { return [] }
    // What has no order of its own: the greatest first.
    let rows = isLine ? rows : rows.sorted { ($0.people, $1.value) > ($1.people, $0.value) }
    let greatest = rows.map(\.people).max() ?? 0
    if isLine, rows.count > 6 {
      let first = rows.first?.value ?? ""
      let last = rows.last?.value ?? ""
      return ["", title, "  \(first) \(Self.spark(rows.map(\.people), greatest)) \(last)"]
    }
    var table = TextTable([.init(title: ""), .init(title: "", alignment: .right), .init(title: "")])
    for row in rows {
      table.append(["  " + row.label, Self.grouped(row.people), Self.bar(row.people, greatest)])
    }
    return ["", title] + table.lines.dropFirst()
  }

  private static func spark(_ numbers: [Int64], _ greatest: Int64) -> String {
    let steps = Array("▁▂▃▄▅▆▇█")
    return String(
      numbers.map { number in
        greatest > 0 ? steps[min(7, Int(Double(number) / Double(greatest) * 7.999))] : steps[0]
      })
  }

  private static func bar(_ number: Int64, _ greatest: Int64) -> String {
    guard greatest > 0 else { return "" }
    let eighths = Int((Double(number) / Double(greatest) * Double(barWidth * 8)).rounded())
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return String(repeating: "█", count: eighths / 8) + rest
  }

  /// Digits in threes.
  static func grouped(_ number: Int64) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + text
  }
}
