import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// Connections that speak TLS around another protocol, each with the certificate that is the newest when it begins.
struct TLSDoor<Inside: ServerChildChannel>: ServerChildChannel {
  typealias Value = Inside.Value

  let inside: Inside
  let certificates: CertificateKeeper

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: certificates.context))
    }.flatMap { inside.setup(channel: channel, logger: logger) }
  }

  func handle(value: Value, logger: Logger) async {
    await inside.handle(value: value, logger: logger)
  }
}
