import Foundation
import RestStations
import Testing

@Suite("Numbers are written with a fixed count of decimals")
struct FixedDecimalTests {
  @Test(arguments: [
    (0, 1, "0.0"), (-0.0, 7, "0.0000000"), (-0.00000001, 7, "0.0000000"), (-0.04, 1, "0.0"), (-0.06, 1, "-0.1"),
    (35.5501234, 7, "35.5501234"), (-116.8301234, 7, "-116.8301234"), (180, 7, "180.0000000"), (-90, 7, "-90.0000000"),
    (312.4, 1, "312.4"), (0.25, 1, "0.3"), (-0.25, 1, "-0.3"), (0.5, 0, "1"), (-0.5, 0, "-1"), (1.5, 0, "2"),
    (2.5, 0, "3"), (9.96, 1, "10.0"), (0.05, 1, "0.1"), (99.99999995, 7, "100.0000000"), (1e-7, 7, "0.0000001"),
    (20_003_931.4586, 1, "20003931.5"), (7, 0, "7"), (0.000000001, 9, "0.000000001"),
  ])
  func theTextIsTheNearestHalvesAwayFromZero(value: Double, decimals: Int, text: String) {
    #expect(FixedDecimal.text(value, decimals: decimals) == text)
  }

  @Test(arguments: [
    (Double.nan, 1, "0.0"), (.infinity, 1, "1000000000.0"), (-.infinity, 0, "-1000000000"),
    (1e300, 9, "1000000000.000000000"), (1, -3, "1"), (0.5, 12, "0.500000000"),
  ])
  func whatIsOutOfRangeIsClamped(value: Double, decimals: Int, text: String) {
    #expect(FixedDecimal.text(value, decimals: decimals) == text)
  }

  @Test func textsAreThoseOfAFormatStringExceptAtHalves() {
    for step in 0..<20_000 {
      let value = (Double(step * 7919 % 1_000_003) / 1_000_003 - 0.5) * [1, 360, 1000, 4e7][step % 4]
      let decimals = step % 9
      let scaled = value * pow(10, Double(decimals))
      // Within the error of the multiplication the half may fall on either side.
      guard abs(abs(scaled - scaled.rounded(.towardZero)) - 0.5) > abs(scaled) * 1e-15 else { continue }
      let reference = String(format: "%.\(decimals)f", value)
      let isZero = reference.allSatisfy { "-0.".contains($0) }
      let expected = isZero && reference.hasPrefix("-") ? String(reference.dropFirst()) : reference
      #expect(FixedDecimal.text(value, decimals: decimals) == expected, "\(value), \(decimals) decimals")
    }
  }

  @Test func sevenDecimalsOfDegreesReadBackAsTheSameNumber() throws {
    for step in 0..<20_000 {
      let degrees = Double(step * 179_426_549 % 3_600_000_001 - 1_800_000_000) / 1e7
      #expect(DecimalNumber.parse(FixedDecimal.text(degrees, decimals: 7)) == degrees)
    }
  }

  @Test func textIsAppendedToWhatIsThere() {
    var bytes = Array("x=".utf8)
    FixedDecimal.append(-12.05, decimals: 2, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "x=-12.05")
  }
}
