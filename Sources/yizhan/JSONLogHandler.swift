import Foundation
import Logging
import RestStations

/// Logs one JSON object a line: `time` (RFC 3339, UTC, milliseconds), `level`, `message`, and the metadata beside them,
/// nested ones with points in their names. What would take one of these three names gets `metadata.` before it.
struct JSONLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?
  var logLevel = Logger.Level.info

  private let now: @Sendable () -> Int64
  private let write: @Sendable ([UInt8]) -> Void

  /// - Parameters:
  ///   - now: milliseconds since 1970.
  ///   - write: takes a line with its end.
  init(now: @escaping @Sendable () -> Int64 = Clock.milliseconds, write: @escaping @Sendable ([UInt8]) -> Void) {
    (self.now, self.write) = (now, write)
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var line = JSONLine()
    line.add("time", .text(Self.time(now())))
    line.add("level", .text(event.level.rawValue))
    line.add("message", .text("\(event.message)"))
    var all = metadata
    all.merge(metadataProvider?.get() ?? [:]) { $1 }
    all.merge(event.metadata ?? [:]) { $1 }
    if let error = event.error, all["error"] == nil { all["error"] = "\(error)" }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) {
      let isTaken = ["time", "level", "message"].contains(key)
      Self.add(value, as: isTaken ? "metadata.\(key)" : key, to: &line)
    }
    write(line.bytes)
  }

  private static func add(_ value: Logger.MetadataValue, as key: String, to line: inout JSONLine) {
    switch value {
    case .string(let text): line.add(key, .text(text))
    case .stringConvertible(let number as Int): line.add(key, .plain(String(number)))
    case .stringConvertible(let number as Double) where number.isFinite: line.add(key, .plain(String(number)))
    case .stringConvertible(let flag as Bool): line.add(key, .plain(String(flag)))
    case .stringConvertible(let other): line.add(key, .text("\(other)"))
    case .dictionary(let inner):
      for (name, value) in inner.sorted(by: { $0.key < $1.key }) { add(value, as: "\(key).\(name)", to: &line) }
    case .array(let items): line.add(key, .list(items.map { "\($0)" }))
    }
  }

  private static func time(_ milliseconds: Int64) -> String {
    let fraction = String(1_000 + (milliseconds % 1_000 + 1_000) % 1_000).dropFirst()
    let seconds = Int64((Double(milliseconds) / 1_000).rounded(.down))
    return "\(Instant.text(seconds, offset: 0).dropLast()).\(fraction)Z"
  }
}

/// One JSON object on one line.
private struct JSONLine {
  enum Value {
    case text(String)
    /// A number, true or false.
    case plain(String)
    case list([String])
  }

  private var text: [UInt8] = [UInt8(ascii: "{")]

  var bytes: [UInt8] { text + Array("}\n".utf8) }

  mutating func add(_ name: String, _ value: Value) {
    if text.count > 1 { text.append(UInt8(ascii: ",")) }
    quote(name)
    text.append(UInt8(ascii: ":"))
    switch value {
    case .text(let value): quote(value)
    case .plain(let value): text += value.utf8
    case .list(let values):
      text.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        quote(value)
      }
      text.append(UInt8(ascii: "]"))
    }
  }

  /// Every control character is escaped, that of a terminal too (U+007F to U+009F).
  private mutating func quote(_ value: String) {
    text.append(UInt8(ascii: "\""))
    for scalar in value.unicodeScalars {
      switch scalar.value {
      case 0x22, 0x5C: text += [UInt8(ascii: "\\"), UInt8(scalar.value)]
      case 0x0A: text += Array("\\n".utf8)
      case 0x09: text += Array("\\t".utf8)
      case ..<0x20, 0x7F..<0xA0:
        let digits = String(scalar.value, radix: 16)
        text +=
          Array("\\u".utf8) + Array(repeating: UInt8(ascii: "0"), count: 4 - digits.utf8.count) + Array(digits.utf8)
      default: text += UTF8.encode(scalar).map(Array.init) ?? []
      }
    }
    text.append(UInt8(ascii: "\""))
  }
}
