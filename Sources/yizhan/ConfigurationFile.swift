import Configuration
import Foundation
import RestStations

/// A file of settings: JSON, an object of objects by the parts of the keys.
struct ConfigurationFile {
  /// The values of known settings that are of the right type.
  private(set) var values: [AbsoluteConfigKey: ConfigValue] = [:]
  /// What stands there for each known setting, to be shown.
  private(set) var shown: [String: String] = [:]
  private(set) var faults: [ConfigurationFault] = []

  private let path: String
  private static let known = Dictionary(Setting.all.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })

  /// Reads a file, its faults among what is read.
  init(path: String) {
    self.path = path
    do throws(YizhanError) {
      take(try Self.members(of: path))
    } catch {
      faults.append(ConfigurationFault(key: path, detail: error.detail))
    }
  }

  private static func members(of path: String) throws(YizhanError) -> [(key: String, value: JSONValue)] {
    guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
      let reason = access(path, R_OK) == 0 ? "" : ": " + String(cString: strerror(errno))
      throw YizhanError(.badData, Bilingual("cannot be read\(reason)", "无法读取\(reason)"))
    }
    var scanner = JSONScanner([UInt8](bytes))
    do throws(JSONFault) {
      let value = try scanner.value()
      try scanner.end()
      guard case .object(let members) = value else { throw scanner.fault("must be an object", "须为对象") }
      return flattened(members, "").sorted { $0.key < $1.key }
    } catch {
      throw YizhanError(
        .badData,
        Bilingual(
          "is not JSON: line \(error.line): \(error.detail.english)",
          "不是 JSON：第 \(error.line) 行：\(error.detail.chinese)"))
    }
  }

  /// Values by their whole keys. One without a value counts as left out.
  private static func flattened(_ members: [String: JSONValue], _ prefix: String) -> [(key: String, value: JSONValue)] {
    members.flatMap { name, value -> [(key: String, value: JSONValue)] in
      switch value {
      case .object(let inner): flattened(inner, prefix + name + ".")
      case .null: []
      default: [(prefix + name, value)]
      }
    }
  }

  private mutating func take(_ members: [(key: String, value: JSONValue)]) {
    for (key, value) in members {
      guard let setting = Self.known[key] else {
        faults.append(ConfigurationFault(unknown: key, among: Setting.all.map(\.key), in: path))
        continue
      }
      if shown.updateValue(value.short, forKey: key) != nil {
        faults.append(
          ConfigurationFault(key: key, detail: Bilingual("is given twice (\(path))", "重复出现（\(path)）")))
      }
      if let content = value.content(as: setting.type) {
        values[AbsoluteConfigKey(setting.components)] = ConfigValue(content, isSecret: false)
      } else {
        faults.append(ConfigurationFault(setting, says: value.short, in: path))
      }
    }
  }
}

extension JSONValue {
  /// As the package that reads settings has it; nothing when it is of another type.
  fileprivate func content(as type: ConfigType) -> ConfigContent? {
    switch (self, type) {
    case (.string(let text), .string): .string(text)
    case (.number(let number), .int): Int(exactly: number).map { .int($0) }
    case (.number(let number), .double): .double(number)
    case (.list(let items), .stringArray):
      items.allSatisfy({ $0.text != nil }) ? .stringArray(items.compactMap(\.text)) : nil
    default: nil
    }
  }

  /// For messages.
  fileprivate var short: String {
    switch self {
    case .null: "null"
    case .flag(let flag): String(flag)
    case .number(let number): Setting.plain(number)
    case .string(let text): String(text.prefix(80)).debugDescription
    case .list(let items): "[" + items.prefix(8).map(\.short).joined(separator: ", ") + "]"
    case .object: "{…}"
    }
  }
}
