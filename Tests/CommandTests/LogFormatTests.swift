import Foundation
import Glibc
import TestSupport
import Testing

@Suite("The log is text, or one JSON object a line")
struct LogFormatTests {
  /// What must be escaped in JSON, and what may stay as it is.
  private static let name = "a\"b\\c\u{7F}证书"

  /// What a server logs when its certificate is broken, its files called by that name.
  private func complaint(_ options: String...) throws -> String {
    let folder = try TemporaryFolder()
    let made = try TestCertificate(in: folder)
    let path = folder.path("\(Self.name).pem")
    try FileManager.default.moveItem(atPath: made.certificate, toPath: path)
    let server = try RunningServer(
      in: folder, options: ["--tls-certificate", path, "--tls-key", made.key] + options)
    try folder.write("\(Self.name).pem", "")
    server.signal(SIGHUP)
    return server.log(until: "PEM")
  }

  @Test func inJSONEachLineIsAnObjectWhateverItSays() throws {
    let lines = try complaint("--log-format", "json").split(separator: "\n").map(String.init)
    #expect(lines.count == 1)
    let line = try JSONValue(try #require(lines.first))
    #expect(line["level"].string == "error")
    #expect(line["message"].string == "the new certificate is not used, the one from before stays")
    #expect(line["fault"].string?.hasSuffix("/\(Self.name).pem holds no certificate in PEM") == true)
    #expect(try #require(lines.first).contains(#"a\"b\\c\u007f证书"#))
    let time = try #require(line["time"].string)
    #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    let seconds = try #require(
      try? Date(time, strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true)))
    #expect(abs(seconds.timeIntervalSinceNow) < 60)
  }

  @Test func asTextItIsALineThatStartsWithTheTime() throws {
    let text = try complaint()
    #expect(text.firstMatch(of: /^\d{4}-\d\d-\d\dT\S+ error yizhan/) != nil, "\(text)")
  }

  @Test func whatIsBelowTheLevelIsNotLogged() throws {
    #expect(try complaint("--log-level", "error").contains("holds no certificate"))
    let folder = try TemporaryFolder()
    let made = try TestCertificate(in: folder)
    let server = try RunningServer(
      in: folder, options: ["--tls-certificate", made.certificate, "--tls-key", made.key, "--log-level", "error"])
    server.signal(SIGHUP)
    try folder.write("server.pem", "")
    server.signal(SIGHUP)
    #expect(!server.log(until: "PEM").contains("new connections get"))
  }
}
