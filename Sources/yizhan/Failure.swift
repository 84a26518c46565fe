import ArgumentParser
import Foundation
import RestStations

/// How commands fail: the only mapper of errors to exit codes.
enum Failure {
  /// The exit codes of the contract.
  private enum Code: Int32 {
    case failed = 1
    case badUsage = 64
    case badData = 65
    case unreachable = 69
    case databaseHeld = 75
    case notAllowed = 77
  }

  /// Exit codes of commands that have said what is wrong themselves.
  static let (badData, notAllowed) = (Code.badData.rawValue, Code.notAllowed.rawValue)

  /// Faults beyond these are counted, not shown.
  private static let shownFaults = 50

  /// Says what went wrong on standard error and ends the process.
  static func exit(with error: any Error) -> Never {
    guard let error = error as? YizhanError else { exitAsArgumentParserDoes(error) }
    StandardError.line(say("yizhan: \(error.detail.english)", "yizhan：\(error.detail.chinese)"))
    show(error.faults, of: error.faults.count)
    Foundation.exit(code(of: error).rawValue)
  }

  /// Says on standard error what a file makes one doubt, if anything.
  static func warn(_ report: ImportReport) {
    guard report.warningCount > 0 else { return }
    StandardError.line(say("warnings: \(report.warningCount)", "警告：\(report.warningCount) 处"))
    show(report.warnings, of: report.warningCount)
  }

  private static func show(_ faults: [Fault], of count: Int) {
    for fault in faults.prefix(shownFaults) { StandardError.line("  " + text(of: fault)) }
    let rest = count - min(faults.count, shownFaults)
    if rest > 0 { StandardError.line("  " + say("… and \(rest) more", "……另有 \(rest) 处")) }
  }

  /// Help goes to standard output, errors to standard error.
  private static func exitAsArgumentParserDoes(_ error: any Error) -> Never {
    let (message, code) = (UsageText.message(error), Yizhan.exitCode(for: error))
    if code == .success {
      StandardOutput.line(message)
    } else if !message.isEmpty {
      StandardError.line(message)
    }
    Foundation.exit(code.rawValue)
  }

  private static func text(of fault: Fault) -> String {
    let detail = fault.detail.text(in: language)
    switch fault.place {
    case .parameter(let name): return "\(name): \(detail)"
    case .pointer(let pointer): return "\(pointer): \(detail)"
    case .row(let line, nil): return say("line \(line): \(detail)", "第 \(line) 行：\(detail)")
    case .row(let line, let column?):
      return say("line \(line), \(column): \(detail)", "第 \(line) 行 \(column)：\(detail)")
    }
  }

  private static func code(of error: YizhanError) -> Code {
    switch error.code {
    case .badRequest, .methodNotAllowed, .notAcceptable, .unsupportedMediaType: .badUsage
    case .badData, .tooLarge: .badData
    case .unreachable: .unreachable
    case .databaseHeld: .databaseHeld
    case .unauthorized, .forbidden: .notAllowed
    case .notFound, .storageFailed, .storageUnavailable, .unavailable, .conflict, .tooManyRequests, .preconditionFailed,
      .preconditionRequired:
      .failed
    }
  }
}

/// Standard error, for all that is not data.
enum StandardError {
  static func line(_ text: String) {
    write(text + "\n")
  }

  static func write(_ text: String) {
    // Who has gone away hears nothing.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
