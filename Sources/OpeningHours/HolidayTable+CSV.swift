extension HolidayTable {
  /// The columns of the CSV form, in this order.
  public static let csvHeader = "date,kind,name_zh,name_en"

  /// Reads a table from CSV (RFC 4180; LF or CRLF; a byte-order mark is skipped; blank lines are skipped).
  ///
  /// The first record must be `csvHeader`. Each further one has exactly four fields: `date` as `YYYY-MM-DD`, `kind`
  /// `holiday` or `workday`, and two names that may be empty. No date may come twice. Spaces around a field are cut.
  /// Which years the table covers is told at ``init(entries:coveredYears:)``.
  /// - Throws: every fault of the file, by line.
  public init(parsingCSV text: String) throws(HolidayTableError) {
    var reader = CSVReader(text)
    var faults: [HolidayTableError.Fault] = []
    var entries: [Entry] = []
    var lines: [CivilDate: Int] = [:]
    if reader.next()?.fields.joined(separator: ",") != Self.csvHeader {
      throw HolidayTableError(faults: [.init(line: 1, kind: .header)])
    }
    while let record = reader.next() {
      switch Self.entry(from: record) {
      case .failure(let fault): faults.append(fault)
      case .success(let entry):
        if let earlier = lines[entry.date] {
          faults.append(.init(line: record.line, kind: .repeatedDate(firstLine: earlier)))
        }
        lines[entry.date] = record.line
        entries.append(entry)
      }
    }
    guard faults.isEmpty else { throw HolidayTableError(faults: faults) }
    self.init(entries: entries)
  }

  private static func entry(from record: CSVReader.Record) -> Result<Entry, HolidayTableError.Fault> {
    func fault(_ kind: HolidayTableError.Fault.Kind) -> Result<Entry, HolidayTableError.Fault> {
      .failure(.init(line: record.line, kind: kind))
    }
    guard record.isWellQuoted else { return fault(.quotes) }
    guard record.fields.count == 4 else { return fault(.fieldCount(record.fields.count)) }
    guard let date = CivilDate(record.fields[0]) else { return fault(.date) }
    guard let kind = Kind(rawValue: record.fields[1]) else { return fault(.kind) }
    return .success(Entry(date: date, kind: kind, nameZh: record.fields[2], nameEn: record.fields[3]))
  }
}

/// Why a CSV file of holidays was refused: every fault, in the order of the lines.
public struct HolidayTableError: Error, Sendable, Hashable {
  /// One fault of one line.
  public struct Fault: Error, Sendable, Hashable {
    /// The closed set of faults.
    public enum Kind: Sendable, Hashable {
      /// The first record is not `date,kind,name_zh,name_en`.
      case header
      /// The record has this many fields instead of four.
      case fieldCount(Int)
      /// The date is not a day written `YYYY-MM-DD`.
      case date
      /// The kind is neither `holiday` nor `workday`.
      case kind
      /// The date stands already on an earlier line.
      case repeatedDate(firstLine: Int)
      /// A quotation mark is not closed, or text follows a closed one.
      case quotes
    }

    /// The line of the file on which the record starts, from 1.
    public let line: Int
    /// What is wrong with it.
    public let kind: Kind

    /// What is wrong, in English, without the line.
    public var english: String {
      switch kind {
      case .header: "the first line must be \(HolidayTable.csvHeader)"
      case .fieldCount(let count): "expected 4 fields, found \(count)"
      case .date: "expected a date as YYYY-MM-DD"
      case .kind: "expected the kind holiday or workday"
      case .repeatedDate(let first): "this date stands already on line \(first)"
      case .quotes: "misplaced or unclosed quotation mark"
      }
    }

    /// What is wrong, in Chinese, without the line.
    public var chinese: String {
      switch kind {
      case .header: "首行必须是 \(HolidayTable.csvHeader)"
      case .fieldCount(let count): "应有 4 列，实有 \(count) 列"
      case .date: "日期应写作 YYYY-MM-DD"
      case .kind: "类型应为 holiday（放假）或 workday（调休上班）"
      case .repeatedDate(let first): "该日期已在第 \(first) 行出现"
      case .quotes: "引号位置有误或未闭合"
      }
    }
  }

  /// At least one.
  public let faults: [Fault]
}

extension HolidayTableError: CustomStringConvertible {
  /// All faults in English, one a line.
  public var description: String {
    faults.map { "line \($0.line): \($0.english)" }.joined(separator: "\n")
  }
}
