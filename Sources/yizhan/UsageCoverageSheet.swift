import RemoteClient
import RestStations
import TabularText

/// A report on coverage, printed.
struct UsageCoverageSheet {
  private let report: CoverageDocument

  init(_ report: CoverageDocument) {
    self.report = report
  }

  /// The share on standard error, the gaps as rows; or all of it as JSON.
  func print(_ format: OutputFormat) throws {
    if format == .json { return try StandardOutput.json(report) }
    let share = report.shareOfWeight.map { "\(($0 * 1000).rounded() / 10) %" } ?? "–"
    StandardError.line(
      say(
        "\(report.covered.points) of \(report.all.points) points (\(share) by weight) have one of \(report.stations) stations within \(Self.metres(report.distance)) m",
        "\(report.all.points) 个地点中有 \(report.covered.points) 个（按权重 \(share)）在 \(Self.metres(report.distance)) 米内有服务点（共 \(report.stations) 个）"
      ))
    if let mean = report.meanDistance, let median = report.medianDistance, let greatest = report.greatestDistance {
      StandardError.line(
        say(
          "distance to the nearest: mean \(mean) m, median \(median) m, greatest \(greatest) m",
          "到最近服务点的距离：平均 \(mean) 米，中位数 \(median) 米，最远 \(greatest) 米"))
    }
    guard !report.gaps.isEmpty else { return }
    StandardError.line(say("largest gaps:", "最大空白区："))
    Rows(
      [
        (say("point", "地点"), "name", .left), (say("latitude", "纬度"), "lat", .right),
        (say("longitude", "经度"), "lon", .right), (say("nearest", "最近服务点"), "nearest_id", .left),
        (say("metres", "距离（米）"), "distance_m", .right), (say("points around", "附近地点数"), "points_around", .right),
      ],
      report.gaps.map { gap in
        [
          gap.name ?? gap.line.map { say("line \($0)", "第 \($0) 行") } ?? "", String(gap.lat), String(gap.lon),
          gap.nearestID ?? "", gap.distance.map { String($0) } ?? "", String(gap.around.points),
        ]
      }
    ).print(format)
  }

  /// Without `.0`.
  private static func metres(_ distance: Double) -> String {
    Int(exactly: distance).map { String($0) } ?? String(distance)
  }

  /// The stations that had no visits.
  static func printIdle(_ summary: UsageSummaryDocument, _ format: OutputFormat) throws {
    if format == .json { return try StandardOutput.json(summary.idleStations) }
    StandardError.line(
      say(
        "\(summary.idleStations.count) of \(summary.stations) stations had no visit from \(summary.from) to \(summary.to)",
        "\(summary.from) 至 \(summary.to)，\(summary.stations) 个服务点中有 \(summary.idleStations.count) 个没有到访"))
    Rows(
      [(say("id", "编号"), "id", .left), (say("name", "名称"), "name", .left), (say("town", "镇街"), "town", .left)],
      summary.idleStations.map { [$0.id, $0.name, $0.town ?? ""] }
    ).print(format)
  }

  /// Rows as CSV or, unless that is asked for, as a table.
  private struct Rows {
    let columns: [(title: String, name: String, alignment: TextTable.Alignment)]
    let rows: [[String]]

    init(_ columns: [(title: String, name: String, alignment: TextTable.Alignment)], _ rows: [[String]]) {
      self.columns = columns
      self.rows = rows
    }

    func print(_ format: OutputFormat) {
      if format == .csv {
        var writer = CSVWriter()
        writer.append(columns.map(\.name))
        for row in rows { writer.append(row.map { FormulaGuard.guarded($0) }) }
        StandardOutput.write(writer.bytes)
      } else {
        var table = TextTable(columns.map { TextTable.Column(title: $0.title, alignment: $0.alignment) })
        for row in rows { table.append(row) }
        table.lines.forEach(StandardOutput.line)
      }
    }
  }
}
