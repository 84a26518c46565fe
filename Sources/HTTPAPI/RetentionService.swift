import Logging
import RestStations
import ServiceLifecycle

/// Erases visitors' pseudonyms when their time is over: at the start, and each hour from then on.
struct RetentionService: Service {
  private static let interval = Duration.seconds(3600)

  let visits: any VisitStorage
  /// Milliseconds since 1970.
  let clock: @Sendable () -> Int64
  /// Days after a visit for which its visitor may be told from others.
  let days: Int
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await erase()
        try? await Task.sleep(for: Self.interval)
      }
    }
  }

  private func erase() async {
    let now = clock()
    do {
      let count = try await visits.eraseVisitors(before: now / 1000 - Int64(days) * 86_400, at: now)
      if count > 0 { logger.notice("visitors were erased after their time", metadata: ["visits": "\(count)"]) }
    } catch {
      logger.error("visitors could not be erased", metadata: ["error": "\(error)"])
    }
  }
}
