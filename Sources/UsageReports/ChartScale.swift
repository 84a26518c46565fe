import Glibc

/// A scale from zero to a round number that is not below the greatest figure.
struct ChartScale {
  /// What the marks are apart: 1, 2 or 5 times a power of ten.
  let step: Int64
  let marks: [Int64]

  /// - Parameter greatest: the greatest figure; below 1 counts as 1.
  init(upTo greatest: Int64) {
    let greatest = max(1, min(greatest, 1 << 60))
    var step: Int64 = 1
    while step * 5 < greatest {
      // 1, 2, 5, 10: the first digit tells what follows.
      let digits = Int64(pow(10, floor(log10(Double(step)))))
      step = step / digits == 2 ? step / 2 * 5 : step * 2
    }
    self.step = step
    marks = (0...((greatest + step - 1) / step)).map { $0 * step }
  }

  /// The last mark.
  var top: Int64 { marks.last ?? step }

  /// A figure as a share of the scale.
  func share(_ figure: Int64) -> Double {
    Double(figure) / Double(top)
  }
}
