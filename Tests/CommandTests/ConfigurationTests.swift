import Foundation
import TestSupport
import Testing

@Suite("A server is configured by options, the environment and a file, and every fault is told at once")
struct ConfigurationTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
  }

  private func check(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
    try place.start(["config", "check"] + arguments, environment).outcome()
  }

  /// Settings by key, as `value source`.
  private func settings(_ arguments: [String], _ environment: [String: String] = [:]) throws -> [String: String] {
    let outcome = try place.start(["config", "check", "--format", "json"] + arguments, environment).outcome()
    #expect(outcome.status == 0, "\(outcome.messages)")
    let rows = try outcome.json().array.map { ($0["key"].string ?? "?", $0) }
    return Dictionary(
      uniqueKeysWithValues: rows.map { key, row in
        (key, "\(row["value"].string ?? "?") \(row["source"].string ?? "?")")
      })
  }

  // MARK: - Where a setting comes from

  @Test func anOptionGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws {
    try place.folder.write(
      "a.json",
      """
      {"port": 1, "host": "a.example", "drain_seconds": 7, "log": {"format": "json"}, "log.level": "debug",
       "proxies": ["10.0.0.0/8", "::1"], "limits": {"reads": {"per_second": 2.5}, "connections": 9, "failures": null}}
      """)
    let settings = try settings(
      ["--config", "a.json", "--port", "3"],
      [
        "YIZHAN_PORT": "2", "YIZHAN_HOST": "b.example", "YIZHAN_LIMITS_READS_BURST": "40",
        "YIZHAN_LIMITS_WRITES_BURST": "",
      ])
    #expect(settings["port"] == "3 --port")
    #expect(settings["host"] == "b.example YIZHAN_HOST")
    #expect(settings["drain_seconds"] == "7 a.json")
    #expect(settings["log.format"] == "json a.json")
    #expect(settings["log.level"] == "debug a.json")
    #expect(settings["proxies"] == "10.0.0.0/8,::1 a.json")
    #expect(settings["limits.reads.per_second"] == "2.5 a.json")
    #expect(settings["limits.reads.burst"] == "40 YIZHAN_LIMITS_READS_BURST")
    #expect(settings["limits.writes.burst"] == "200 default")
    #expect(settings["limits.connections"] == "9 a.json")
    #expect(settings["visitor_retention"] == "90 default")
  }

  @Test func everyVariableOfTheEnvironmentIsReadAndTheFileToo() throws {
    let keys = try settings([]).keys
    #expect(keys.count == 28)
    let samples = [
      "host": "h.example", "db": "b.sqlite", "log.level": "error", "log.format": "json", "tls.certificate": "",
      "tls.key": "",
      "proxies": "192.0.2.1,2001:db8::/32", "map.tiles": "https://t.example/{z}/{x}/{y}.png",
      "map.tiles_datum": "gcj02", "map.attribution": "© 地图",
    ]
    for key in keys where samples[key] != "" {
      let variable = "YIZHAN_" + key.replacing(".", with: "_").uppercased()
      let value = samples[key] ?? "17"
      #expect(try settings([], [variable: value])[key] == "\(value) \(variable)")
    }
    #expect(try settings([], ["YIZHAN_CONFIG": try file("{\"port\": 5}")])["port"] == "5 c.json")
    #expect(try settings(["--proxy", "::1", "--proxy", "10.0.0.1"])["proxies"] == "::1,10.0.0.1 --proxy")
  }

  private func file(_ text: String) throws -> String {
    try place.folder.write("c.json", text)
    return "c.json"
  }

  @Test func theServerGoesByIt() throws {
    try place.folder.write("a.json", #"{"host": "127.0.0.2", "log": {"format": "json"}}"#)
    let server = try RunningServer(in: place.folder, options: ["--config", "a.json"])
    let line = try JSONValue(server.announcement)
    #expect(line["level"].string == "notice")
    #expect(line["url"].string == "http://127.0.0.2:\(server.port)")
    #expect(line["stations"].string == "0")
    #expect(line["time"].string?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    #expect(try server.exchangeAsOwner("GET", "/healthz").status == 200)
  }

  // MARK: - Faults

  @Test func everyFaultIsToldAtOnceWithWhereItIsFromAndWhatWouldBeRight() throws {
    let file = try file(
      """
      {"prot": 80, "limits": {"reads": {"burst": "many"}, "conections": 4}, "log": {"level": "loud"}, "db": true,
       "proxies": ["10.0.0.1/8"]}
      """)
    let outcome = try check(
      "--config", file,
      environment: [
        "YIZHAN_PORT": "70000", "YIZHAN_DRAIN_SECONDS": "soon", "YIZHAN_TLS_KEY": "a.key",
        "YIZHAN_TLS_CERTIFCATE": "a.pem",
        "YIZHAN_LIMITS_READS_PER_SECOND": "nan",
      ])
    #expect(outcome.status == 65)
    #expect(outcome.output == "")
    let lines = outcome.messages.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(
      Set(lines) == [
        "yizhan: the configuration cannot be used",
        "prot: is no setting; is 'port' meant? (c.json)",
        "limits.conections: is no setting; is 'limits.connections' meant? (c.json)",
        "limits.reads.burst: must be from 1 to 1000000; c.json says \"many\"",
        "log.level: must be one of trace, debug, info, notice, warning, error, critical; c.json says \"loud\"",
        "db: must be the path of a file; c.json says true",
        "proxies: must be addresses or blocks such as 10.0.0.0/8 or ::1; c.json says [\"10.0.0.1/8\"]",
        "port: must be from 0 to 65535; YIZHAN_PORT says \"70000\"",
        "drain_seconds: must be from 0 to 3600; YIZHAN_DRAIN_SECONDS says \"soon\"",
        "limits.reads.per_second: must be from 0.001 to 1000000; YIZHAN_LIMITS_READS_PER_SECOND says \"nan\"",
        "tls.certificate: must be given together with tls.key",
        "YIZHAN_TLS_CERTIFCATE: is no setting; is 'YIZHAN_TLS_CERTIFICATE' meant?",
      ])
    let served = try place.start(["serve", "--config", file, "--db", "x.sqlite"]).outcome()
    #expect(served.status == 65)
    #expect(served.messages.contains("prot: is no setting"))
    #expect(!place.exists("x.sqlite"))
  }

  @Test func aBadOptionIsBadUsageAndAllElseIsToldWithIt() throws {
    let outcome = try check("--port", "70000", "--log-format", "xml", environment: ["YIZHAN_HOST": "\u{1}"])
    #expect(outcome.status == 64)
    #expect(outcome.messages.contains("Error: --port must be from 0 to 65535\n"))
    #expect(outcome.messages.contains("\nhost: must be a name or an address; YIZHAN_HOST says"))
    #expect(outcome.messages.contains("--log-format must be one of text, json\n"))
  }

  @Test(arguments: [
    ("{\"port\": 1", "line 1"), ("[]", "must be an object"), ("{\"port\": 1, \"port\": 2}", "twice"),
    ("{\"log\": {\"level\": \"info\"}, \"log.level\": \"info\"}", "twice"), ("", "line 1"),
    ("{\"port\": 1.5}", "says 1.5"),
    ("{\"port\": \"80\"}", "says \"80\""), ("{\"port\": {\"a\": 1}}", "port.a"), ("{\"port\": 1e300}", "says 1e+300"),
    ("{\"proxies\": \"::1\"}", "says \"::1\""), ("{\"host\": \"\"}", "host"), ("\u{FFFD}", "line 1"),
    ("{\"map\": {\"tiles\": \"https://t.example/{z}/{x}.png\"}}", "{z}, {x} and {y}"),
  ]) func aFileThatIsWrongIsRefused(text: String, said: String) throws {
    let outcome = try check("--config", try file(text))
    #expect(outcome.status == 65)
    #expect(outcome.messages.contains("c.json"), "\(outcome.messages)")
    #expect(outcome.messages.contains(said), "\(outcome.messages)")
  }

  @Test func aFileThatIsNotThereIsAFault() throws {
    let outcome = try check("--config", "nowhere.json")
    #expect(outcome.status == 65)
    #expect(outcome.messages.contains("nowhere.json: cannot be read: No such file or directory"))
    #expect(try check("--config", ".").status == 65)
  }

  @Test func itSpeaksChineseToo() throws {
    let outcome = try check(
      "--config", try file("{\"prot\": 1, \"drain_seconds\": -1}"), environment: ["LANG": "zh_CN.UTF-8"])
    #expect(outcome.status == 65)
    #expect(outcome.messages.contains("没有此设置；是否指“port”？"))
    #expect(outcome.messages.contains("须为 0 至 3600；c.json 中为 -1"))
    let right = try check(environment: ["LANG": "zh_CN.UTF-8"])
    #expect(right.lines.first?.hasPrefix("设置") == true)
    #expect(right.messages == "配置正确\n")
  }

  // MARK: - The documentation

  @Test(arguments: ["docs/operation.md", "docs/operation.zh.md"])
  func theDocumentNamesEverySettingWithItsDefault(path: String) throws {
    let document = try String(contentsOf: Project.root.appending(path: path), encoding: .utf8)
    let rows = document.matches(of: /\n\| `([a-z_.]+)` \| ([^|]*) \|/).map { match in
      "\(match.1)=\(match.2.trimmingCharacters(in: .whitespaces).replacing("`", with: ""))"
    }
    let settings = try check("--format", "csv").lines.dropFirst().map { line -> String in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return "\(cells[0])=\(cells[1])"
    }
    #expect(rows == settings.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) })
  }
}
