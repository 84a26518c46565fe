import Foundation

/// For work that blocks for long: the few threads that tasks share are not kept from those of other tests.
public enum OwnThread {
  public static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
  }
}
