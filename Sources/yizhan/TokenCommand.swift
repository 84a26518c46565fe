import ArgumentParser
import RemoteClient
import RestStations
import SQLiteStorage

struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: say("Decide who may write.", "管理访问令牌。"),
    subcommands: [TokenCreate.self, TokenList.self, TokenRevoke.self])
}

struct TokenCreate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: say("Make a token; it is shown once.", "新建令牌；只显示一次。"))

  @Option(help: ArgumentHelp(say("manager, staff or admin.", "manager 站点管理员、staff 工作人员、admin 系统管理员。"))) var role: String
  @Option(help: ArgumentHelp(say("A manager's station; may be given again.", "管理员负责的服务点；可重复给出。"), valueName: "id"))
  var station: [String] = []
  @Option(help: ArgumentHelp(say("When it ends, in days.", "有效期（天）。"), valueName: "days")) var expires = "90d"
  @Option(help: ArgumentHelp(say("A note, such as whose it is.", "备注，如持有人。"))) var note: String?
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let client = try await Connection.open(connection, .create)
    let token = try await client.createToken(
      TokenWishDocument(role: role, stations: station, note: note, expires: expires))
    StandardOutput.line(token.token ?? "")
    StandardError.line(
      say(
        "token \(token.id), valid until \(token.expiresAt): keep it, it is not shown again",
        "令牌 \(token.id)，有效期至 \(token.expiresAt)：请妥善保存，不再显示"))
  }
}

struct TokenList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: say("List the tokens.", "列出令牌。"))

  @Option(help: ArgumentHelp(say("table, json or csv.", "table、json 或 csv。"))) var format = OutputFormat.table
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    try PlainRows.print(
      try await Connection.open(connection).tokens(), as: format,
      [
        ("id", say("id", "编号")), ("role", say("role", "角色")), ("stations", say("stations", "服务点")),
        ("expires_at", say("expires at", "有效期至")), ("revoked_at", say("revoked at", "吊销时间")),
        ("last_used_at", say("last used", "最近使用")), ("note", say("note", "备注")),
      ], numbers: [0]
    ) { token in
      [
        String(token.id), token.role, token.stations.joined(separator: ";"), token.expiresAt, token.revokedAt ?? "",
        token.lastUsedAt.map { String($0.prefix(10)) } ?? "", token.note ?? "",
      ]
    }
  }
}

struct TokenRevoke: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: say("Take a token's rights away, from the next request on.", "吊销令牌，立即生效。"))

  @Argument(help: ArgumentHelp(say("The token's id.", "令牌编号。"))) var id: Int
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    try await Connection.open(connection).revokeToken(id)
    StandardError.line(say("token \(id) is revoked", "已吊销令牌 \(id)"))
  }
}

struct VisitorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "visitor", abstract: say("Requests of persons about their data.", "处理个人信息请求。"),
    subcommands: [VisitorErase.self])
}

struct VisitorErase: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: say("Erase every stored trace of a visitor; the visits still count.", "清除某人的全部痕迹；到访仍计数。"))

  @Argument(help: ArgumentHelp(say("What told the visitor from others.", "区分人员的标识。"))) var reference: String
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let count = try await Connection.open(connection).erase(visitor: reference)
    StandardError.line(say("erased from \(count) visits", "已从 \(count) 条到访中清除"))
  }
}

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: say("See who wrote what, and when.", "查看操作日志。"), subcommands: [AuditList.self])
}

struct AuditList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: say("List entries of the audit log, the newest first.", "列出操作日志，最新在前。"))

  @Option(help: ArgumentHelp(say("First day, YYYY-MM-DD.", "起始日期，YYYY-MM-DD。"), valueName: "day")) var from: String?
  @Option(help: ArgumentHelp(say("Only what one wrote, such as 'owner' or 'token 3'.", "只列出某人的，如 owner 或 token 3。")))
  var actor: String?
  @Option(help: ArgumentHelp(say("At most so many entries; all when left out.", "最多列出的条数；不给出则全部列出。"))) var limit: Int?
  @Option(help: ArgumentHelp(say("table, json or csv.", "table、json 或 csv。"))) var format = OutputFormat.table
  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError(say("--limit must be 1 or more", "--limit 须不小于 1")) }
  }

  func run() async throws {
    let query = [("from", from), ("actor", actor)].compactMap { name, value in value.map { (name, $0) } }
    try PlainRows.print(
      try await Connection.open(connection).audit(query, limit: limit), as: format,
      [
        ("at", say("at", "时间")), ("actor", say("actor", "操作者")), ("action", say("action", "操作")),
        ("subject", say("subject", "对象")),
      ]
    ) { [$0.at, $0.actor, $0.action, $0.subject] }
  }
}
