import Geodesy
public import RestStations
import TabularText

/// Stations as a CSV file.
public enum StationCSV {
  /// Writes a file of all columns; see ``StationColumn`` for their order.
  public struct Writer {
    private let catalogue: AmenityCatalogue
    private var csv = CSVWriter()

    public init(_ catalogue: AmenityCatalogue) {
      self.catalogue = catalogue
      csv.append(StationColumn.allCases.map(\.rawValue))
    }

    public mutating func append(_ station: Station) {
      csv.append(
        StationColumn.allCases.map { column in
          let cell = station.cell(column, catalogue)
          return column.isNumeric ? cell : FormulaGuard.guarded(cell)
        })
    }

    /// The bytes since the last call.
    public mutating func take() -> [UInt8] {
      csv.take()
    }
  }

  /// A row whose cells have not been looked at.
  struct Row {
    let line: Int
    /// In the order of the file's columns, formula guards taken off.
    let cells: [String]
  }

  /// A file whose header has been read: gives row after row.
  struct Reader: Sendable {
    let columns: [StationColumn]
    private var csv: CSVReader

    /// - Throws: ``YizhanError`` with every fault of the header.
    init(_ bytes: [UInt8]) throws {
      csv = CSVReader(bytes)
      columns = try header(&csv)
    }

    /// How much of the file has been read, 0…1.
    var progress: Double { Double(csv.progress) / Double(max(1, csv.size)) }

    /// At most so many rows are to come.
    var greatestCount: Int { csv.greatestCount }

    /// The next row, or nothing at the end.
    ///
    /// - Throws: what is wrong with this row; the next call goes on behind it.
    mutating func next() throws(Fault) -> Row? {
      let record: CSVRecord?
      do throws(CSVError) {
        record = try csv.next()
      } catch {
        throw fault(of: error)
      }
      guard let record else { return nil }
      return try row(record, columns.count)
    }
  }

  private static func header(_ reader: inout CSVReader) throws -> [StationColumn] {
    let record: CSVRecord?
    do {
      record = try reader.next()
    } catch {
      throw badFile([fault(of: error)])
    }
    guard let record else {
      throw badFile([Fault(.row(line: 1, column: nil), Bilingual("the file is empty", "文件为空"))])
    }
    var columns: [StationColumn] = []
    var faults: [Fault] = []
    for name in record.fields {
      guard let column = StationColumn(header: name) else {
        let known = StationColumn.allCases.map(\.rawValue).joined(separator: ", ")
        faults.append(
          Fault(
            .row(line: record.line, column: name),
            Bilingual("unknown column; known ones are \(known)", "未知的列；可用的列有 \(known)")))
        continue
      }
      if columns.contains(column) {
        faults.append(
          Fault(.row(line: record.line, column: name), Bilingual("the column is there twice", "该列重复出现")))
      }
      columns.append(column)
    }
    for column in StationColumn.required where !columns.contains(column) {
      faults.append(
        Fault(.row(line: record.line, column: column.rawValue), Bilingual("the column is missing", "缺少该列")))
    }
    guard faults.isEmpty else { throw badFile(faults) }
    return columns
  }

  private static func row(_ record: CSVRecord, _ count: Int) throws(Fault) -> Row {
    let extra = record.fields.dropFirst(count)
    guard record.fields.count >= count, extra.allSatisfy(\.isEmpty) else {
      let found = record.fields.count
      throw Fault(
        .row(line: record.line, column: nil),
        Bilingual("has \(found) fields where the header has \(count)", "有 \(found) 个字段，表头为 \(count) 个"))
    }
    return Row(line: record.line, cells: record.fields.prefix(count).map(FormulaGuard.unguarded))
  }

  static func badFile(_ faults: [Fault]) -> YizhanError {
    YizhanError(
      .badData,
      Bilingual(
        "nothing was imported: \(faults.count) fault\(faults.count == 1 ? "" : "s") in the file",
        "未导入任何内容：文件中有 \(faults.count) 处错误"),
      faults: faults)
  }

  static func fault(of error: CSVError) -> Fault {
    let detail =
      switch error.reason {
      case .quoteNotClosed: Bilingual("a quoted field is not closed", "引号字段没有结束")
      case .textAfterQuote: Bilingual("text follows a closing quote", "结束引号之后还有文字")
      case .badEncoding: Bilingual("is neither UTF-8 nor GB18030", "既不是 UTF-8 也不是 GB18030 编码")
      }
    return Fault(.row(line: error.line, column: nil), detail)
  }
}

extension StationColumn {
  /// Numbers are never guarded against formulas.
  var isNumeric: Bool {
    self == .latitude || self == .longitude || self == .capacity
  }
}
