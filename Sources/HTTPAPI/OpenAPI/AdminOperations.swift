import HTTPTypes
import RestStations

/// The description of ``AdminController``.
enum AdminOperations {
  static let all = [tokens, createToken, revokeToken, erase, audit, check, backup, code, changeCode]

  private static let tokens = APIOperation(
    .get, "/v1/admin/tokens", "listTokens", .administration, Bilingual("All tokens there ever were", "全部令牌"),
    access: .admins,
    answers: [
      APIAnswer(200, Bilingual("without their secrets", "不含令牌内容"), .json(.object([("tokens", .list(.named("Token")))])))
    ])

  private static let createToken = APIOperation(
    .post, "/v1/admin/tokens", "createToken", .administration, Bilingual("Makes a token", "生成令牌"), access: .admins,
    body: .json(.named("TokenWish")),
    answers: [APIAnswer(201, Bilingual("the token, shown once", "令牌，仅显示一次"), .json(.named("Token")))])

  private static let revokeToken = APIOperation(
    .delete, "/v1/admin/tokens/{id}", "revokeToken", .administration, Bilingual("Revokes a token for good", "吊销令牌"),
    access: .admins,
    [.path("id", .whole(1...Int(Int32.max)), Bilingual("the token's number", "令牌编号"))],
    answers: [APIAnswer(204, Bilingual("revoked", "已吊销"))])

  private static let erase = APIOperation(
    .post, "/v1/admin/erasures", "eraseVisitor", .administration,
    Bilingual("Erases every trace of a visitor", "清除某人的全部痕迹"), access: .admins,
    body: .json(
      .object([("visitor", .text(1...VisitorReference.maximumLength, pattern: #"\S"#))])),
    answers: [
      APIAnswer(
        200, Bilingual("how many visits had it", "涉及的到访记录数"), .json(.object([("visits", .count)])))
    ])

  private static let audit = APIOperation(
    .get, "/v1/admin/audit", "listAudit", .administration,
    Bilingual("Who wrote what, and when; the newest first", "操作日志，最新在前"),
    access: .admins,
    [
      SharedParameters.from,
      .query("actor", APISchema.line.example("owner"), Bilingual("of this one alone", "仅此操作者")),
      SharedParameters.limit(AuditQuestion.limits, standing: AuditQuestion().limit),
      .query("cursor", .text(pattern: "^[0-9]{1,18}$"), Bilingual("where the page begins", "本页起点")),
    ],
    answers: [
      APIAnswer(
        200, Bilingual("a page", "一页"),
        .json(.object([("entries", .list(.named("AuditEntry")))], optional: [("next", .text)])), headers: [.link])
    ])

  private static let check = APIOperation(
    .get, "/v1/admin/check", "checkDatabase", .administration,
    Bilingual("Counts the database anew and names every difference", "重新清点数据库并列出差异"), access: .admins,
    answers: [
      APIAnswer(
        200, Bilingual("what was found", "检查结果"),
        .json(
          .object([
            ("visits", .count), ("people", .count), ("fault_count", .count), ("faults", .list(.text)),
          ])))
    ])

  private static let backup = APIOperation(
    .get, "/v1/admin/backup", "backUpDatabase", .administration,
    Bilingual("A copy of the database as it is at this moment, without its key", "数据库此刻的副本，不含密钥"), access: .admins,
    answers: [
      APIAnswer(
        200, Bilingual("an SQLite file", "SQLite 文件"), APIBody([("application/vnd.sqlite3", .binary)]),
        headers: [.disposition])
    ])

  private static let codeAnswer = APIAnswer(200, Bilingual("the code", "打卡码"), .json(.object([("code", .text)])))

  private static let code = APIOperation(
    .get, "/v1/admin/check-in-codes/{id}", "getCheckInCode", .administration,
    Bilingual("The code of a station's poster", "服务点海报上的码"), access: .admins, [SharedParameters.stationID],
    answers: [codeAnswer])

  private static let changeCode = APIOperation(
    .post, "/v1/admin/check-in-codes/{id}", "changeCheckInCode", .administration,
    Bilingual("Makes the code void, and gives the next", "作废旧码并给出新码"), access: .admins, [SharedParameters.stationID],
    answers: [codeAnswer])
}
