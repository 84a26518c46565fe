import CQRCode
import Glibc
package import RestStations

/// A QR code of some bytes: as small as can be, with error correction of level M (15 % may be damaged).
package struct QRCode: Sendable {
  /// Modules along one side, the quiet zone not counted.
  package let size: Int
  /// Row by row, from the upper left.
  private let modules: [Bool]

  /// The light border that a reader needs, in modules (ISO/IEC 18004).
  package static let quietZone = 4
  /// The most bytes that a code of level M holds.
  package static let capacity = 2331

  /// - Throws: `.badRequest` for no text at all, or one of more than ``capacity`` bytes.
  package init(_ text: String) throws(YizhanError) {
    let bytes = Array(text.utf8)
    guard (1...Self.capacity).contains(bytes.count) else {
      throw YizhanError(
        .badRequest,
        Bilingual(
          "a QR code holds 1 to \(Self.capacity) bytes, and this is \(bytes.count)",
          "二维码可容纳 1 至 \(Self.capacity) 字节，此内容为 \(bytes.count) 字节"))
    }
    guard let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
      let reason = String(cString: strerror(errno))
      throw YizhanError(.unavailable, Bilingual("cannot make a QR code: \(reason)", "无法生成二维码：\(reason)"))
    }
    defer { QRcode_free(code) }
    size = Int(code.pointee.width)
    // The lowest bit of each byte is the colour.
    modules = UnsafeBufferPointer(start: code.pointee.data, count: size * size).map { $0 & 1 == 1 }
  }

  /// Whether a module is dark. Outside the code all are light.
  package func isDark(row: Int, column: Int) -> Bool {
    (0..<size).contains(row) && (0..<size).contains(column) && modules[row * size + column]
  }

  /// The dark modules as the data of one SVG path, a module to a unit, the quiet zone outside.
  package var path: String {
    (0..<size).map { row in
      runs(inRow: row).map { "M\($0.lowerBound) \(row)h\($0.count)v1h-\($0.count)z" }.joined()
    }.joined()
  }

  private func runs(inRow row: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for column in 0..<size where isDark(row: row, column: column) {
      if let last = runs.last, last.upperBound == column {
        runs[runs.count - 1] = last.lowerBound..<column + 1
      } else {
        runs.append(column..<column + 1)
      }
    }
    return runs
  }
}
