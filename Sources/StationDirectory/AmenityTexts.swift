import RestStations

/// The amenities of a station as answers list them. Most have many: the codes of eight at a time are there in a row.
struct AmenityTexts: Sendable {
  /// Of each eight amenities, by which of them are there, their codes in quotes with a comma behind each.
  private let eights: FixedRuns
  /// Amenities that may be listed.
  private let count: Int
  /// No code takes more bytes, with its quotes and a comma.
  let longest: Int

  /// - Parameter codes: in quotes, by the numbers of the amenities.
  init(_ codes: ByteRuns) {
    count = codes.count
    longest = codes.longest + 1
    var eights = ByteRuns()
    for first in stride(from: 0, to: codes.count, by: 8) {
      let none = eights.count
      eights.append([])
      for present in 1..<256 {
        // The last of them, behind the others, whose turn was before.
        let last = present.bitWidth - 1 - present.leadingZeroBitCount
        let (others, code) = (eights[none + (present ^ 1 << last)], codes[first + last])
        eights.append(
          eights.bytes[others] + codes.bytes[code] + (code.isEmpty ? [] : [UInt8(ascii: ",")]))
      }
    }
    self.eights = FixedRuns(eights)
  }

  /// The texts for a writer who holds on to them meanwhile.
  var view: View { View(eights: eights.view, count: count, longest: longest) }
}

extension AmenityTexts {
  struct View: BitwiseCopyable {
    fileprivate let eights: FixedRuns.View
    fileprivate let count: Int
    let longest: Int
  }
}

extension AmenityTexts.View {
  /// Writes the codes of amenities that the catalogue has, with commas between them.
  @inline(__always)
  func write(_ amenities: AmenitySet, to writer: inout ByteWriter) {
    var (first, bytes) = (0, 0)
    while first < count {
      // Those of the first word are most often all.
      var word = UInt64(truncatingIfNeeded: amenities.bits &>> UInt128(truncatingIfNeeded: first))
      let end = min(count, first &+ 64)
      var next = first
      while word != 0, next < end {
        let run = eights[next &* 32 &+ Int(truncatingIfNeeded: word & 255)]
        writer.append(run, block: 128)
        bytes &+= run.count
        word &>>= 8
        next &+= 8
      }
      first = end
    }
    if bytes > 0 { writer.removeLast() }
  }
}
