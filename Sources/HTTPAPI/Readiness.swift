/// Tells when the last of a server's doors is open.
actor Readiness {
  private var closedDoors: Int
  private var port = 0
  private let onReady: @Sendable (_ port: Int) async -> Void

  init(doors: Int, _ onReady: @escaping @Sendable (_ port: Int) async -> Void) {
    closedDoors = doors
    self.onReady = onReady
  }

  /// - Parameter port: of the door that is open now, if it has one.
  func open(port: Int?) async {
    if let port { self.port = port }
    closedDoors -= 1
    if closedDoors == 0 { await onReady(self.port) }
  }
}
