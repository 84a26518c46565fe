import ArgumentParser
import Foundation
import RemoteClient
import RestStations

/// The way of visits to a server, through the outbox.
struct VisitMail {
  /// What became of a visit.
  enum Fate {
    case sent
    /// It waits with others; why, unless another process is sending.
    case waiting(Int, YizhanError?)
    case refused(String)
  }

  let outbox: Outbox
  /// What is not sent now waits in the outbox: nobody has to wait long for a server that hangs.
  private static let timeouts = CurlClient.Timeouts(connect: .seconds(3), silence: .seconds(10))

  private let delivery: VisitDelivery
  /// How long another process that is sending is waited for.
  private static let patience = Duration.seconds(10)

  init(_ server: String, _ options: ConnectionOptions) throws {
    outbox = Outbox(folder: Self.folder, server: server)
    delivery = VisitDelivery(outbox, try Connection.remote(.url(base: server), options, Self.timeouts))
  }

  /// Where outboxes are kept: `YIZHAN_OUTBOX`, else by the XDG Base Directory Specification.
  static var folder: String {
    if let folder = ConnectionOptions.setting("YIZHAN_OUTBOX") { return folder }
    let state = ConnectionOptions.setting("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    let home = ConnectionOptions.setting("HOME") ?? "."
    return (state ?? home + "/.local/state") + "/yizhan/outbox"
  }

  /// Keeps a visit on disk, then sends it with all that waits.
  func post(_ entry: Outbox.Entry) async throws -> Fate {
    try outbox.add([entry])
    let deadline = ContinuousClock.now + Self.patience
    var report = try await delivery.run()
    while report.delivery.isBusy, try waits(entry.id), ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(50))
      report = try await delivery.run()
    }
    if let refused = try outbox.setAside().first(where: { $0.entry.id == entry.id }) {
      // Whoever logs it reads why: it need not be kept for later.
      try outbox.discard(entry.id)
      return .refused(refused.reason)
    }
    return try waits(entry.id) ? .waiting(try outbox.pending().count, report.obstacle) : .sent
  }

  /// By the id: an entry that was there before has its own time.
  private func waits(_ id: String) throws -> Bool {
    try outbox.pending().contains { $0.id == id }
  }

  /// Sends all that waits.
  func send() async throws -> VisitDelivery.Report {
    try await delivery.run()
  }

  /// Sends what waits for a command's server before the command does its own work; says so, and goes on when it cannot.
  static func sendWaiting(_ options: ConnectionOptions) async throws {
    guard case .server(let url) = options.place else { return }
    let mail = try VisitMail(url, options)
    guard try !mail.outbox.pending().isEmpty else { return }
    let report = try await mail.send()
    StandardError.line(text(of: report.delivery))
  }

  static func text(of delivery: Outbox.Delivery) -> String {
    say(
      "outbox: \(delivery.sent) sent, \(delivery.refused) set aside, \(delivery.waiting) waiting",
      "待发队列：已发送 \(delivery.sent)，搁置 \(delivery.refused)，等待 \(delivery.waiting)")
  }
}

struct VisitSync: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: say("Send the visits that wait for their server.", "发送等待中的到访。"))

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    guard case .server(let url) = connection.place else {
      throw ValidationError(say("visits wait for servers only: give --server", "只有发往服务器的到访才会等待：请给出 --server"))
    }
    let report = try await VisitMail(url, connection).send()
    StandardError.line(VisitMail.text(of: report.delivery))
    if let obstacle = report.obstacle { throw obstacle }
  }
}

struct VisitOutbox: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outbox", abstract: say("Show the visits that wait or were set aside.", "显示等待中和被搁置的到访。"),
    discussion: say(
      "'retry ID' lets one that was set aside wait again, 'discard ID' forgets one for good.",
      "retry ID 让被搁置的到访重新等待，discard ID 永久删除。"))

  enum Action: String, ExpressibleByArgument, CaseIterable {
    case retry, discard
  }

  @Argument(help: ArgumentHelp(say("retry or discard.", "retry 或 discard。"))) var action: Action?
  @Argument(help: ArgumentHelp(say("The visit's id.", "到访编号。"))) var id: String?
  @Option(help: ArgumentHelp(say("table, json or csv.", "table、json 或 csv。"))) var format = OutputFormat.table
  @OptionGroup var connection: ConnectionOptions

  private struct Row: Encodable {
    let id: String
    let state: String
    let visit: String
    let reason: String
  }

  func validate() throws {
    if action != nil, id == nil { throw ValidationError(say("name the visit's id", "请给出到访编号")) }
  }

  func run() async throws {
    guard case .server(let url) = connection.place else {
      throw ValidationError(say("outboxes are for servers: give --server", "待发队列用于服务器：请给出 --server"))
    }
    let outbox = Outbox(folder: VisitMail.folder, server: url)
    switch (action, id) {
    case (.retry?, let id?): try outbox.retry(id)
    case (.discard?, let id?): try outbox.discard(id)
    default: try list(outbox)
    }
  }

  private func list(_ outbox: Outbox) throws {
    let waiting = try outbox.pending().map { Row(id: $0.id, state: "waiting", visit: $0.body, reason: "") }
    let aside = try outbox.setAside().map {
      Row(id: $0.entry.id, state: "set aside", visit: $0.entry.body, reason: $0.reason)
    }
    try PlainRows.print(
      waiting + aside, as: format,
      [
        ("id", say("id", "编号")), ("state", say("state", "状态")), ("reason", say("reason", "原因")),
        ("visit", say("visit", "到访")),
      ]
    ) { [$0.id, $0.state, $0.reason, $0.visit] }
  }
}
