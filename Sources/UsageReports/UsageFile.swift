public import RestStations

/// The forms that statistics are handed out in.
public enum UsageFormat: String, CaseIterable, Sendable {
  case json, csv, xlsx, html
}

/// Writes the answers to questions as files.
public struct UsageFile: Sendable {
  private let reports: UsageReports
  private let now: Int64
  private let language: Language
  private let progress: @Sendable (Double) -> Void

  /// - Parameters:
  ///   - now: seconds since 1970, for the reports.
  ///   - language: of headers and reports.
  ///   - progress: is told how much is done, 0…1.
  public init(
    _ reports: UsageReports, now: Int64, _ language: Language, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) {
    self.reports = reports
    self.now = now
    self.language = language
    self.progress = progress
  }

  /// Writes a file; one of that name is replaced. Excel files and pages begin with a report on what is asked about.
  ///
  /// - Throws: as ``UsageReports/answer(_:progress:)``; ``YizhanError`` with `storageFailed` when the file cannot be
  ///   written, `tooLarge` when an Excel file would have more rows than Excel takes.
  public func write(_ question: UsageQuestion, as format: UsageFormat, to path: String) async throws {
    switch format {
    case .json:
      var writer = UsageJSONWriter(try .file(path))
      try await answer(question).write(to: &writer)
    case .csv:
      var writer = UsageCSVWriter(try .file(path), language: language)
      try await answer(question).write(to: &writer)
    case .xlsx:
      let report = try await reports.report(on: question, at: now)
      var writer = try UsageXLSXWriter(path, report: report, language: language)
      try await answer(question).write(to: &writer)
    case .html:
      let report = try await reports.report(on: question, at: now)
      let rows = question.by.isEmpty ? nil : try await answer(question).table
      try UsageOutput.file(path).append(try UsageHTMLReport(report, rows: rows, language: language).page())
    }
  }

  private func answer(_ question: UsageQuestion) async throws -> UsageAnswer {
    try await reports.answer(question, progress: progress)
  }
}
