import Foundation
import NIOSSL
public import RestStations

/// A certificate with its key, read and found to belong together.
public struct TLSPair: Sendable {
  let context: NIOSSLContext
  /// The last second of the certificate, since 1970.
  public let expiresAt: Int64

  /// Reads both files. TLS 1.2 is the oldest version that connections may speak.
  ///
  /// - Parameter now: seconds since 1970.
  /// - Throws: ``YizhanError`` with `badData`, and a fault of `tls.certificate` or `tls.key` for each thing that is wrong:
  ///   a file that cannot be read or is not PEM, a key that is another certificate's, a certificate of another time.
  public init(reading files: TLSFiles, now: Int64) throws(YizhanError) {
    let (certificates, certificateFault) = Self.certificates(files.certificate, now)
    let (key, keyFault) = Self.key(files.key)
    guard let first = certificates.first, let key, certificateFault == nil else {
      throw Self.error([certificateFault, keyFault].compactMap { $0 })
    }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    guard let context = try? NIOSSLContext(configuration: configuration) else {
      throw Self.error([
        Self.fault("tls.key", "\(files.key) is not the key of the certificate", "\(files.key) 不是该证书的私钥")
      ])
    }
    (self.context, expiresAt) = (context, Int64(first.notValidAfter))
  }

  private static func certificates(_ path: String, _ now: Int64) -> ([NIOSSLCertificate], Fault?) {
    if let fault = unreadable("tls.certificate", path) { return ([], fault) }
    guard let certificates = try? NIOSSLCertificate.fromPEMFile(path), let first = certificates.first else {
      return ([], fault("tls.certificate", "\(path) holds no certificate in PEM", "\(path) 中没有 PEM 格式的证书"))
    }
    return (certificates, untimely(first, path, now))
  }

  private static func untimely(_ certificate: NIOSSLCertificate, _ path: String, _ now: Int64) -> Fault? {
    let (start, end) = (Int64(certificate.notValidBefore), Int64(certificate.notValidAfter))
    if now > end {
      let day = Instant.text(end, offset: 0)
      return fault("tls.certificate", "\(path) expired at \(day)", "\(path) 已于 \(day) 过期")
    }
    guard now < start else { return nil }
    let day = Instant.text(start, offset: 0)
    return fault("tls.certificate", "\(path) is valid from \(day) only", "\(path) 自 \(day) 起才有效")
  }

  private static func key(_ path: String) -> (NIOSSLPrivateKey?, Fault?) {
    if let fault = unreadable("tls.key", path) { return (nil, fault) }
    if let key = try? NIOSSLPrivateKey(file: path, format: .pem) { return (key, nil) }
    return (
      nil, fault("tls.key", "\(path) holds no key in PEM without a passphrase", "\(path) 中没有 PEM 格式且无口令的私钥")
    )
  }

  /// Looked at by itself, because the library does not say why.
  private static func unreadable(_ key: String, _ path: String) -> Fault? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor < 0 else {
      close(descriptor)
      return nil
    }
    let reason = String(cString: strerror(errno))
    return fault(key, "\(path) cannot be read: \(reason)", "无法读取 \(path)：\(reason)")
  }

  private static func fault(_ key: String, _ english: String, _ chinese: String) -> Fault {
    .parameter(key, english, chinese)
  }

  private static func error(_ faults: [Fault]) -> YizhanError {
    YizhanError(
      .badData, Bilingual("the certificate and its key cannot be used", "证书与私钥无法使用"), faults: faults)
  }
}
