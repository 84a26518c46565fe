import ArgumentParser
import Foundation

@main
struct Main {
  /// Parses the command line, runs the command and ends the process with its exit code.
  static func main() async {
    // Databases, keys and sockets are their owner's alone.
    umask(0o077)
    do {
      let arguments = Degrees.protectingNegativeNumbers(Array(CommandLine.arguments.dropFirst()))
      var command = try Yizhan.parseAsRoot(arguments)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      Failure.exit(with: error)
    }
  }
}

/// The whole command line.
struct Yizhan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "yizhan",
    abstract: say("Rest stations for gig workers: find them, keep them, count their visits.", "驿站：新就业群体服务点的查找与管理。"),
    discussion: say(
      """
      Exit codes: 0 done, 1 failed, 64 bad usage, 65 bad data, 69 server not reached, 75 the database is held by a \
      process that does not answer, 77 not allowed.
      """,
      "退出码：0 完成，1 失败，64 用法错误，65 数据错误，69 无法连接服务器，75 数据库被无响应的进程占用，77 不允许。"),
    version: "0.1.0",
    subcommands: [
      Serve.self, Nearest.self, StationCommand.self, VisitCommand.self, UsageCommand.self, TokenCommand.self,
      AuditCommand.self,
      VisitorCommand.self, TownCommand.self, AmenityCommand.self, HolidayCommand.self, DatabaseCommand.self,
      ConfigCommand.self,
    ])
}
