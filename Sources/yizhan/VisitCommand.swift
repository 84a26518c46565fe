import ArgumentParser
import Foundation
import RemoteClient
import RestStations
import SQLiteStorage
import TabularText

struct VisitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "visit", abstract: say("Log visits, and correct them.", "登记与更正到访。"),
    subcommands: [
      VisitLogCommand.self, VisitImport.self, VisitList.self, VisitVoid.self, VisitSync.self, VisitOutbox.self,
    ])
}

struct VisitLogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: say("Log a visit.", "登记一次到访。"),
    discussion: say(
      """
      A server's visit is kept on disk before it is sent. When the server cannot be reached it stays there, and the \
      next 'yizhan visit' command, or 'yizhan visit sync', sends it; it counts once.
      """,
      "发送到服务器的到访先写入本机磁盘。无法连接服务器时会保留，由下一个 yizhan visit 命令或 yizhan visit sync 发送；只计一次。"))

  @Argument(help: ArgumentHelp(say("The station's id (YIZHAN_STATION).", "服务点编号（YIZHAN_STATION）。")))
  var station: String?
  @Option(
    help: ArgumentHelp(
      say(
        "delivery, express, transport, livestream, ride_hailing, sanitation or other.",
        "delivery 外卖、express 快递、transport 道路运输、livestream 直播电商、ride_hailing 网约车、sanitation 环卫、other 其他。")))
  var group = WorkerGroup.other.rawValue
  @Option(help: ArgumentHelp(say("How many people, 1 to 500.", "人数，1 至 500。"))) var people = 1
  @Option(
    help: ArgumentHelp(say("Service that was used; may be given again.", "使用的服务；可重复给出。"), valueName: "code"))
  var service: [String] = []
  @Option(
    help: ArgumentHelp(
      say("When, such as 2026-11-24T20:00:00+08:00; now without it.", "时刻，如 2026-11-24T20:00:00+08:00；默认当前时间。"),
      valueName: "instant"))
  var at: String?
  @Option(help: ArgumentHelp(say("UUID of the visit; a new one without it.", "到访的 UUID；默认新建。"), valueName: "uuid"))
  var id: String?
  @Option(
    help: ArgumentHelp(
      say("What tells the visitor from others; only a keyed hash is stored.", "区分人员的标识；只保存加密散列。"),
      valueName: "reference"))
  var visitor: String?
  @OptionGroup var connection: ConnectionOptions

  private struct Body: Encodable {
    let id: String
    let stationID: String
    let at: String
    let group: String
    let people: Int
    let services: [String]
    let visitor: String?

    enum CodingKeys: String, CodingKey {
      case id, at, group, people, services, visitor
      case stationID = "station_id"
    }
  }

  func run() async throws {
    guard let station = station ?? ConnectionOptions.setting("YIZHAN_STATION") else {
      throw ValidationError(say("name a station, or set YIZHAN_STATION", "请给出服务点编号，或设置 YIZHAN_STATION"))
    }
    if let id, VisitID(id) == nil { throw ValidationError(say("--id must be a UUID", "--id 须为 UUID")) }
    let now = Clock.milliseconds()
    let body = Body(
      id: id ?? VisitID.random(at: now).description, stationID: station,
      // Fixed now: sent again it must say the same.
      at: at ?? Instant.text(now / 1000, offset: TimeZone.current.secondsFromGMT()), group: group, people: people,
      services: service, visitor: visitor)
    let encoder = JSONEncoder()
    // The same visit given again is the same text, by which the outbox knows it.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = try encoder.encode(body)
    switch connection.place {
    case .database(let path):
      let visit = try await LocalVisit.log(json, connection)
      StandardError.line(
        say(
          "logged in \(path): \(visit.people) at \(visit.stationID), \(visit.id)",
          "已登记到 \(path)：\(visit.stationID) \(visit.people) 人次，编号 \(visit.id)"))
    case .server(let url):
      try await send(
        to: url, station, Outbox.Entry(id: body.id, body: String(decoding: json, as: UTF8.self), addedAt: now))
    }
  }

  private func send(to url: String, _ station: String, _ entry: Outbox.Entry) async throws {
    let mail = try VisitMail(url, connection)
    switch try await mail.post(entry) {
    case .sent:
      StandardError.line(
        say(
          "logged at \(url): \(people) at \(station), \(entry.id)",
          "已登记到 \(url)：\(station) \(people) 人次，编号 \(entry.id)"))
    case .waiting(let count, let obstacle):
      let reason = obstacle?.detail.text(in: language) ?? say("another process is sending", "另一进程正在发送")
      StandardError.line(
        say(
          "kept in the outbox, \(count) waiting: \(reason)", "已保存在待发队列，共 \(count) 条等待发送：\(reason)"))
      if let obstacle, obstacle.code == .unauthorized || obstacle.code == .forbidden {
        throw ExitCode(Failure.notAllowed)
      }
    case .refused(let reason):
      throw YizhanError(.badData, Bilingual("not logged: \(reason)", "未登记：\(reason)"))
    }
  }
}

