import Crypto
import RestStations
import TabularText

extension VisitReader {
  /// Reads a visit file: columns `station_id` and `group`, and any of `id,at,people,services,visitor`, in any order,
  /// with English or Chinese names; lists are separated by `;`.
  ///
  /// A row without an id gets one that is made of its content (and of how often the file has had that before), so that
  /// the same file sent twice counts once. Faults name line and column.
  ///
  /// - Throws: ``YizhanError`` with `badData` when the header is wrong.
  public func visits(csv bytes: [UInt8]) throws -> VisitReading {
    var csv = CSVReader(bytes)
    let columns = try Self.header(&csv)
    var reading = VisitReading()
    var seen: [[String]: Int] = [:]
    var ids: [VisitID: Int] = [:]
    while true {
      do throws(CSVError) {
        guard let record = try csv.next() else { return reading }
        let item = item(record, columns, &seen)
        reading.lines.append(record.line)
        if case .draft(let draft) = item {
          if let first = ids[draft.id] {
            let detail = Bilingual("\(draft.id) is in line \(first) already", "\(draft.id) 已在第 \(first) 行出现")
            reading.items.append(.refused(Self.refused(record.line, [VisitFault(.id, detail)])))
            continue
          }
          ids[draft.id] = record.line
        }
        reading.items.append(item)
      } catch {
        reading.lines.append(error.line)
        reading.items.append(.refused(Self.bad([error.fault])))
      }
    }
  }

  /// Looks at how a visit file begins whose rest is still to come.
  ///
  /// - Throws: as ``visits(csv:)``.
  public static func check(csvBeginning bytes: [UInt8]) throws {
    var csv = CSVReader(beginning: bytes)
    _ = try header(&csv)
  }

  private func item(
    _ record: CSVRecord, _ columns: [VisitField], _ seen: inout [[String]: Int]
  ) -> VisitReading.Item {
    let extra = record.fields.dropFirst(columns.count)
    guard record.fields.count >= columns.count, extra.allSatisfy(\.isEmpty) else {
      let detail = Bilingual(
        "has \(record.fields.count) fields where the header has \(columns.count)",
        "有 \(record.fields.count) 个字段，表头为 \(columns.count) 个")
      return .refused(Self.bad([Fault(.row(line: record.line, column: nil), detail)]))
    }
    let cells = record.fields.prefix(columns.count).map { FormulaGuard.unguarded($0) }
    var fields = VisitFields()
    for (column, cell) in zip(columns, cells) where !cell.isEmpty { fields.set(column, to: cell) }
    if fields.id == nil, fields.faults.isEmpty {
      let repeated = seen[cells, default: 0]
      seen[cells] = repeated + 1
      fields.id = Self.id(of: cells, repeated).description
    }
    switch draft(fields) {
    case .success(let draft): return .draft(draft)
    case .failure(let faults): return .refused(Self.refused(record.line, faults.faults))
    }
  }

  /// A UUID of version 8 (RFC 9562: of the maker's own kind) out of a row's content.
  private static func id(of cells: [String], _ repeated: Int) -> VisitID {
    let text = (cells + [String(repeated)]).joined(separator: "\u{1F}")
    let digest = SHA256.hash(data: Array(text.utf8)).prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    let fixed = UInt128(0xF) << 76 | UInt128(0b11) << 62
    return VisitID(value: (digest & ~fixed) | UInt128(8) << 76 | UInt128(0b10) << 62)
  }

  private static func header(_ csv: inout CSVReader) throws -> [VisitField] {
    let record: CSVRecord?
    do {
      record = try csv.next()
    } catch {
      throw bad([error.fault])
    }
    guard let record else {
      throw bad([Fault(.row(line: 1, column: nil), Bilingual("the file is empty", "文件为空"))])
    }
    var (columns, faults): ([VisitField], [Fault]) = ([], [])
    for name in record.fields {
      let trimmed = name.filter { !$0.isWhitespace }
      let column = VisitField.allCases.first {
        $0.rawValue == trimmed.lowercased() || $0.chineseNames.contains(trimmed)
      }
      guard let column else {
        let known = VisitField.allCases.map(\.rawValue).joined(separator: ", ")
        let detail = Bilingual("unknown column; known ones are \(known)", "未知的列；可用的列有 \(known)")
        faults.append(Fault(.row(line: record.line, column: name), detail))
        continue
      }
      if columns.contains(column) {
        let detail = Bilingual("the column is there twice", "该列重复出现")
        faults.append(Fault(.row(line: record.line, column: name), detail))
      }
      columns.append(column)
    }
    for column in [VisitField.stationID, .group] where !columns.contains(column) {
      faults.append(
        Fault(.row(line: record.line, column: column.rawValue), Bilingual("the column is missing", "缺少该列")))
    }
    guard faults.isEmpty else { throw bad(faults) }
    return columns
  }

  private static func refused(_ line: Int, _ faults: [VisitFault]) -> YizhanError {
    bad(faults.map { Fault(.row(line: line, column: $0.name), $0.detail) })
  }

  private static func bad(_ faults: [Fault]) -> YizhanError {
    YizhanError(
      .badData,
      Bilingual("\(faults.count) fault\(faults.count == 1 ? "" : "s") in the file", "文件中有 \(faults.count) 处错误"),
      faults: faults)
  }
}

extension VisitFields {
  /// Takes a cell that is not blank.
  fileprivate mutating func set(_ field: VisitField, to cell: String) {
    switch field {
    case .id: id = cell
    case .stationID: stationID = cell
    case .at: at = cell
    case .group: group = cell
    case .people:
      people = Int(cell)
      if people == nil {
        faults.append(VisitFault(.people, Bilingual("must be a whole number from 1 to 500", "须为 1 至 500 的整数")))
      }
    case .services: services = cell.split(separator: ";").map { $0.filter { $0 != " " } }
    case .visitor: visitor = cell
    }
  }
}

extension CSVError {
  fileprivate var fault: Fault {
    Fault(.row(line: line, column: nil), Bilingual(detail.english, detail.chinese))
  }
}
