/// The bytes of a growing file, handed over in pieces.
struct PiecewiseText {
  private static let piece = 1 << 20

  private let output: UsageOutput
  private var bytes: [UInt8] = []

  init(_ output: UsageOutput) {
    self.output = output
    // A row is added before the length is looked at.
    bytes.reserveCapacity(Self.piece + 4096)
  }

  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ byte: UInt8) {
    bytes.append(byte)
  }

  mutating func append(_ text: some Sequence<UInt8>) {
    bytes.append(contentsOf: text)
  }

  /// Appends a value of a column, as it was written beforehand.
  mutating func append(_ values: WrittenValues, _ place: Int, ofColumn column: Int) {
    values.append(place, ofColumn: column, to: &bytes)
  }

  /// Appends the digits of a number.
  mutating func append(_ number: Int64) {
    if number < 0 { append("-") }
    var rest = number.magnitude
    guard rest > 9 else {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest))
      return
    }
    // 2⁶⁴ has 20 digits.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var start = 20
      while rest > 0 {
        let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
        start -= 1
        digits.initializeElement(at: start, to: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
        rest = quotient
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
    }
  }

  /// Hands over what there is when it is a piece.
  mutating func endRow() throws {
    if bytes.count >= Self.piece { try flush() }
  }

  mutating func flush() throws {
    try output.append(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}

/// Every value of every column as the bytes of a file, so that a row only copies.
struct WrittenValues {
  private var bytes: [UInt8] = []
  /// Where each value begins, and where the last one ends.
  private var bounds = [0]
  /// The number of each column's first value.
  private var firsts: [Int] = []

  init(_ axes: [UsageAxis], write: (_ dimension: UsageDimension, _ value: String) -> [UInt8]) {
    for axis in axes {
      firsts.append(bounds.count - 1)
      for value in axis.values {
        bytes += write(axis.dimension, value)
        bounds.append(bytes.count)
      }
    }
  }

  func append(_ place: Int, ofColumn column: Int, to text: inout [UInt8]) {
    let value = firsts[column] + place
    bytes.withUnsafeBufferPointer { bytes in
      text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[bounds[value]..<bounds[value + 1]]))
    }
  }
}
