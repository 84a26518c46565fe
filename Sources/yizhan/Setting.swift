import Configuration
import HTTPAPI
import RestStations

/// One thing that can be configured: its key, what it may be, and where it goes.
struct Setting: Sendable {
  /// As it stands in a file, levels separated by points: `limits.reads.per_second`.
  let key: String
  let type: ConfigType
  /// What a right value is, as the end of a sentence that begins with the key.
  let rule: Bilingual
  /// Takes a value over; false, and nothing is changed, when it is not a right one.
  let take: @Sendable (ConfigContent, inout ServeConfiguration) -> Bool
  /// The value that holds.
  let text: @Sendable (ServeConfiguration) -> String

  /// The option of `yizhan serve`, for settings that have one.
  var option: String {
    key == "proxies" ? "--proxy" : "--" + key.replacing(".", with: "-").replacing("_", with: "-")
  }

  /// The variable of the environment.
  var variable: String { "YIZHAN_" + key.replacing(".", with: "_").uppercased() }

  var components: [String] { key.split(separator: ".").map(String.init) }
}

extension Setting {
  typealias Path<Value> = any WritableKeyPath<ServeConfiguration, Value> & Sendable

  static func whole(_ key: String, _ range: ClosedRange<Int>, _ path: Path<Int>) -> Setting {
    let (low, high) = (range.lowerBound, range.upperBound)
    return Setting(
      key: key, type: .int, rule: Bilingual("must be from \(low) to \(high)", "须为 \(low) 至 \(high)")
    ) { content, configuration in
      guard case .int(let number) = content, range.contains(number) else { return false }
      configuration[keyPath: path] = number
      return true
    } text: {
      String($0[keyPath: path])
    }
  }

  static func number(_ key: String, _ range: ClosedRange<Double>, _ path: Path<Double>) -> Setting {
    let (low, high) = (plain(range.lowerBound), plain(range.upperBound))
    return Setting(
      key: key, type: .double, rule: Bilingual("must be from \(low) to \(high)", "须为 \(low) 至 \(high)")
    ) { content, configuration in
      guard case .double(let number) = content, range.contains(number) else { return false }
      configuration[keyPath: path] = number
      return true
    } text: {
      plain($0[keyPath: path])
    }
  }

  static func choice<Value: RawRepresentable<String> & Sendable>(
    _ key: String, _ values: [Value], _ path: Path<Value>
  ) -> Setting {
    let words = values.map(\.rawValue).joined(separator: ", ")
    return Setting(
      key: key, type: .string, rule: Bilingual("must be one of \(words)", "须为 \(words) 之一")
    ) { content, configuration in
      guard case .string(let word) = content, let value = values.first(where: { $0.rawValue == word }) else {
        return false
      }
      configuration[keyPath: path] = value
      return true
    } text: {
      $0[keyPath: path].rawValue
    }
  }

  static func text(_ key: String, _ rule: Bilingual, _ path: Path<String>) -> Setting {
    Setting(key: key, type: .string, rule: rule) { content, configuration in
      guard let text = content.oneLine else { return false }
      configuration[keyPath: path] = text
      return true
    } text: {
      $0[keyPath: path]
    }
  }

  /// - Parameter isRight: what the text must be beyond not being empty.
  static func optionalText(
    _ key: String, _ rule: Bilingual, _ path: Path<String?>,
    _ isRight: @escaping @Sendable (String) -> Bool = { _ in true }
  ) -> Setting {
    Setting(key: key, type: .string, rule: rule) { content, configuration in
      guard let text = content.oneLine, isRight(text) else { return false }
      configuration[keyPath: path] = text
      return true
    } text: {
      $0[keyPath: path] ?? ""
    }
  }

  static func ranges(_ key: String, _ path: Path<[AddressRange]>) -> Setting {
    let rule = Bilingual(
      "must be addresses or blocks such as 10.0.0.0/8 or ::1", "须为地址或地址块，如 10.0.0.0/8 或 ::1")
    return Setting(key: key, type: .stringArray, rule: rule) { content, configuration in
      guard case .stringArray(let texts) = content else { return false }
      let ranges = texts.compactMap { AddressRange($0) }
      guard ranges.count == texts.count else { return false }
      configuration[keyPath: path] = ranges
      return true
    } text: {
      $0[keyPath: path].map(\.description).joined(separator: ",")
    }
  }

  /// Whole numbers without a fraction.
  static func plain(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? String(number)
  }
}

extension ConfigContent {
  /// A text that is not empty and holds no control characters.
  fileprivate var oneLine: String? {
    guard case .string(let text) = self, !text.isEmpty, text.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) else {
      return nil
    }
    return text
  }
}
