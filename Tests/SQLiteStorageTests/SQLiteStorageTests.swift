import Foundation
import Geodesy
import RestStations
import SQLiteStorage
import TestSupport
import Testing

@Suite("SQLite keeps a directory in a file")
struct SQLiteStorageTests {
  /// A server's several connections, and the one of a command.
  @Test(
    "The contract of all storages", arguments: DirectoryStorageContract.clauses,
    [SQLiteStorage.User.server, .command])
  func contract(clause: DirectoryStorageContract, user: SQLiteStorage.User) async throws {
    let folder = try TemporaryFolder()
    let storage = try #require(try SQLiteStorage(path: folder.path("a.sqlite"), .create, for: user))
    try await clause.hold(storage)
    try storage.close()
  }

  @Test func whatWasStoredIsThereWhenTheFileIsOpenedAgain() async throws {
    let folder = try TemporaryFolder()
    let stations = try [Samples.full("f", hub: "h"), Samples.hub("h"), Samples.plain("p")]
    try await {
      let storage = try #require(try SQLiteStorage(path: folder.path("a.sqlite"), .create))
      try await storage.store(stations, at: 7)
      try storage.close()
    }()
    for preparation in [SQLiteStorage.Preparation.existing, .create, .migrate] {
      let storage = try #require(try SQLiteStorage(path: folder.path("a.sqlite"), preparation))
      #expect(
        try await storage.allStations() == [
          stations[0].stored(revision: 1, at: 7), stations[1].stored(revision: 2, at: 7),
          stations[2].stored(revision: 3, at: 7),
        ])
      try storage.close()
    }
  }

  @Test(arguments: [SQLiteStorage.User.server, .command])
  func aClosedDatabaseIsOneFile(user: SQLiteStorage.User) async throws {
    let folder = try TemporaryFolder()
    let storage = try #require(try SQLiteStorage(path: folder.path("a.sqlite"), .create, for: user))
    try await storage.store([Samples.plain("a")])
    try storage.close()
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(Set(files).subtracting(["a.sqlite.lock"]) == ["a.sqlite"])
    #expect(try Python.sql(folder.path("a.sqlite"), "SELECT id, revision FROM station") == "[[\"a\", 1]]")
  }

  @Test func foldersThatAreMissingAreMade() throws {
    let folder = try TemporaryFolder()
    let storage = try SQLiteStorage(path: folder.path("new/data/a.sqlite"), .create)
    #expect(storage != nil)
  }

  @Test func theFileIsOfTheSchemaThatTheContractOfSQLiteChecks() throws {
    let folder = try TemporaryFolder()
    let path = try Python.freshDatabase(folder)
    #expect(try Python.sql(path, "PRAGMA integrity_check") == "[[\"ok\"]]")
    #expect(try Python.sql(path, "PRAGMA foreign_key_check") == "[]")
    #expect(try Python.sql(path, "PRAGMA journal_mode") == "[[\"wal\"]]")
    let loose = try Python.sql(
      path,
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict "
        + "AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'grdb_%'")
    #expect(loose == "[]", "every table is STRICT")
  }
}

@Suite("One process at a time has a database open")
struct DatabaseLockTests {
  @Test func aSecondOpenerGetsNothingWhileTheFirstHoldsIt() throws {
    let folder = try TemporaryFolder()
    let first = try #require(try SQLiteStorage(path: folder.path("a.sqlite"), .create))
    for preparation in [SQLiteStorage.Preparation.existing, .create, .migrate] {
      #expect(try SQLiteStorage(path: folder.path("a.sqlite"), preparation) == nil)
    }
    try withExtendedLifetime(first) { try first.close() }
  }

  @Test func itIsFreeWhenTheFirstIsGoneClosedOrNot() throws {
    let folder = try TemporaryFolder()
    for closes in [true, false, true] {
      let storage = try #require(try SQLiteStorage(path: folder.path("a.sqlite"), .create))
      if closes { try storage.close() }
    }
  }

  @Test func databasesInOneFolderDoNotHinderEachOther() throws {
    let folder = try TemporaryFolder()
    let one = try SQLiteStorage(path: folder.path("a.sqlite"), .create)
    let other = try SQLiteStorage(path: folder.path("b.sqlite"), .create)
    #expect(one != nil && other != nil)
  }

  @Test func aProcessThatWasKilledHoldsNothing() throws {
    let folder = try TemporaryFolder()
    let path = try Python.freshDatabase(folder)
    try Python.run(
      "import fcntl, os, sys; fcntl.flock(os.open(sys.argv[1], os.O_RDWR), fcntl.LOCK_EX); os._exit(0)",
      [path + ".lock"])
    #expect(try SQLiteStorage(path: path, .existing) != nil)
  }

  @Test func anotherProcessHoldsItToo() throws {
    let folder = try TemporaryFolder()
    let storage = try #require(try SQLiteStorage(path: folder.path("a.sqlite"), .create))
    let answer = try Python.run(
      """
      import fcntl, os, sys
      try:
          fcntl.flock(os.open(sys.argv[1], os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB)
          print("free")
      except BlockingIOError:
          print("held")
      """, [folder.path("a.sqlite.lock")])
    #expect(answer == "held")
    withExtendedLifetime(storage) {}
  }

  @Test func aProcessThatWasStartedMeanwhileDoesNotKeepIt() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.sqlite")
    let child = try startedWhileHeld(path)
    #expect(try SQLiteStorage(path: path, .existing) != nil)
    withExtendedLifetime(child) {}
  }

  /// A process that has a copy of the lock's descriptor, as any has between fork and exec, and keeps it.
  private func startedWhileHeld(_ path: String) throws -> ChildProcess {
    let storage = try #require(try SQLiteStorage(path: path, .create))
    var lock = stat()
    try #require(stat(path + ".lock", &lock) == 0)
    let descriptor = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }
      .first { number in
        var status = stat()
        return fstat(number, &status) == 0 && status.st_ino == lock.st_ino
      }
    let null = FileHandle.nullDevice.fileDescriptor
    let child = try ChildProcess(
      ChildProcess.Launch(
        "sleep", ["600"], environment: ProcessInfo.processInfo.environment, folder: "/",
        input: try #require(descriptor), output: null, error: null))
    try storage.close()
    return child
  }
}
