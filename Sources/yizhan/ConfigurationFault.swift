import RestStations

/// One thing that is wrong with a configuration, with where it was found.
struct ConfigurationFault {
  /// The setting's key, or the option.
  let key: String
  let detail: Bilingual
  /// Whether the command line itself is wrong.
  var isOfOption = false

  /// The key and what is wrong, in the language of the process.
  var line: String {
    let text = detail.text(in: language)
    return isOfOption ? "\(key) \(text)" : say("\(key): \(text)", "\(key)：\(text)")
  }

  var fault: Fault { Fault(.parameter(key), detail) }
}

extension ConfigurationFault {
  /// A value that is not right.
  ///
  /// - Parameter source: a variable or a file.
  init(_ setting: Setting, says value: String, in source: String) {
    let (english, chinese) = (setting.rule.english, setting.rule.chinese)
    self.init(
      key: setting.key,
      detail: Bilingual("\(english); \(source) says \(value)", "\(chinese)；\(source) 中为 \(value)"))
  }

  /// A name that no setting has.
  ///
  /// - Parameter file: that it stands in, when it is not a variable's.
  init(unknown name: String, among known: [String], in file: String? = nil) {
    let place = file.map { " (\($0))" } ?? ""
    let near = Spelling.nearest(to: name, among: known)
    self.init(
      key: name,
      detail: Bilingual(
        "is no setting" + (near.map { "; is '\($0)' meant?" } ?? "") + place,
        "没有此设置" + (near.map { "；是否指“\($0)”？" } ?? "") + place))
  }

  /// An option whose value is not right; the user has just typed it.
  init(option setting: Setting) {
    self.init(key: setting.option, detail: setting.rule)
    isOfOption = true
  }
}
