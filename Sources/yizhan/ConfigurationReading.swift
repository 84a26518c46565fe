import Configuration
import RestStations

/// What options, the environment and a file together say about a server: in this order, the first that speaks of a
/// setting decides.
struct ConfigurationReading {
  /// Where a setting's value is from.
  enum Origin: Hashable {
    case option, environment
    case file(String)
    case standard
  }

  private(set) var configuration = ServeConfiguration()
  /// By key; what is missing is as it is when nobody decides.
  private(set) var origins: [String: Origin] = [:]
  private(set) var faults: [ConfigurationFault] = []

  private struct Source {
    let origin: Origin
    let provider: any ConfigProvider
    /// Stands before the parts of each key.
    var prefix: [String] = []
    /// What stands there for a setting, to be shown.
    let shown: (Setting) -> String?
  }

  /// - Parameter environment: of the process; variables that are empty count as none.
  init(_ options: ServeOptions, environment: [String: String]) {
    let variables = environment.filter { $0.key.hasPrefix("YIZHAN_") && !$0.value.isEmpty }
    var sources = [
      Source(origin: .option, provider: InMemoryProvider(values: options.values), shown: { _ in nil }),
      Source(
        origin: .environment, provider: EnvironmentVariablesProvider(environmentVariables: variables),
        prefix: ["yizhan"], shown: { variables[$0.variable]?.debugDescription }),
    ]
    if let path = options.config ?? variables["YIZHAN_CONFIG"] {
      let file = ConfigurationFile(path: path)
      faults += file.faults
      sources.append(
        Source(origin: .file(path), provider: InMemoryProvider(values: file.values), shown: { file.shown[$0.key] }))
    }
    faults += Self.unknown(variables)
    for setting in Setting.all { decide(setting, sources) }
    checkPair()
  }

  /// The configuration.
  ///
  /// - Throws: ``YizhanError`` with `badData` and every fault.
  func checked() throws(YizhanError) -> ServeConfiguration {
    guard !faults.isEmpty else { return configuration }
    throw YizhanError(
      .badData, Bilingual("the configuration cannot be used", "配置无法使用"), faults: faults.map(\.fault))
  }

  private mutating func decide(_ setting: Setting, _ sources: [Source]) {
    for source in sources {
      let key = AbsoluteConfigKey(source.prefix + setting.components)
      do {
        guard let value = try source.provider.value(forKey: key, type: setting.type).value else { continue }
        origins[setting.key] = source.origin
        if !setting.take(value.content, &configuration) { refuse(setting, source) }
      } catch {
        // The value is there and is of another type.
        refuse(setting, source)
      }
      return
    }
  }

  private mutating func refuse(_ setting: Setting, _ source: Source) {
    switch source.origin {
    case .option: faults.append(ConfigurationFault(option: setting))
    case .file(let path):
      faults.append(ConfigurationFault(setting, says: source.shown(setting) ?? "", in: path))
    case .environment, .standard:
      faults.append(ConfigurationFault(setting, says: source.shown(setting) ?? "", in: setting.variable))
    }
  }

  /// A certificate is of no use without its key, and a server that was meant to speak TLS must not start without.
  private mutating func checkPair() {
    guard (configuration.certificate == nil) != (configuration.key == nil) else { return }
    let (given, missing) =
      configuration.key == nil ? ("tls.certificate", "tls.key") : ("tls.key", "tls.certificate")
    guard !faults.contains(where: { $0.key == missing }) else { return }
    faults.append(
      ConfigurationFault(
        key: missing, detail: Bilingual("must be given together with \(given)", "须与 \(given) 同时给出")))
  }

  /// Variables that begin as groups of settings do and are none: most likely mistyped, and then something is not as it
  /// was meant to be.
  private static func unknown(_ variables: [String: String]) -> [ConfigurationFault] {
    let groups = ["LIMITS", "TLS", "LOG", "MAP"].map { "YIZHAN_\($0)_" }
    let known = Setting.all.map(\.variable)
    let unknown = variables.keys.filter { name in groups.contains { name.hasPrefix($0) } && !known.contains(name) }
    return unknown.sorted().map { ConfigurationFault(unknown: $0, among: known) }
  }
}
