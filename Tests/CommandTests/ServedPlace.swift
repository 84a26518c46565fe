import TestSupport

/// A place whose commands open the database themselves, or go through the server that has it open.
struct ServedPlace {
  let place: Workplace
  private let server: RunningServer?

  /// - Parameter place: where the stations of Yanzhou are, unless another is given.
  init(_ isServed: Bool, _ place: Workplace? = nil) throws {
    self.place = try place ?? Workplace.withYanzhou()
    server = isServed ? try RunningServer(in: self.place.folder, database: Workplace.database) : nil
  }

  /// Runs a command.
  func run(_ arguments: String..., chinese: Bool = false, input: String = "") throws -> Outcome {
    try run(arguments, chinese: chinese, input: input)
  }

  func run(_ arguments: [String], chinese: Bool = false, input: String = "") throws -> Outcome {
    defer { withExtendedLifetime(server) {} }
    let language = chinese ? ["LANG": "zh_CN.UTF-8"] : [:]
    return try place.start(arguments, ["YIZHAN_DB": Workplace.database].merging(language) { $1 }, input: input)
      .outcome()
  }

  /// What is known of a station.
  func station(_ id: String) throws -> JSONValue {
    try run("station", "show", id, "--format", "json").json()
  }
}
