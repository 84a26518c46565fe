import Foundation

/// The text that is a member of a piece of ``StationTexts``, or the texts of the array that is.
struct MemberTexts {
  private let bytes: UnsafeBufferPointer<UInt8>
  /// Where the first text's quote would stand; nothing without the member.
  private let start: Int?
  /// Whether another text may follow, which behind a single one would be the next member's name.
  private let isArray: Bool

  /// - Parameter beginning: the member's name, as it is written there, and all before the first quote. No text of a station can
  ///   hold that, because quotes inside of texts are escaped.
  init(in bytes: UnsafeBufferPointer<UInt8>, after beginning: BytePattern) {
    self.bytes = bytes
    start = beginning.first(in: UnsafeRawBufferPointer(bytes), bytes.indices).map { $0 + beginning.count }
    isArray = start.map { $0 > 0 && bytes[$0 - 1] == UInt8(ascii: "[") } ?? false
  }

  /// Calls a body with each text, in UTF-8.
  func forEach(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    guard var place = start else { return }
    while place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
      let text = UnsafeBufferPointer(rebasing: bytes[(place + 1)..<end(of: place + 1)])
      if text.contains(UInt8(ascii: "\\")) {
        Self.plain(text).withUnsafeBufferPointer(body)
      } else {
        body(text)
      }
      place += text.count + 2
      guard isArray, place < bytes.count, bytes[place] == UInt8(ascii: ",") else { return }
      place += 1
    }
  }

  /// Where the quote stands that ends a text.
  private func end(of start: Int) -> Int {
    var place = start
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(place, bytes.count)
  }

  /// A text without its escapes.
  private static func plain(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let quoted = Data("\"".utf8) + Data(text) + Data("\"".utf8)
    return (try? JSONDecoder().decode(String.self, from: quoted)).map { Array($0.utf8) } ?? Array(text)
  }
}