/// A visit that goes to a local database.
enum LocalVisit {
  /// Logs it; once more when the server that has the database open went away meanwhile, for it is known by its id.
  static func log(_ json: Data, _ options: ConnectionOptions) async throws -> VisitDocument {
    do {
      return try await Connection.open(options).logVisit(json: Array(json))
    } catch let error as YizhanError where error.code == .unreachable {
      return try await Connection.open(options).logVisit(json: Array(json))
    }
  }
}

struct VisitImport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: say("Load visits from a CSV file: all rows or none.", "从 CSV 文件导入到访：全部或全不。"),
    discussion: say(
      """
      Columns: station_id and group must be there; id, at, people, services (separated by ';') and visitor may be. A row \
      without an id gets one of its content, so that the same file sent twice counts once.
      """,
      "列：必须有 station_id、group；可有 id、at、people、services（以 ; 分隔）、visitor。没有 id 的行按内容生成编号，同一文件重复导入只计一次。"))

  @Argument(help: ArgumentHelp(say("CSV file; - for standard input.", "CSV 文件；- 为标准输入。"))) var file: String
  @Flag(help: ArgumentHelp(say("Keep good rows when others are bad.", "有错误行时仍保存正确的行。"))) var keepGood = false
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let csv = try InputFile.read(file)
    try await VisitMail.sendWaiting(connection)
    let bar = ProgressBar(say("importing", "导入中"))
    let client = try await Connection.open(connection) { bar.show($0) }
    let counts: Result<VisitCountsDocument, any Error>
    do {
      counts = .success(try await client.importVisits(csv: csv, keepsGood: keepGood))
    } catch {
      counts = .failure(error)
    }
    bar.clear()
    let report = try counts.get()
    for fault in report.errors {
      let place = say("line \(fault.line ?? 0)", "第 \(fault.line ?? 0) 行")
      StandardError.line("  \(place)\(fault.column.map { ", \($0)" } ?? ""): \(fault.detail)")
    }
    StandardError.line(
      say(
        "\(report.created) logged, \(report.exists) were there already",
        "登记 \(report.created)，已存在 \(report.exists)"))
    if !report.errors.isEmpty { throw ExitCode(Failure.badData) }
  }
}

struct VisitList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: say("List visits in the order of their times.", "按时间列出到访。"))

  @Option(help: ArgumentHelp(say("Only at this station.", "只列出该服务点的。"), valueName: "id")) var station: String?
  @Option(help: ArgumentHelp(say("First day, YYYY-MM-DD.", "起始日期，YYYY-MM-DD。"), valueName: "day")) var from: String?
  @Option(help: ArgumentHelp(say("Last day, YYYY-MM-DD.", "截止日期，YYYY-MM-DD。"), valueName: "day")) var to: String?
  @Option(help: ArgumentHelp(say("Only of this group.", "只列出该群体的。"))) var group: String?
  @Option(help: ArgumentHelp(say("table, json or csv.", "table、json 或 csv。"))) var format = OutputFormat.table
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    try await VisitMail.sendWaiting(connection)
    let query = [("station", station), ("from", from), ("to", to), ("group", group)]
      .compactMap { name, value in value.map { (name, $0) } }
    var visits: [VisitDocument] = []
    try await Connection.open(connection).visits(query) { visits += $0 }
    try PlainRows.print(
      visits, as: format,
      [
        ("id", say("id", "编号")), ("station_id", say("station", "服务点")), ("at", say("at", "时间")),
        ("group", say("group", "群体")), ("people", say("people", "人次")), ("services", say("services", "服务")),
        ("void_reason", say("voided", "作废原因")),
      ], numbers: [4]
    ) { visit in
      [
        visit.id, visit.stationID, visit.at, visit.group, String(visit.people), visit.services.joined(separator: ";"),
        visit.voidReason ?? "",
      ]
    }
  }
}

struct VisitVoid: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "void", abstract: say("Take a visit back: it stays, and no longer counts.", "作废一次到访：保留记录，不再计数。"))

  @Argument(help: ArgumentHelp(say("The visit's id.", "到访编号。"))) var id: String
  @Option(help: ArgumentHelp(say("Why, 1 to 300 characters.", "原因，1 至 300 个字符。"))) var reason: String
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    try await VisitMail.sendWaiting(connection)
    _ = try await Connection.open(connection).voidVisit(id, reason: reason)
    StandardError.line(say("\(id) is void", "已作废 \(id)"))
  }
}
