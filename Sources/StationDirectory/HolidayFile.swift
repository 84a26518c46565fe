public import OpeningHours
import RestStations
import TabularText

/// Public holidays and make-up workdays as a CSV file in UTF-8 or GB18030.
public enum HolidayFile {
  /// The columns, in this order.
  private enum Column: String, CaseIterable {
    case date, kind
    case chineseName = "name_zh"
    case englishName = "name_en"
  }

  private static let longestName = 100

  /// Reads the days of a file; ``HolidayTable`` tells which years they cover.
  ///
  /// The first record names the columns, `date,kind,name_zh,name_en`. A date is written `YYYY-MM-DD` and may come once;
  /// the kind is `holiday` or `workday`; the names may be blank.
  ///
  /// - Throws: ``YizhanError`` with all the faults there are, in the order of their lines.
  public static func read(_ bytes: [UInt8]) throws -> HolidayTable {
    var csv = CSVReader(bytes)
    do throws(Fault) {
      try readHeader(&csv)
    } catch {
      throw StationCSV.badFile([error])
    }
    var faults: [Fault] = []
    var entries: [HolidayTable.Entry] = []
    var lines: [CivilDate: Int] = [:]
    while true {
      do throws(Fault) {
        guard let record = try next(&csv) else { break }
        guard let entry = try entry(record, &faults) else { continue }
        if let first = lines[entry.date] {
          let detail = Bilingual("\(entry.date) is in line \(first) already", "\(entry.date) 已在第 \(first) 行出现")
          throw fault(record, .date, detail)
        }
        lines[entry.date] = record.line
        entries.append(entry)
      } catch {
        faults.append(error)
      }
    }
    guard faults.isEmpty else { throw StationCSV.badFile(faults) }
    return HolidayTable(entries: entries)
  }

  private static func readHeader(_ csv: inout CSVReader) throws(Fault) {
    guard let record = try next(&csv) else {
      throw Fault(.row(line: 1, column: nil), Bilingual("the file is empty", "文件为空"))
    }
    let columns: [Column?] = record.fields.map { name in try? Cell.word(name) }
    guard columns == Column.allCases else {
      let names = Column.allCases.map(\.rawValue).joined(separator: ",")
      throw Fault(
        .row(line: record.line, column: nil), Bilingual("the header must be \(names)", "表头必须是 \(names)"))
    }
  }

  /// The day of a record, or nothing and the faults of its cells.
  private static func entry(_ record: CSVRecord, _ faults: inout [Fault]) throws(Fault) -> HolidayTable.Entry? {
    let count = Column.allCases.count
    guard record.fields.count >= count, record.fields.dropFirst(count).allSatisfy(\.isEmpty) else {
      let found = record.fields.count
      throw Fault(
        .row(line: record.line, column: nil),
        Bilingual("has \(found) fields where the header has \(count)", "有 \(found) 个字段，表头为 \(count) 个"))
    }
    /// The value of a cell, or nothing and a fault.
    func take<Value>(_ column: Column, _ value: (String) throws(CellFault) -> Value) -> Value? {
      let cell = zip(Column.allCases, record.fields).first { $0.0 == column }?.1 ?? ""
      do throws(CellFault) {
        return try value(cell)
      } catch {
        faults.append(fault(record, column, error.detail))
        return nil
      }
    }
    func name(_ text: String) throws(CellFault) -> String {
      try Cell.text(text, upTo: longestName) ?? ""
    }
    let date = take(.date) { text throws(CellFault) in try required(Cell.day(text)) }
    let kind = take(.kind) { text throws(CellFault) in try required(Cell.word(text) as HolidayTable.Kind?) }
    let (chinese, english) = (take(.chineseName, name), take(.englishName, name))
    guard let date, let kind, let chinese, let english else { return nil }
    return HolidayTable.Entry(date: date, kind: kind, nameZh: chinese, nameEn: english)
  }

  private static func required<Value>(_ value: Value?) throws(CellFault) -> Value {
    guard let value else { throw Cell.required }
    return value
  }

  private static func next(_ csv: inout CSVReader) throws(Fault) -> CSVRecord? {
    do throws(CSVError) {
      return try csv.next()
    } catch {
      throw StationCSV.fault(of: error)
    }
  }

  private static func fault(_ record: CSVRecord, _ column: Column, _ detail: Bilingual) -> Fault {
    Fault(.row(line: record.line, column: column.rawValue), detail)
  }
}
