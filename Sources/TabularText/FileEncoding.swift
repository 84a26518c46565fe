/// Which encoding a file is in: UTF-8 when it is that, else GB18030, in which spreadsheets in China save.
enum FileEncoding {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The file in UTF-8; what could not be read stands in it as bytes that are not.
  ///
  /// A file that is wrong in both encodings is taken to be in the one in which less is wrong: a damaged byte is told
  /// where it stands, not as a file of nonsense. One with UTF-8's byte-order mark is UTF-8.
  static func utf8(_ bytes: [UInt8]) -> [UInt8] {
    let faults = bytes.withUnsafeBufferPointer(UTF8Check.faults)
    guard faults > 0, !bytes.starts(with: byteOrderMark), let text = GB18030.decode(bytes) else { return bytes }
    return text.faults <= faults ? text.utf8 : bytes
  }
}
