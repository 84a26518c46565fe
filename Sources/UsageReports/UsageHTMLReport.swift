import Mustache
import OpeningHours
public import RestStations

/// A report as one HTML page (well-formed XML too) that needs no network and no script: headline figures, charts as
/// SVG, a table for each cut, for screens and for paper of A4.
public struct UsageHTMLReport {
  /// What the page shows of a question's own rows.
  public static let maximumRows = 5000

  private let report: UsageReport
  private let rows: UsageTable?
  private let language: Language

  /// - Parameter rows: the answer to the question itself, where it has columns; shown up to ``maximumRows``.
  public init(_ report: UsageReport, rows: UsageTable? = nil, language: Language) {
    self.report = report
    self.rows = rows
    self.language = language
  }

  /// The page, in UTF-8.
  ///
  /// - Throws: only when the templates are wrong, which they are not.
  public func page() throws -> [UInt8] {
    var library = MustacheLibrary()
    try library.register(ChartTemplate.text, named: ChartTemplate.name)
    try library.register(HTMLReportTemplate.table, named: HTMLReportTemplate.tableName)
    try library.register(HTMLReportTemplate.text, named: HTMLReportTemplate.name)
    let sections = HTMLReportSections(report, rows, language)
    let page = library.render(context(sections), withTemplate: HTMLReportTemplate.name) ?? ""
    return Array(page.utf8)
  }

  private func context(_ sections: HTMLReportSections) -> [String: Any] {
    let period = ReportWording.days(report.question.from.description, report.question.to.description)
    return [
      "lang": language == .chinese ? "zh-CN" : "en",
      "title": text(ReportWording.title),
      "colon": text(Bilingual(": ", "：")),
      "periodName": text(ReportWording.period),
      "period": text(period),
      "filtersName": text(ReportWording.filters),
      "filters": MarkupText.cleaned(report.filters(in: language)),
      "headline": text(ReportWording.headline),
      "cards": HTMLReportHeadline(report, language).cards,
      "comparison": HTMLReportHeadline(report, language).comparison.context,
      "sections": sections.all.map(\.context),
      "meanings": ReportWording.meanings.map(text),
      "madeAtName": text(ReportWording.madeAt),
      "madeAt": MarkupText.cleaned(report.madeAt),
    ]
  }

  private func text(_ text: Bilingual) -> String {
    text.text(in: language)
  }
}
