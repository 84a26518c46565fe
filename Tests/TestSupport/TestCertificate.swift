import Foundation

/// A certificate for this machine that nobody but itself has signed, with its key, made by OpenSSL.
public struct TestCertificate: Sendable {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  public let certificate: String
  public let key: String

  /// Makes the files, or puts new ones in their place.
  ///
  /// - Parameters:
  ///   - days: for which it is valid from now; it has ended already when they are below 0.
  ///   - name: of the files.
  public init(in folder: TemporaryFolder, days: Int = 30, name: String = "server") throws {
    (certificate, key) = (folder.path("\(name).pem"), folder.path("\(name).key"))
    let request = folder.path("\(name).csr")
    try folder.write("\(name).ext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    try Self.openssl(
      "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost", "-keyout", key,
      "-out", request)
    try Self.openssl(
      "x509", "-req", "-in", request, "-signkey", key, "-days", String(days), "-out", certificate, "-extfile",
      folder.path("\(name).ext"))
  }

  private static func openssl(_ arguments: String...) throws {
    let result = try Command.run("/usr/bin/env", ["openssl"] + arguments)
    guard result.status == 0 else { throw Failure(description: result.standardError) }
  }
}
