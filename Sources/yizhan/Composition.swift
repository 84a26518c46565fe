import Foundation
import HTTPAPI
import RestStations
import SQLiteStorage
import StationDirectory

/// The one place of wiring: a database's use cases.
enum Composition {
  /// - Parameter keepsSearchReady: see ``StationDirectory/init(_:keepsSearchReady:clock:)``.
  static func services(
    _ storage: SQLiteStorage, path: String, _ key: DatabaseKey? = nil, keepsSearchReady: Bool = false
  ) -> APIServices {
    let key = key ?? DatabaseKey(of: storage, keyPath(beside: path))
    return APIServices(
      StationDirectory(storage, keepsSearchReady: keepsSearchReady, clock: Clock.now), visits: storage, access: storage,
      checks: storage, backups: storage, usage: storage, key: key.value, erasures: erasures(beside: path),
      clock: Clock.milliseconds)
  }

  /// The key of a database's pseudonyms and check-in codes.
  static func keyPath(beside database: String) -> String {
    database + ".key"
  }

  /// Whom a database was told to forget.
  static func erasures(beside database: String) -> ErasureJournal {
    ErasureJournal(path: database + ".erasures")
  }
}

/// The system's clock.
enum Clock {
  /// Seconds since 1970.
  static let now: @Sendable () -> Int64 = { milliseconds() / 1000 }

  /// Milliseconds since 1970, as of the system's last tick, 10 ms ago at most: finer than anything here tells, and asked for
  /// with every request.
  static let milliseconds: @Sendable () -> Int64 = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME_COARSE, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
