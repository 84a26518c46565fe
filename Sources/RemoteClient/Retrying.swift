import RestStations

/// Tries again what may be done twice without harm, when a server is not reached or says that it is too busy.
enum Retrying {
  /// Waits before each further try, seconds: lengthened by up to as much again at random, so that clients do not come in
  /// step.
  private static let pauses = [0.2, 0.8]

  static func run<Answer>(_ send: () async throws -> Answer) async throws -> Answer {
    for pause in pauses {
      do {
        return try await send()
      } catch let error as YizhanError
        where [.unreachable, .unavailable, .storageUnavailable, .tooManyRequests].contains(error.code)
      {
        try await Task.sleep(for: .seconds(pause * Double.random(in: 1...2)))
      }
    }
    return try await send()
  }
}
