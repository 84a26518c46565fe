import Logging
import RestStations
import ServiceLifecycle
import UnixSignals

/// Looks for a new certificate every ten seconds, and at once when the process is told to (SIGHUP). Without TLS the signal
/// is taken and nothing comes of it, so that "reload" never stops a server.
struct CertificateService: Service {
  private static let interval = Duration.seconds(10)

  let keeper: CertificateKeeper?
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask {
          for await _ in await UnixSignalsSequence(trapping: .sighup) { refresh(force: true) }
        }
        while !Task.isCancelled {
          try? await Task.sleep(for: Self.interval)
          refresh(force: false)
        }
      }
    }
  }

  private func refresh(force: Bool) {
    switch keeper?.refresh(force: force) {
    case .replaced(let end):
      logger.notice("new connections get the certificate as it is now", metadata: ["expires": "\(Self.text(end))"])
    case .refused(let error):
      let faults = error.faults.map(\.detail.english).joined(separator: "; ")
      logger.error("the new certificate is not used, the one from before stays", metadata: ["fault": "\(faults)"])
    case .unchanged, nil: break
    }
  }

  private static func text(_ seconds: Int64) -> String { Instant.text(seconds, offset: 0) }
}
