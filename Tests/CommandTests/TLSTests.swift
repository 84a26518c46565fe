import Foundation
import Glibc
import TestSupport
import Testing

@Suite("With a certificate the port speaks TLS, and the certificate may change under way")
struct TLSTests {
  private let folder: TemporaryFolder
  private let certificate: TestCertificate
  private let server: RunningServer

  init() throws {
    folder = try TemporaryFolder()
    certificate = try TestCertificate(in: folder)
    server = try RunningServer(
      in: folder, options: ["--tls-certificate", certificate.certificate, "--tls-key", certificate.key])
  }

  /// Asks as a stranger does: prints the certificate's digest, the version spoken and the answer's first line.
  private static let client = """
    import hashlib, socket, ssl, sys
    port, trusted, oldest = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    context = ssl.create_default_context(cafile=trusted)
    if oldest == "1.1":
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
    if oldest == "1.2":
        context.maximum_version = ssl.TLSVersion.TLSv1_2
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as plain:
            with context.wrap_socket(plain, server_hostname="localhost") as connection:
                connection.sendall(b"GET /healthz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n")
                answer = b"".join(iter(lambda: connection.recv(65536), b""))
                digest = hashlib.sha256(connection.getpeercert(True)).hexdigest()
                print(digest, connection.version(), answer.split(b"\\r\\n")[0].decode())
    except ssl.SSLError as error:
        print("refused", error.reason)
    """

  private func ask(upTo version: String = "", trusting certificate: TestCertificate) throws -> [String] {
    try Python.run(Self.client, [String(server.port), certificate.certificate, version])
      .split(separator: " ", maxSplits: 2).map(String.init)
  }

  @Test func itAnswersOverTLSOnePointTwoAndThreeAndNotOverOlderOnes() throws {
    #expect(server.announcement.contains("https://127.0.0.1:\(server.port)"))
    let newest = try ask(trusting: certificate)
    #expect(newest.dropFirst() == ["TLSv1.3", "HTTP/1.1 200 OK"])
    #expect(try ask(upTo: "1.2", trusting: certificate).dropFirst() == ["TLSv1.2", "HTTP/1.1 200 OK"])
    #expect(try ask(upTo: "1.1", trusting: certificate) == ["refused", "TLSV1_ALERT_PROTOCOL_VERSION"])
  }

  @Test func curlGetsStationsOverIt() throws {
    let result = try Command.run(
      "/usr/bin/env",
      [
        "curl", "--silent", "--show-error", "--cacert", certificate.certificate,
        "https://127.0.0.1:\(server.port)/v1/stations/nearest?lat=1&lon=2",
      ])
    #expect(result.status == 0, "\(result.standardError)")
    #expect(result.standardOutput.hasPrefix("{\"stations\":[]"))
  }

  /// curl asks for all on one connection, with the same header.
  @Test func aConnectionOverItGoesOn() throws {
    let targets = (1...4).map { "nearest?lat=\($0)&lon=2" } + ["?limit=1", "nearest?lat=5&lon=2"]
    let result = try Command.run(
      "/usr/bin/env",
      ["curl", "--silent", "--show-error", "--write-out", " %{num_connects}\n", "--cacert", certificate.certificate]
        + targets.map { "https://127.0.0.1:\(server.port)/v1/stations/\($0)".replacing("/?", with: "?") })
    #expect(result.status == 0, "\(result.standardError)")
    let lines = result.standardOutput.split(separator: "\n")
    #expect(lines.count == 6 && lines.allSatisfy { $0.hasPrefix("{\"stations\":[]") })
    #expect(lines.map { $0.last } == ["1", "0", "0", "0", "0", "0"])
  }

  @Test func theOwnersSocketSpeaksPlainly() throws {
    #expect(try server.exchangeAsOwner("GET", "/v1/admin/tokens").status == 200)
  }

  @Test func whoSpeaksPlainlyToThePortIsSentAway() throws {
    let said = try Python.run(
      """
      import socket, sys
      with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=20) as connection:
          connection.sendall(b"GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n")
          try:
              print(b"".join(iter(lambda: connection.recv(65536), b"")).count(b"HTTP"))
          except ConnectionResetError:
              print(0)
      """, [String(server.port)])
    #expect(said == "0")
    #expect(try ask(trusting: certificate).last == "HTTP/1.1 200 OK")
  }

  @Test func aNewCertificateIsTakenUpWithoutARestart() throws {
    let first = try ask(trusting: certificate)
    let next = try TestCertificate(in: folder)
    server.signal(SIGHUP)
    #expect(server.log(until: "new connections").contains("new connections get the certificate"))
    let second = try ask(trusting: next)
    #expect(second.last == "HTTP/1.1 200 OK")
    #expect(first.first != second.first)
  }

  @Test func aBrokenCertificateLeavesTheOneFromBefore() throws {
    let copy = folder.path("copy.pem")
    try FileManager.default.copyItem(atPath: certificate.certificate, toPath: copy)
    let first = try Python.run(Self.client, [String(server.port), copy, ""])
    try folder.write("server.pem", "-----BEGIN CERTIFICATE-----\n")
    server.signal(SIGHUP)
    let log = server.log(until: "stays")
    #expect(log.contains("error") && log.contains("holds no certificate"))
    #expect(try Python.run(Self.client, [String(server.port), copy, ""]) == first)
  }

  @Test func withoutTLSTheSignalDoesNoHarm() throws {
    let plain = try RunningServer(in: TemporaryFolder())
    #expect(try plain.get("/healthz").status == 200)
    plain.signal(SIGHUP)
    #expect(try plain.get("/healthz").status == 200)
    #expect(plain.end() == 0)
  }

  // MARK: - What cannot be used

  /// What `yizhan serve` says to a pair that it does not take; it makes no database then.
  private func refusal(_ certificate: String, _ key: String) throws -> String {
    let place = try Workplace()
    let outcome = try place.start(
      ["serve", "--port", "0", "--db", "a.sqlite", "--tls-certificate", certificate, "--tls-key", key]
    ).outcome()
    #expect(outcome.status == 65, "\(outcome.messages)")
    #expect(!place.exists("a.sqlite"))
    return outcome.messages
  }

  @Test func whatCannotBeUsedIsSaidBeforeTheDatabaseIsOpened() throws {
    let other = try TestCertificate(in: folder, name: "other")
    let old = try TestCertificate(in: folder, days: -1, name: "old")
    #expect(try refusal(certificate.certificate, other.key).contains("is not the key of the certificate"))
    #expect(try refusal(old.certificate, old.key).contains("tls.certificate: \(old.certificate) expired at 20"))
    #expect(try refusal(certificate.key, certificate.key).contains("holds no certificate in PEM"))
    let missing = try refusal("/nowhere.pem", "/nowhere.key")
    #expect(missing.contains("tls.certificate: /nowhere.pem cannot be read: No such file"))
    #expect(missing.contains("tls.key: /nowhere.key cannot be read: No such file"))
  }

  @Test func aCertificateThatEndsSoonIsWarnedOf() throws {
    let soon = try TestCertificate(in: folder, days: 5, name: "soon")
    chmod(soon.key, 0o644)
    let place = try Workplace()
    let outcome = try place.start(
      ["config", "check", "--tls-certificate", soon.certificate, "--tls-key", soon.key]
    ).outcome()
    #expect(outcome.status == 0)
    #expect(outcome.messages.contains(/warning: \S+soon\.pem expires in [45] days/))
    #expect(outcome.messages.contains("every user of this machine may read \(soon.key)"))
  }
}
