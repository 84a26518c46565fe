import ArgumentParser
import Foundation
import RestStations

/// Where a command does its work, and in which language it speaks.
struct ConnectionOptions: ParsableArguments {
  @OptionGroup var database: DatabaseOptions

  @Option(
    help: ArgumentHelp(
      say(
        "Server to speak to instead, such as https://example.org (YIZHAN_SERVER).",
        "改用服务器，如 https://example.org（YIZHAN_SERVER）。"),
      valueName: "url"))
  var server: String?

  @Option(
    help: ArgumentHelp(
      say(
        "File that holds the token for the server (YIZHAN_TOKEN holds the token itself).",
        "存放服务器令牌的文件（YIZHAN_TOKEN 为令牌本身）。"),
      valueName: "path"))
  var tokenFile: String?

  /// The token to be sent to a server; an option goes before the environment.
  ///
  /// - Throws: ``YizhanError`` with `badRequest` when it is none.
  func token() throws -> AccessToken? {
    let text: String?
    if let tokenFile {
      text = String(decoding: try InputFile.read(tokenFile), as: UTF8.self)
    } else {
      text = Self.setting("YIZHAN_TOKEN")
    }
    guard let text = text?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty else { return nil }
    guard let token = AccessToken.parse(text) else {
      throw YizhanError(.unauthorized, Bilingual("the token is mistyped or cut off", "令牌有误或不完整"))
    }
    return token
  }

  static let defaultDatabase = "data/yizhan.sqlite"

  enum Place {
    case database(String)
    case server(String)
  }

  /// An option goes before the environment, a server before a database.
  var place: Place {
    if let server { return .server(server) }
    if database.db == nil, let server = Self.setting("YIZHAN_SERVER") { return .server(server) }
    return .database(database.path)
  }

  /// A variable of the environment; an empty one counts as none.
  static func setting(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// The database of a command that works on a file of its own.
struct DatabaseOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      say(
        "Database file (YIZHAN_DB; default data/yizhan.sqlite).", "数据库文件（YIZHAN_DB；默认 data/yizhan.sqlite）。"),
      valueName: "path"))
  var db: String?

  @OptionGroup var wording: LanguageOptions

  var path: String { db ?? ConnectionOptions.setting("YIZHAN_DB") ?? ConnectionOptions.defaultDatabase }
}

/// The language; taken up before parsing, see `language`.
struct LanguageOptions: ParsableArguments {
  @Option(help: ArgumentHelp(say("Language of messages, zh or en (LANG).", "消息语言，zh 或 en（LANG）。"), valueName: "zh|en"))
  var lang: String?

  func validate() throws {
    guard let lang, Language(rawValue: lang) == nil else { return }
    throw ValidationError(say("--lang must be zh or en", "--lang 须为 zh 或 en"))
  }
}
