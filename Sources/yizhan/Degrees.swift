import ArgumentParser
import RestStations

/// A number of degrees on the command line.
struct Degrees: ExpressibleByArgument {
  let text: String
  let value: Double

  /// What stands for `-` in front of a number while the command line is parsed, so that it is not taken for options.
  private static let minus = "\u{2212}"

  init?(argument: String) {
    let number = argument.replacing(Self.minus, with: "-")
    guard let value = DecimalNumber.parse(number) else { return nil }
    text = number
    self.value = value
  }

  /// The command line with the minus of negative numbers replaced.
  static func protectingNegativeNumbers(_ arguments: [String]) -> [String] {
    arguments.map { $0.hasPrefix("-") && DecimalNumber.parse($0) != nil ? minus + $0.dropFirst() : $0 }
  }
}
