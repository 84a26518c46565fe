/// Reads comma-separated values (RFC 4180) from UTF-8 or GB18030: a record at a time, each with the line that it starts
/// on.
///
/// Lines end in LF or CRLF. A field in double quotes may hold commas, line ends and doubled quotes; a quote within
/// a field that does not begin with one is an ordinary character. Blank lines are passed over. A byte-order mark at the
/// start is ignored.
public struct CSVReader: Sendable {
  private let bytes: [UInt8]
  private var position: Int
  private var line = 1
  /// Of a file whose beginning does not hold its first line.
  private let isEndless: Bool

  public init(_ bytes: [UInt8]) {
    self.init(bytes, isEndless: false)
  }

  /// Reads a file of which only the beginning is there yet, for its header. Where not even the first line is whole, that
  /// is the fault of the first record.
  public init(beginning bytes: [UInt8]) {
    self.init(bytes, isEndless: !bytes.contains(UInt8(ascii: "\n")))
  }

  private init(_ bytes: [UInt8], isEndless: Bool) {
    self.bytes = isEndless ? [] : FileEncoding.utf8(bytes)
    position = self.bytes.starts(with: FileEncoding.byteOrderMark) ? FileEncoding.byteOrderMark.count : 0
    self.isEndless = isEndless
  }

  /// Bytes read so far, of ``size``; both are those of the file in UTF-8.
  public var progress: Int { position }
  public var size: Int { bytes.count }

  /// At most so many records are to come: the line ends that are left, and one.
  public var greatestCount: Int {
    bytes[position...].reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
  }

  /// The next record, or nothing at the end.
  ///
  /// - Throws: ``CSVError``; reading goes on behind the faulty record.
  public mutating func next() throws(CSVError) -> CSVRecord? {
    if isEndless { throw CSVError(line: 1, reason: .lineTooLong) }
    while position < bytes.count {
      if let end = lineEnd(at: position) {
        (position, line) = (end, line + 1)
        continue
      }
      return try record()
    }
    return nil
  }

  private mutating func record() throws(CSVError) -> CSVRecord {
    let start = line
    var fields: [String] = []
    var fault: CSVError?
    while true {
      do throws(CSVError) {
        fields.append(try field())
      } catch {
        fault = fault ?? error
        fields.append("")
      }
      guard position < bytes.count else { break }
      if bytes[position] == UInt8(ascii: ",") {
        position += 1
        continue
      }
      if let end = lineEnd(at: position) { (position, line) = (end, line + 1) }
      break
    }
    if let fault { throw fault }
    return CSVRecord(line: start, fields: fields)
  }

  private mutating func field() throws(CSVError) -> String {
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { return try quotedField() }
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: ","), lineEnd(at: position) == nil {
      position += 1
    }
    return try text(bytes[start..<position])
  }

  private mutating func quotedField() throws(CSVError) -> String {
    let start = line
    var content: [UInt8] = []
    position += 1
    var run = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        content += bytes[run..<position]
        position += 1
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
          return try closed(content)
        }
        run = position
      case UInt8(ascii: "\n"):
        line += 1
      default:
        break
      }
      position += 1
    }
    throw CSVError(line: start, reason: .quoteNotClosed)
  }

  /// Behind the closing quote the field must end.
  private mutating func closed(_ content: [UInt8]) throws(CSVError) -> String {
    let ends = position >= bytes.count || bytes[position] == UInt8(ascii: ",") || lineEnd(at: position) != nil
    if ends { return try text(content[...]) }
    while position < bytes.count, bytes[position] != UInt8(ascii: ","), lineEnd(at: position) == nil {
      position += 1
    }
    throw CSVError(line: line, reason: .textAfterQuote)
  }

  private func text(_ content: ArraySlice<UInt8>) throws(CSVError) -> String {
    guard let text = String(validating: content, as: UTF8.self) else {
      throw CSVError(line: line, reason: .badEncoding)
    }
    return text
  }

  /// The position behind a line end that begins at a position, or nothing when none does.
  private func lineEnd(at position: Int) -> Int? {
    if bytes[position] == UInt8(ascii: "\n") { return position + 1 }
    guard bytes[position] == UInt8(ascii: "\r") else { return nil }
    return position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "\n") ? position + 2 : nil
  }
}

/// A record of a CSV file.
public struct CSVRecord: Hashable, Sendable {
  /// The line that it starts on, from 1.
  public let line: Int
  public let fields: [String]
}

/// What is wrong with a CSV file.
public struct CSVError: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// A field that began with a quote is still open at the end of the file.
    case quoteNotClosed
    /// Something other than a comma or a line end follows a closing quote.
    case textAfterQuote
    /// A character is neither UTF-8 nor GB18030, whichever the file is in.
    case badEncoding
    /// The first line does not end where a header would have long ended.
    case lineTooLong
  }

  /// The line of the fault, from 1.
  public let line: Int
  public let reason: Reason

  /// What users are told of it, in English and Chinese.
  public var detail: (english: String, chinese: String) {
    switch reason {
    case .quoteNotClosed: ("a quoted field is not closed", "引号字段没有结束")
    case .textAfterQuote: ("text follows a closing quote", "结束引号之后还有文字")
    case .badEncoding: ("is neither UTF-8 nor GB18030", "既不是 UTF-8 也不是 GB18030 编码")
    case .lineTooLong: ("is too long for a line of column names", "过长，不是列名行")
    }
  }
}
