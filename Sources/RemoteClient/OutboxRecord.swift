import Foundation
import RestStations

/// One event in the life of an outbox.
enum OutboxRecord: Hashable {
  /// The first of a journal: whose it is.
  case began(server: String)
  case added(Outbox.Entry)
  case sent(String)
  case refused(String, String)
  case retried(String)
  case discarded(String)
}

extension OutboxRecord {
  /// A line of the journal: a JSON object of the record and of the CRC-32 of its bytes, and a newline.
  ///
  /// `{"crc32":"01234567","record":{…}}`
  var line: [UInt8] {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      let json = [UInt8](try encoder.encode(Document(self)))
      let sum = String(CRC32.checksum(json[...]), radix: 16)
      let padded = String(repeating: "0", count: Self.sumDigits - sum.count) + sum
      return Self.opening + Array(padded.utf8) + Self.middle + json + Self.closing + [UInt8(ascii: "\n")]
    }
  }

  /// The record of a line without its newline; nothing when the line is not as it was written.
  init?(line: ArraySlice<UInt8>) {
    let head = Self.opening.count + Self.sumDigits + Self.middle.count
    guard line.count > head + Self.closing.count, line.starts(with: Self.opening),
      line.dropFirst(head - Self.middle.count).starts(with: Self.middle),
      line.suffix(Self.closing.count).elementsEqual(Self.closing)
    else { return nil }
    let json = line.dropFirst(head).dropLast(Self.closing.count)
    let digits = line.dropFirst(Self.opening.count).prefix(Self.sumDigits)
    guard UInt32(String(decoding: digits, as: UTF8.self), radix: 16) == CRC32.checksum(json),
      let document = try? JSONDecoder().decode(Document.self, from: Data(json)), let record = document.record
    else { return nil }
    self = record
  }

  private static let opening = Array(#"{"crc32":""#.utf8)
  private static let sumDigits = 8
  private static let middle = Array(#"","record":"#.utf8)
  private static let closing = Array("}".utf8)
}

/// A record as it is written.
private struct Document: Codable {
  enum Event: String, Codable {
    case began, added, sent, refused, retried, discarded
  }

  var event: Event
  var server: String?
  var entry: Outbox.Entry?
  var id: String?
  var reason: String?

  init(_ record: OutboxRecord) {
    switch record {
    case .began(let server): (event, self.server) = (.began, server)
    case .added(let entry): (event, self.entry) = (.added, entry)
    case .sent(let id): (event, self.id) = (.sent, id)
    case .refused(let id, let reason): (event, self.id, self.reason) = (.refused, id, reason)
    case .retried(let id): (event, self.id) = (.retried, id)
    case .discarded(let id): (event, self.id) = (.discarded, id)
    }
  }

  /// The record, or nothing when something is missing.
  var record: OutboxRecord? {
    switch event {
    case .began: server.map { .began(server: $0) }
    case .added: entry.map { .added($0) }
    case .sent: id.map { .sent($0) }
    case .refused: id.flatMap { id in reason.map { .refused(id, $0) } }
    case .retried: id.map { .retried($0) }
    case .discarded: id.map { .discarded($0) }
    }
  }
}
