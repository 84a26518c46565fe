import Foundation
import RestStations

/// The language of this process: `--lang`, else the locale of the environment. Looked up before the command line is
/// parsed, since help texts depend on it.
let language: Language = {
  let arguments = CommandLine.arguments
  if let place = arguments.firstIndex(of: "--lang"), place + 1 < arguments.count {
    return Language(locale: arguments[place + 1])
  }
  if let joined = arguments.first(where: { $0.hasPrefix("--lang=") }) {
    return Language(locale: String(joined.dropFirst("--lang=".count)))
  }
  let environment = ProcessInfo.processInfo.environment
  let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
  return Language(locale: locale ?? "")
}()

/// A text in the language of this process.
func say(_ english: String, _ chinese: String) -> String {
  Bilingual(english, chinese).text(in: language)
}
