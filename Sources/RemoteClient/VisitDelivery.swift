public import RestStations

/// Sends what waits in an outbox to its server.
public struct VisitDelivery: Sendable {
  /// How a sending ended.
  public struct Report: Sendable {
    public var delivery = Outbox.Delivery()
    /// Why the rest is still waiting, when the server said no or nothing.
    public var obstacle: YizhanError?
  }

  /// Visits that go in one request.
  private static let batchSize = 1000

  private let outbox: Outbox
  private let client: APIClient

  public init(_ outbox: Outbox, _ client: APIClient) {
    self.outbox = outbox
    self.client = client
  }

  /// Sends all that waits, in order, until the server will have no more.
  ///
  /// - Throws: ``YizhanError`` when the outbox cannot be used.
  public func run() async throws -> Report {
    var report = Report()
    var obstacle: YizhanError?
    report.delivery = try await outbox.send(batchSize: Self.batchSize) { batch in
      do {
        return try await deliver(batch, &obstacle)
      } catch let error as YizhanError {
        obstacle = error
        return batch.map { _ in .later }
      }
    }
    report.obstacle = obstacle
    return report
  }

  private func deliver(_ batch: [Outbox.Entry], _ obstacle: inout YizhanError?) async throws -> [Outbox.Outcome] {
    // Visits are known again by their ids, so sending them twice does no harm.
    let results = try await Retrying.run { try await client.logVisits(batch.map(\.body)) }
    var outcomes: [Outbox.Outcome] = []
    for result in results {
      guard let problem = result.problem else {
        outcomes.append(.sent)
        continue
      }
      switch problem.status {
      case 401, 403, 429, 500...:
        let code: YizhanError.Code = problem.status == 401 || problem.status == 403 ? .forbidden : .unavailable
        obstacle = YizhanError(code, Bilingual(problem.text, problem.text))
        outcomes.append(.later)
      default: outcomes.append(.refused(problem.text))
      }
    }
    return outcomes
  }
}
