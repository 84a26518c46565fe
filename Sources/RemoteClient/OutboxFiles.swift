import Crypto
import Glibc
import RestStations

/// The files of one server's outbox, and the locks on them. The folder is 0700, each file 0600.
struct OutboxFiles: Sendable {
  let folder: String
  /// The server's address without `/` at its end.
  let server: String
  private let name: String

  init(folder: String, server: String) {
    self.folder = folder.isEmpty ? "." : folder
    var server = server[...]
    while server.last == "/" { server.removeLast() }
    self.server = String(server)
    let readable = server.unicodeScalars.prefix(60).map { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", ".": Character(scalar)
      default: "_" as Character
      }
    }
    // Addresses that read alike differ in their hashes.
    let digits = Array("0123456789abcdef")
    let hash = SHA256.hash(data: Array(server.utf8)).prefix(8).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    name = String(readable) + "-" + String(hash)
  }

  /// The visits.
  var journal: String { path("journal") }
  /// The next journal, while it is written.
  var draft: String { path("draft") }
  /// An old journal, while it is overwritten.
  var waste: String { path("waste") }
  /// Held while the journal is read or written.
  private var lock: String { path("lock") }
  /// Held while visits are sent.
  private var sending: String { path("sending") }

  private func path(_ ending: String) -> String {
    "\(folder)/\(name).\(ending)"
  }

  /// Waits for the journal's lock.
  func lockJournal() throws(YizhanError) -> HeldLock {
    try told { () throws(OpenFile.Fault) in
      let file = try OpenFile(lock, O_RDWR | O_CREAT)
      _ = try file.lock(waits: true)
      return HeldLock(file)
    }
  }

  /// Takes the sender's lock, or gives nothing when someone has it.
  func lockForSending() throws(YizhanError) -> HeldLock? {
    try told { () throws(OpenFile.Fault) in
      let file = try OpenFile(sending, O_RDWR | O_CREAT)
      return try file.lock(waits: false) ? HeldLock(file) : nil
    }
  }

  /// Makes the folder and those above it, durably.
  func makeFolder() throws(YizhanError) {
    guard try !folderIsThere() else { return }
    try told { () throws(OpenFile.Fault) in try make(folder) }
    _ = try folderIsThere()
  }

  /// Whether the folder is there.
  ///
  /// - Throws: `.storageFailed` when it is another's, when others may look into it, or when it is no folder.
  func folderIsThere() throws(YizhanError) -> Bool {
    let status = try told { () throws(OpenFile.Fault) -> stat? in
      do throws(OpenFile.Fault) {
        return try OpenFile(folder, O_RDONLY | O_DIRECTORY).status()
      } catch {
        if error.number == ENOENT { return nil }
        throw error
      }
    }
    guard let status else { return false }
    guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
      let mode = String(status.st_mode & 0o777, radix: 8)
      throw YizhanError(
        .storageFailed,
        Bilingual(
          "cannot use the outbox folder \(folder): others may look into it (mode \(mode)); it must be yours alone, 700",
          "无法使用待发队列目录 \(folder)：他人可查看（权限 \(mode)）；须仅归本人使用，权限 700"))
    }
    return true
  }

  private func make(_ folder: String) throws(OpenFile.Fault) {
    let above = FileName.folder(of: folder)
    if try FileName.status(above) == nil { try make(above) }
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw OpenFile.Fault(folder, errno) }
    try FileName.synchronizeFolder(above)
  }

  /// Passes on the system's refusals as the user's errors.
  func told<Result>(_ body: () throws(OpenFile.Fault) -> Result) throws(YizhanError) -> Result {
    do {
      return try body()
    } catch {
      throw error.error("cannot use the outbox", "无法使用待发队列")
    }
  }
}

/// A lock, held as long as the value lives.
final class HeldLock: Sendable {
  private let file: OpenFile

  init(_ file: consuming OpenFile) {
    self.file = file
  }
}
