import Geodesy
public import RestStations
import TabularText

/// Stations as a CSV file.
public enum StationCSV {
  /// Writes a file of all columns; see ``StationColumn`` for their order.
  public struct Writer: StationFileWriter {
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

    public mutating func end() {}

    public mutating func take() -> [UInt8] {
      csv.take()
    }
  }

  /// A file whose header has been read: gives row after row.
  struct Reader: StationFile {
    /// In the order in which they take effect.
    private let columns: [StationColumn]
    /// Where each of them stands in a row.
    private let places: [Int]
    /// How many columns the file has.
    private let width: Int
    private var csv: CSVReader

    /// - Throws: ``YizhanError`` with every fault of the header.
    init(_ bytes: [UInt8]) throws {
      csv = CSVReader(bytes)
      let header = try header(&csv)
      columns = StationColumn.allCases.filter(header.contains)
      places = columns.compactMap { header.firstIndex(of: $0) }
      width = header.count
    }

    var progress: Double { Double(csv.progress) / Double(max(1, csv.size)) }

    var greatestCount: Int { csv.greatestCount }

    func place(of column: StationColumn, at position: Int) -> Fault.Place {
      .row(line: position, column: column.rawValue)
    }

    func name(ofPosition position: Int) -> Bilingual {
      Bilingual("line \(position)", "第 \(position) 行")
    }

    mutating func next() throws(StationRecord.Failure) -> StationRecord? {
      let record: CSVRecord?
      do throws(CSVError) {
        record = try csv.next()
      } catch {
        throw StationRecord.Failure(position: error.line, fault: fault(of: error))
      }
      guard let record else { return nil }
      let (found, extra) = (record.fields.count, record.fields.dropFirst(width))
      guard found >= width, extra.allSatisfy(\.isEmpty) else {
        let detail = Bilingual("has \(found) fields where the header has \(width)", "有 \(found) 个字段，表头为 \(width) 个")
        throw StationRecord.Failure(
          position: record.line, fault: Fault(.row(line: record.line, column: nil), detail))
      }
      let cells = places.map { FormulaGuard.unguarded(record.fields[$0]) }
      return StationRecord(position: record.line, columns: columns, cells: cells)
    }
  }

  /// Looks at how a file begins whose rest is still to come.
  ///
  /// - Throws: ``YizhanError`` with every fault of the header.
  public static func check(beginning bytes: [UInt8]) throws {
    var csv = CSVReader(beginning: bytes)
    _ = try header(&csv)
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

  static func badFile(_ faults: [Fault]) -> YizhanError {
    YizhanError(
      .badData,
      Bilingual(
        "nothing was imported: \(faults.count) fault\(faults.count == 1 ? "" : "s") in the file",
        "未导入任何内容：文件中有 \(faults.count) 处错误"),
      faults: faults)
  }

  static func badBeginning(_ faults: [Fault]) -> YizhanError {
    YizhanError(
      .badData,
      Bilingual(
        "nothing was imported: at least \(faults.count) faults in the file; the rest was not read",
        "未导入任何内容：文件中至少有 \(faults.count) 处错误，其余未读"),
      faults: faults)
  }

  static func fault(of error: CSVError) -> Fault {
    Fault(.row(line: error.line, column: nil), Bilingual(error.detail.english, error.detail.chinese))
  }
}

extension StationColumn {
  /// Numbers are never guarded against formulas.
  var isNumeric: Bool {
    self == .latitude || self == .longitude || self == .capacity
  }

  /// Lists are separated by `;`, or arrays in JSON.
  var isList: Bool {
    self == .aliases || self == .amenities || self == .brokenAmenities
  }
}
