import Synchronization

/// The name of a request in logs and answers: the client's own when it sends one that can be repeated, else ours.
enum RequestIdentifier {
  private static let start = UInt64.random(in: 0...UInt64.max)
  private static let count = Atomic<UInt64>(0)

  /// A new one: 16 hexadecimal digits.
  static func new() -> String {
    let number = start &+ count.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The client's: 16 to 64 letters, digits and hyphens, so that it is
  /// no token, no place and no phone number.
  static func given(_ text: String) -> String? {
    guard (16...64).contains(text.utf8.count) else { return nil }
    let isPlain = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
    }
    return isPlain ? text : nil
  }
}
