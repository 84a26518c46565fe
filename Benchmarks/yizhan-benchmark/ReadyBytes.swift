import ArgumentParser
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// What a server on SwiftNIO can do at best: its parser, and a handler that sends bytes that are ready.
struct ReadyBytes: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ready-bytes",
    abstract: "Answers every request with the same bytes, as the limit to measure a server against.")

  @Option(help: "The port to listen at, on this machine alone; 0 for any.")
  var port = 0

  @Option(help: "The file with the whole answer, its header too.")
  var answer: String

  func run() async throws {
    let answer = ByteBuffer(bytes: try Data(contentsOf: URL(fileURLWithPath: answer)))
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
    let channel = try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers([
            ByteToMessageHandler(HTTPRequestDecoder()), ReadyBytesHandler(answer),
          ])
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    try FileHandle.standardOutput.write(contentsOf: Data("listening at \(channel.localAddress?.port ?? 0)\n".utf8))
    try await channel.closeFuture.get()
  }
}

private final class ReadyBytesHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = ByteBuffer

  private let answer: ByteBuffer

  init(_ answer: ByteBuffer) {
    self.answer = answer
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .end = unwrapInboundIn(data) else { return }
    context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
  }
}
