import Glibc
import RestStations

/// The journal of an outbox, held under its lock as long as the value lives: lines that are only ever appended, each
/// with a checksum (``OutboxRecord``).
///
/// A last line without its newline was never acknowledged, since it is synced with it: it is dropped. Whatever else is
/// damaged is left as it is and told.
///
/// The file goes away in this order, so that at each moment a kill leaves the journal or nothing: it loses its name to
/// `waste` (or to the next journal), the folder is synced, the bytes are overwritten and synced, the file is removed.
final class OutboxJournal {
  private(set) var contents = OutboxContents()

  private let files: OutboxFiles
  private let lock: HeldLock
  /// The bytes of the lines that count; what may stand after them does not.
  private var length = 0
  /// Whether the last line that counts has no newline.
  private var isUnfinished = false
  /// Events that are of no use any more.
  private var records = 0

  /// Waits for the lock, finishes what a kill has left half done, and reads the journal.
  ///
  /// - Parameter files: their folder is there.
  /// - Throws: `.storageFailed`, when a line is damaged or the journal is another server's too.
  init(_ files: OutboxFiles) throws(YizhanError) {
    lock = try files.lockJournal()
    self.files = files
    try finishWaste()
    guard let bytes = try read() else { return }
    try replay(bytes)
    if contents.isEmpty { try compact() }
  }

  /// Appends events, all in one write, and syncs them.
  func append(_ events: [OutboxRecord]) throws(YizhanError) {
    guard !events.isEmpty else { return }
    let end: [UInt8] = isUnfinished ? [UInt8(ascii: "\n")] : []
    let bytes = try end + lines(length == 0 ? [.began(server: files.server)] + events : events)
    let start = length
    try files.told { () throws(OpenFile.Fault) in
      let isNew = try FileName.status(files.journal) == nil
      let file = try OpenFile(files.journal, O_RDWR | O_CREAT)
      try file.truncate(to: start)
      do throws(OpenFile.Fault) {
        try file.write(bytes, at: start)
        try file.synchronizeData()
      } catch {
        // Without this the next event would stand behind half a line.
        try? file.truncate(to: start)
        throw error
      }
      if isNew { try FileName.synchronizeFolder(files.folder) }
    }
    length += bytes.count
    isUnfinished = false
    for event in events { apply(event) }
  }

  /// Writes the journal anew without what is of no use any more; when nothing is left there is no file afterwards.
  func compact() throws(YizhanError) {
    let needed = contents.records
    guard needed.count < records || needed.isEmpty else { return }
    if needed.isEmpty {
      try files.told { () throws(OpenFile.Fault) in
        guard try FileName.status(files.journal) != nil else { return }
        try FileName.rename(files.journal, to: files.waste)
        try FileName.synchronizeFolder(files.folder)
      }
      (length, records) = (0, 0)
    } else {
      (length, records) = (try replace(by: needed), needed.count)
    }
    isUnfinished = false
    try finishWaste()
  }

  /// Puts a new journal in the place of the old one, which is waste then.
  private func replace(by events: [OutboxRecord]) throws(YizhanError) -> Int {
    let bytes = try lines([.began(server: files.server)] + events)
    try files.told { () throws(OpenFile.Fault) in
      let file = try OpenFile(files.draft, O_RDWR | O_CREAT | O_EXCL)
      try file.write(bytes, at: 0)
      try file.synchronize()
      _ = try FileName.link(files.journal, as: files.waste)
      try FileName.rename(files.draft, to: files.journal)
      try FileName.synchronizeFolder(files.folder)
    }
    return bytes.count
  }

  private func lines(_ events: [OutboxRecord]) throws(YizhanError) -> [UInt8] {
    do {
      return try events.flatMap { try $0.line }
    } catch {
      throw YizhanError(.badData, Bilingual("a visit cannot be written as JSON", "到访记录无法写为 JSON"))
    }
  }

  /// Overwrites and removes what a compaction left, be it cut short.
  private func finishWaste() throws(YizhanError) {
    try files.told { () throws(OpenFile.Fault) in
      for path in [files.draft, files.waste] {
        guard let status = try FileName.status(path) else { continue }
        let journal = try FileName.status(files.journal)
        // Linked, but not yet replaced: this is the journal itself.
        if status.st_ino != journal?.st_ino { try Self.overwrite(path) }
        try FileName.remove(path)
      }
    }
  }

  private static func overwrite(_ path: String) throws(OpenFile.Fault) {
    let file = try OpenFile(path, O_RDWR)
    let count = Int(try file.status().st_size)
    let zeros = [UInt8](repeating: 0, count: min(count, 1 << 16))
    for offset in stride(from: 0, to: count, by: 1 << 16) {
      try file.write(Array(zeros.prefix(count - offset)), at: offset)
    }
    try file.synchronize()
    try file.truncate(to: 0)
    try file.synchronize()
  }

  private func read() throws(YizhanError) -> [UInt8]? {
    try files.told { () throws(OpenFile.Fault) in
      guard try FileName.status(files.journal) != nil else { return nil }
      return try OpenFile(files.journal, O_RDONLY).read()
    }
  }

  private func replay(_ bytes: [UInt8]) throws(YizhanError) {
    var number = 0
    while length < bytes.count {
      number += 1
      let end = bytes[length...].firstIndex(of: UInt8(ascii: "\n"))
      guard let record = OutboxRecord(line: bytes[length..<(end ?? bytes.count)]) else {
        // What was cut short while it was written is the beginning of a record, and no more.
        guard end == nil, OutboxRecord(line: bytes[length..<(bytes.count - 1)]) == nil else {
          throw damaged(line: number)
        }
        return
      }
      if case .began(let server) = record { try check(server) }
      apply(record)
      isUnfinished = end == nil
      length = end.map { $0 + 1 } ?? bytes.count
    }
  }

  private func apply(_ event: OutboxRecord) {
    contents.apply(event)
    if case .began = event { return }
    records += 1
  }

  private func check(_ server: String) throws(YizhanError) {
    guard server == files.server else {
      throw YizhanError(
        .storageFailed,
        Bilingual(
          "the outbox \(files.journal) holds visits for another server, \(server)",
          "待发队列 \(files.journal) 中是发往另一服务器 \(server) 的记录"))
    }
  }

  private func damaged(line: Int) -> YizhanError {
    YizhanError(
      .storageFailed,
      Bilingual(
        "the outbox \(files.journal) is damaged in line \(line), and was left as it is: mend or take away that line, or move the file away",
        "待发队列 \(files.journal) 第 \(line) 行已损坏，文件未作改动：请修复或删除该行，或将文件移走"))
  }
}
