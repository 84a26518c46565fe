import RestStations
import StationDirectory

extension ImportReport {
  /// The answer of `POST /v1/stations/import`, UTF-8.
  func encoded(_ language: Language) -> [UInt8] {
    var json = JSONText()
    json.append("{")
    json.member("created", created)
    json.member("updated", updated)
    json.member("unchanged", unchanged)
    json.member("retired", retired)
    json.member("dry_run", dryRun)
    json.member("revision", revision)
    json.name("warnings")
    json.append("[")
    for warning in warnings { Problem.append(warning, in: language, to: &json) }
    json.append("]")
    json.member("warning_count", warningCount)
    json.append("}")
    return json.bytes
  }
}
