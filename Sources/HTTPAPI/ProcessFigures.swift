import Foundation

/// What the system tells of this process, under the names that Prometheus gives them (proc(5)).
enum ProcessFigures {
  /// Those that could be read.
  static var now: [(name: String, value: Double)] {
    let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    let figures: [(String, Double?)] = [
      ("process_resident_memory_bytes", residentPages.map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) }),
      ("process_cpu_seconds_total", cpuTicks.map { $0 / ticks }),
      ("process_start_time_seconds", startTicks.flatMap { start in bootTime.map { $0 + start / ticks } }),
      (
        "process_open_fds",
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count).map(Double.init)
      ),
      ("process_max_fds", Double(limit.rlim_cur)),
    ]
    return figures.compactMap { name, value in value.map { (name, $0) } }
  }

  private static func fields(_ path: String) -> [Substring] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    // The program's name, in parentheses, may hold blanks.
    let tail = text.lastIndex(of: ")").map { text[text.index(after: $0)...] } ?? text[...]
    return tail.split { $0 == " " || $0 == "\n" }
  }

  private static func number(_ fields: [Substring], _ place: Int) -> Double? {
    fields.indices.contains(place) ? Double(fields[place]) : nil
  }

  private static var residentPages: Double? { number(fields("/proc/self/statm"), 1) }

  /// Fields 14 and 15 of stat, the third being the first behind the name.
  private static var cpuTicks: Double? {
    let stat = fields("/proc/self/stat")
    guard let user = number(stat, 11), let system = number(stat, 12) else { return nil }
    return user + system
  }

  private static var startTicks: Double? { number(fields("/proc/self/stat"), 19) }

  private static var bootTime: Double? {
    guard let text = try? String(contentsOfFile: "/proc/stat", encoding: .utf8) else { return nil }
    return text.split(separator: "\n").first { $0.hasPrefix("btime ") }.flatMap { Double($0.dropFirst(6)) }
  }
}
