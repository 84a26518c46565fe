import NIOSSL
package import RestStations
import Synchronization

/// The certificate that new connections get: the newest on disk that was whole.
package final class CertificateKeeper: Sendable {
  /// What came of looking at the files.
  package enum Outcome {
    case unchanged
    /// - Parameter expiresAt: seconds since 1970.
    case replaced(expiresAt: Int64)
    /// The pair from before stays.
    case refused(YizhanError)
  }

  private struct State {
    var pair: TLSPair
    /// What the files were when they were last read, well or not.
    var stamp: [FileStamp]
  }

  private let files: TLSFiles
  /// Milliseconds since 1970.
  private let clock: @Sendable () -> Int64
  private let state: Mutex<State>

  /// - Throws: ``YizhanError`` as ``TLSPair`` does.
  package init(_ files: TLSFiles, clock: @escaping @Sendable () -> Int64) throws(YizhanError) {
    (self.files, self.clock) = (files, clock)
    // Taken before reading: what changes in between is seen as a change.
    let stamp = Self.stamp(files)
    state = Mutex(State(pair: try TLSPair(reading: files, now: clock() / 1000), stamp: stamp))
  }

  var context: NIOSSLContext { state.withLock { $0.pair.context } }

  /// Reads the files again when they have changed since.
  ///
  /// - Parameter force: also when they look the same.
  package func refresh(force: Bool = false) -> Outcome {
    let stamp = Self.stamp(files)
    guard force || stamp != state.withLock({ $0.stamp }) else { return .unchanged }
    do throws(YizhanError) {
      let pair = try TLSPair(reading: files, now: clock() / 1000)
      state.withLock { $0 = State(pair: pair, stamp: stamp) }
      return .replaced(expiresAt: pair.expiresAt)
    } catch {
      state.withLock { $0.stamp = stamp }
      return .refused(error)
    }
  }

  private static func stamp(_ files: TLSFiles) -> [FileStamp] {
    [FileStamp(files.certificate), FileStamp(files.key)]
  }
}
