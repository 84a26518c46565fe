import RestStations

/// The answer of `POST /v1/stations/import`.
struct ImportReportDocument: Decodable {
  var created: Int
  var updated: Int
  var unchanged: Int
  var retired: Int
  var dryRun: Bool
  var revision: Int
  var warnings: [ProblemDocument.Item]
  var warningCount: Int

  enum CodingKeys: String, CodingKey {
    case created, updated, unchanged, retired, revision, warnings
    case dryRun = "dry_run"
    case warningCount = "warning_count"
  }

  var report: ImportReport {
    var report = ImportReport()
    (report.created, report.updated, report.unchanged) = (created, updated, unchanged)
    (report.retired, report.dryRun, report.revision) = (retired, dryRun, revision)
    report.warnings = warnings.map { Fault($0.place, Bilingual($0.detail, $0.detail)) }
    report.warningCount = warningCount
    return report
  }
}
