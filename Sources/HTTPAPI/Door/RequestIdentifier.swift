import StationDirectory
import Synchronization

/// The name of a request in logs and answers: the client's own when it sends one that can be repeated, else ours.
enum RequestIdentifier {
  case given(String)
  case made(UInt64)

  /// Gives new ones.
  struct Source {
    private var last = UInt64.random(in: 0...UInt64.max)

    mutating func new() -> RequestIdentifier {
      // Odd, so that all others come before one comes again.
      last &+= 0x9E37_79B9_7F4A_7C15
      return .made(last)
    }
  }

  /// Of those who have none of their own.
  private static let source = Mutex(Source())

  static func new() -> RequestIdentifier { source.withLock { $0.new() } }

  /// The client's: 16 to 64 letters, digits and hyphens, so that it is
  /// no token, no place and no phone number.
  init?(ofClient text: String) {
    guard (16...64).contains(text.utf8.count) else { return nil }
    let isPlain = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
    }
    guard isPlain else { return nil }
    self = .given(text)
  }

  /// Ours has 16 hexadecimal digits.
  var text: String {
    switch self {
    case .given(let text): return text
    case .made(let number):
      let digits = String(number, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
  }

  /// Bytes of the text.
  var count: Int {
    switch self {
    case .given(let text): text.utf8.count
    case .made: 16
    }
  }

  /// Writes the text.
  func write(to writer: inout ByteWriter) {
    switch self {
    case .given(let text): writer.append(utf8Of: text)
    case .made(let number): writer.append(hexadecimal: number)
    }
  }
}
