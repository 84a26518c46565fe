import Foundation
import Glibc
import RestStations
import SQLiteStorage
import Synchronization
import TestSupport
import Testing

@Suite("A change that was acknowledged is on disk")
struct DurabilityTests {
  @Test func eachChangeSyncsTheLogBeforeItReturns() async throws {
    let folder = try TemporaryFolder()
    let storage = try #require(try SQLiteStorage(path: folder.path("a.sqlite"), .create))
    let log = folder.url.appending(path: "a.sqlite-wal").resolvingSymlinksInPath().path
    for number in 0..<5 {
      let before = Syncs.count(of: log)
      try await storage.store([Samples.plain("s\(number)")])
      #expect(Syncs.count(of: log) > before)
    }
    try storage.close()
  }

  @Test func whatWasAcknowledgedOutlivesTheProcess() async throws {
    let folder = try TemporaryFolder()
    let storage = try #require(try SQLiteStorage(path: folder.path("a.sqlite"), .create))
    try await storage.store([Samples.plain("a"), Samples.plain("b")])
    // As a crash would leave them: the files while the database is open.
    for file in ["a.sqlite", "a.sqlite-wal"] {
      try FileManager.default.copyItem(atPath: folder.path(file), toPath: folder.path("crashed-" + file))
    }
    try FileManager.default.moveItem(
      atPath: folder.path("crashed-a.sqlite-wal"), toPath: folder.path("crashed.sqlite-wal"))
    try FileManager.default.moveItem(atPath: folder.path("crashed-a.sqlite"), toPath: folder.path("crashed.sqlite"))
    let recovered = try #require(try SQLiteStorage(path: folder.path("crashed.sqlite"), .existing))
    #expect(try await recovered.all().map(\.id.text) == ["a", "b"])
    #expect(try await recovered.summary().revision == 2)
    try storage.close()
  }
}

/// How often this process has synced each file.
///
/// The functions below stand in the program itself, so the system's loader gives them to SQLite's library in place of
/// the C library's, which they call.
private enum Syncs {
  private static let counts = Mutex<[String: Int]>([:])

  static func count(of path: String) -> Int {
    counts.withLock { $0[path] ?? 0 }
  }

  static func note(_ descriptor: Int32) {
    guard let name = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)") else {
      return
    }
    counts.withLock { $0[name, default: 0] += 1 }
  }

  typealias Sync = @convention(c) (Int32) -> Int32

  /// The C library's own function: the next one after this program's (`RTLD_NEXT`).
  static func original(_ name: String) -> Sync? {
    dlsym(UnsafeMutableRawPointer(bitPattern: -1), name).map { unsafeBitCast($0, to: Sync.self) }
  }
}

@_cdecl("fdatasync")
public func countedFdatasync(_ descriptor: Int32) -> Int32 {
  Syncs.note(descriptor)
  return Syncs.original("fdatasync")?(descriptor) ?? -1
}

@_cdecl("fsync")
public func countedFsync(_ descriptor: Int32) -> Int32 {
  Syncs.note(descriptor)
  return Syncs.original("fsync")?(descriptor) ?? -1
}
