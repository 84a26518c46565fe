/// Where a server's certificate and its key are, both PEM.
public struct TLSFiles: Sendable, Hashable {
  /// The server's own certificate first, then those that lead to the authority's.
  public var certificate: String
  /// Without a passphrase.
  public var key: String

  public init(certificate: String, key: String) {
    (self.certificate, self.key) = (certificate, key)
  }
}
