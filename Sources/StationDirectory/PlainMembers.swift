import RestStations

/// What writes members of JSON one behind the other, with the commas that they need.
protocol MemberWriter {
  /// Bytes that have been written.
  var count: Int { get }

  /// JSON that is already written.
  mutating func append(_ json: StaticString)
  mutating func append(_ json: UnsafeBufferPointer<UInt8>)
  /// Begins a member: a comma when one is due, the name, a colon.
  mutating func name(_ name: StaticString)
  /// A comma, unless this is the first in its array.
  mutating func separate()
  mutating func string(_ utf8: UnsafeBufferPointer<UInt8>)
  mutating func member(_ name: StaticString, _ number: Int?)
}

extension MemberWriter {
  @inline(__always)
  mutating func member(_ name: StaticString, _ utf8: UnsafeBufferPointer<UInt8>?) {
    guard let utf8 else { return }
    self.name(name)
    string(utf8)
  }

  @inline(__always)
  mutating func member(_ name: StaticString, _ text: String?) {
    guard var text else { return }
    text.withUTF8 { member(name, $0) }
  }
}

extension JSONText: MemberWriter {
  var count: Int { bytes.count }
}

/// Writes members into memory that must have room for them, the same bytes as ``JSONText`` as long as no text needs an
/// escape; whether one did is told by ``needsEscape``, and then what was written is of no use.
///
/// A station is written so in a fifth of the time: nothing grows, and a text is looked through while it is copied.
package struct PlainMembers: MemberWriter {
  private let start: UnsafeMutablePointer<UInt8>
  private var next: UnsafeMutablePointer<UInt8>
  private var found = Escapes()

  /// Behind the last byte so many may be written over.
  package static let slack = 8

  package init(_ start: UnsafeMutablePointer<UInt8>) {
    (self.start, next) = (start, start)
  }

  package var count: Int { next - start }

  /// Whether a text had a control character, a quote or a backslash.
  package var needsEscape: Bool { found.any }

  @inline(__always)
  private mutating func put(_ byte: UInt8) {
    next.pointee = byte
    next += 1
  }

  @inline(__always)
  package mutating func append(_ json: StaticString) {
    json.withUTF8Buffer { append($0) }
  }

  @inline(__always)
  package mutating func append(_ json: UnsafeBufferPointer<UInt8>) {
    guard let base = json.baseAddress else { return }
    next.update(from: base, count: json.count)
    next += json.count
  }

  @inline(__always)
  package mutating func name(_ name: StaticString) {
    separate()
    put(UInt8(ascii: "\""))
    append(name)
    append("\":")
  }

  @inline(__always)
  package mutating func separate() {
    if next > start, next[-1] != UInt8(ascii: "[") { put(UInt8(ascii: ",")) }
  }

  @inline(__always)
  package mutating func string(_ utf8: UnsafeBufferPointer<UInt8>) {
    put(UInt8(ascii: "\""))
    copy(UnsafeRawBufferPointer(utf8))
    put(UInt8(ascii: "\""))
  }

  /// Eight bytes at a time; of the last eight some may have been copied before.
  private mutating func copy(_ text: UnsafeRawBufferPointer) {
    let (count, target) = (text.count, UnsafeMutableRawPointer(next))
    if count >= 8 {
      var position = 0
      while position + 8 < count {
        copy(text, position, to: target)
        position += 8
      }
      copy(text, count - 8, to: target)
    } else {
      for (position, byte) in text.enumerated() {
        found.look(at: byte)
        target.storeBytes(of: byte, toByteOffset: position, as: UInt8.self)
      }
    }
    next += count
  }

  @inline(__always)
  private mutating func copy(_ text: UnsafeRawBufferPointer, _ position: Int, to target: UnsafeMutableRawPointer) {
    let eight = text.loadUnaligned(fromByteOffset: position, as: UInt64.self)
    found.look(atEight: eight)
    target.storeBytes(of: eight, toByteOffset: position, as: UInt64.self)
  }

  package mutating func member(_ name: StaticString, _ number: Int?) {
    guard let number else { return }
    self.name(name)
    var digits = String(number)
    digits.withUTF8 { append($0) }
  }
}

/// Whether a text has bytes that JSON escapes: those below 0x20, quotes and backslashes.
///
/// Eight are looked at together by the test for a zero byte of "Hacker's Delight" (H. S. Warren), which is exact for the
/// question whether there is any.
struct Escapes {
  private var found: UInt64 = 0
  private static let ones: UInt64 = 0x0101_0101_0101_0101

  var any: Bool { found & (Self.ones &* 0x80) != 0 }

  @inline(__always)
  mutating func look(atEight eight: UInt64) {
    let quotes = eight ^ (Self.ones &* 0x22)
    let backslashes = eight ^ (Self.ones &* 0x5C)
    found |= (eight &- Self.ones &* 0x20) & ~eight
    found |= (quotes &- Self.ones) & ~quotes
    found |= (backslashes &- Self.ones) & ~backslashes
  }

  @inline(__always)
  mutating func look(at byte: UInt8) {
    if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { found = .max }
  }
}
