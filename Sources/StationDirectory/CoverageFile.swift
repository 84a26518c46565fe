public import Geodesy
import RestStations
import TabularText

/// Points to be covered, as a CSV file in UTF-8 or GB18030.
public enum CoverageFile {
  /// Reading stops after so many faults.
  private static let mostFaults = 1000
  private static let longestName = 200

  /// Reads the points of a file.
  ///
  /// The first record names the columns, in any order, in English or Chinese: `lat` (纬度) and `lon` (经度), decimal
  /// degrees, must be there; `weight` (权重), above 0 and up to 10⁹, is 1 where it is blank or missing; `name` (名称) may
  /// be blank. Other columns are passed over: files of orders have their own.
  ///
  /// - Parameters:
  ///   - datum: of the file's coordinates.
  ///   - progress: is told how much of the file is read, 0…1.
  /// - Throws: ``YizhanError``: `badData` with the faults in the order of their lines, up to a thousand, also when there
  ///   is no point at all; `tooLarge` with more than ``CoveragePoint/limit``.
  public static func read(
    _ bytes: [UInt8], datum: Datum = .wgs84, progress: (Double) -> Void = { _ in }
  ) throws -> [CoveragePoint] {
    var csv = CSVReader(bytes)
    let columns = try header(&csv)
    var points: [CoveragePoint] = []
    var faults: [Fault] = []
    var count = 0
    while faults.count < mostFaults {
      do throws(Fault) {
        guard let record = try next(&csv) else { break }
        if let point = try point(record, columns, datum, &faults) { points.append(point) }
      } catch {
        faults.append(error)
      }
      count += 1
      guard count <= CoveragePoint.limit else { throw tooLarge }
      if count.isMultiple(of: 10_000) { progress(Double(csv.progress) / Double(csv.size)) }
    }
    guard faults.isEmpty else { throw bad(faults) }
    guard count > 0 else { throw bad([Fault(.row(line: 1, column: nil), Bilingual("holds no points", "没有任何点"))]) }
    return points
  }

  /// Looks at how a file begins whose rest is still to come.
  ///
  /// - Throws: ``YizhanError`` with every fault of the header.
  public static func check(beginning bytes: [UInt8]) throws {
    var csv = CSVReader(beginning: bytes)
    _ = try header(&csv)
  }

  private static func header(_ csv: inout CSVReader) throws -> CoverageColumn.Places {
    let record: CSVRecord?
    do throws(Fault) {
      record = try next(&csv)
    } catch {
      throw bad([error])
    }
    guard let record else {
      throw bad([Fault(.row(line: 1, column: nil), Bilingual("the file is empty", "文件为空"))])
    }
    return try CoverageColumn.Places(record)
  }

  /// The point of a record, or nothing and the faults of its cells.
  private static func point(
    _ record: CSVRecord, _ columns: CoverageColumn.Places, _ datum: Datum, _ faults: inout [Fault]
  ) throws(Fault) -> CoveragePoint? {
    let (found, width) = (record.fields.count, columns.width)
    guard found >= width, record.fields.dropFirst(width).allSatisfy(\.isEmpty) else {
      throw Fault(
        .row(line: record.line, column: nil),
        Bilingual("has \(found) fields where the header has \(width)", "有 \(found) 个字段，表头为 \(width) 个"))
    }
    /// The value of a cell, or nothing and a fault.
    func take<Value>(_ column: CoverageColumn, _ value: (String) throws(CellFault) -> Value) -> Value? {
      do throws(CellFault) {
        return try value(columns.cell(column, of: record))
      } catch {
        faults.append(Fault(.row(line: record.line, column: column.rawValue), error.detail))
        return nil
      }
    }
    let latitude = take(.latitude) { text throws(CellFault) in try Cell.degrees(text, in: Coordinate.latitudes) }
    let longitude = take(.longitude) { text throws(CellFault) in try Cell.degrees(text, in: Coordinate.longitudes) }
    let weight = take(.weight) { text throws(CellFault) in
      try Cell.positiveNumber(text, upTo: CoveragePoint.greatestWeight) ?? 1
    }
    let name = take(.name) { text throws(CellFault) in
      try Cell.text(FormulaGuard.unguarded(text), upTo: longestName)
    }
    guard let latitude, let longitude, let weight, let name,
      let place = Coordinate(latitude: latitude, longitude: longitude)
    else { return nil }
    return CoveragePoint(datum.toWGS84(place), weight: weight, name: name, line: record.line)
  }

  private static func next(_ csv: inout CSVReader) throws(Fault) -> CSVRecord? {
    do throws(CSVError) {
      return try csv.next()
    } catch {
      throw StationCSV.fault(of: error)
    }
  }

  static func bad(_ faults: [Fault]) -> YizhanError {
    guard faults.count < mostFaults else {
      return YizhanError(
        .badData,
        Bilingual(
          "at least \(faults.count) faults in the file; the rest was not read", "文件中至少有 \(faults.count) 处错误，其余未读"),
        faults: faults)
    }
    return YizhanError(
      .badData,
      Bilingual("\(faults.count) fault\(faults.count == 1 ? "" : "s") in the file", "文件中有 \(faults.count) 处错误"),
      faults: faults)
  }

  static let tooLarge = YizhanError(
    .tooLarge,
    Bilingual("there are more than \(CoveragePoint.limit) points", "超过 \(CoveragePoint.limit) 个点"))
}
