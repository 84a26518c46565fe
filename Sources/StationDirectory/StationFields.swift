import Foundation
import Geodesy
public import RestStations

/// Some of a station's fields as a JSON object gives them, named like the columns of a station file.
///
/// Lists are arrays of texts; null clears. Members that answers add to a station (`open`, `revision`, …) are passed
/// over, so that what was read can be sent back.
public struct StationFields: Sendable {
  /// Cells of a station file that say the same; a blank one clears.
  private var cells: [(column: StationColumn, text: String)] = []
  private var latitude: Double?
  private var longitude: Double?
  /// Of values that no cell can say.
  private var faults: [Fault] = []

  /// The hub that is named, if one is.
  public var hubID: StationID? {
    cells.first { $0.column == .hubID }.flatMap { StationID($0.text) }
  }

  /// Whether they tell of nothing but the station's status, short of retiring it, and of what amenities work.
  public var areCondition: Bool {
    let columns: [StationColumn] = [.status, .statusReason, .statusUntil, .amenities, .brokenAmenities]
    let statuses = [StationStatus.active, .suspended].map(\.rawValue)
    return latitude == nil && longitude == nil
      && cells.allSatisfy { columns.contains($0.column) && ($0.column != .status || statuses.contains($0.text)) }
  }

  /// What is wrong with the fields themselves is told when they are laid over a station.
  ///
  /// - Parameter json: an object, UTF-8.
  /// - Throws: ``YizhanError`` with `badData` when it is none.
  public init(json: [UInt8], of id: StationID) throws {
    guard let object = try? JSONDecoder().decode([String: JSONValue].self, from: Data(json)) else {
      throw YizhanError(
        .badData, Bilingual("the body must be one JSON object", "请求体须为一个 JSON 对象"),
        faults: [Fault(.pointer(""), Bilingual("is no JSON object", "不是 JSON 对象"))])
    }
    for (name, value) in object.sorted(by: { $0.key < $1.key }) where !PropertyNames.ignored.contains(name) {
      do throws(CellFault) {
        try take(name, value, of: id)
      } catch {
        faults.append(Fault(.pointer(JSONPointer.part(name)), error.detail))
      }
    }
    let order = StationColumn.allCases
    cells.sort { (order.firstIndex(of: $0.column) ?? 0) < (order.firstIndex(of: $1.column) ?? 0) }
  }

  private mutating func take(_ name: String, _ value: JSONValue, of id: StationID) throws(CellFault) {
    guard let column = StationColumn(rawValue: name) else {
      let known = StationColumn.allCases.map(\.rawValue).joined(separator: ", ")
      throw CellFault("is no field of a station; those are \(known)", "不是服务点的字段；可用的有 \(known)")
    }
    switch column {
    case .id:
      guard value.text == id.text else {
        throw CellFault("must be \(id.text), as in the address", "须与地址中的 \(id.text) 相同")
      }
    case .latitude: latitude = try Self.degrees(value, in: Coordinate.latitudes)
    case .longitude: longitude = try Self.degrees(value, in: Coordinate.longitudes)
    default: cells.append((column, try Self.cell(value, for: column)))
    }
  }

  /// Lays the fields over a station.
  ///
  /// - Parameters:
  ///   - station: what the fields are laid over; nothing for a whole one, which must have name, latitude and longitude.
  ///   - place: where it is so far, if it is there; it stays when the coordinates are those that answers show.
  ///   - datum: of the coordinates.
  /// - Returns: the station, and every fault at its pointer: with one, the station is not to be stored.
  func applied(
    to station: Station?, at place: Coordinate?, _ id: StationID, _ datum: Datum, _ catalogue: AmenityCatalogue
  ) -> (station: Station, faults: [Fault]) {
    var faults = faults
    func isFaulty(_ column: StationColumn) -> Bool { faults.contains { $0.place == Self.place(column) } }
    var shared = SharedCells(catalogue)
    var result = station ?? Station(id: id, name: "", coordinate: .origin)
    if station == nil {
      let given = [(StationColumn.latitude, latitude != nil), (.longitude, longitude != nil)]
      let missing = given.filter { !$0.1 }.map(\.0) + (cells.contains { $0.column == .name } ? [] : [.name])
      faults += missing.filter { !isFaulty($0) }.map { Fault(Self.place($0), Bilingual("is missing", "缺少该字段")) }
    }
    result.coordinate = coordinate(instead: place, datum)
    for (column, text) in cells {
      do throws(CellFault) {
        try result.set(column, to: text, &shared)
      } catch {
        faults.append(Fault(Self.place(column), error.detail))
      }
    }
    if ![.amenities, .brokenAmenities, .status, .statusReason, .statusUntil].contains(where: isFaulty) {
      faults += result.contradictions().map { Fault(Self.place($0), $1.detail) }
    }
    return (result, faults)
  }

  static func place(_ column: StationColumn) -> Fault.Place {
    .pointer("/" + column.rawValue)
  }

  /// Where the fields put a station.
  private func coordinate(instead place: Coordinate?, _ datum: Datum) -> Coordinate {
    let shown = datum.fromWGS84(place ?? .origin)
    let given =
      Coordinate(latitude: latitude ?? shown.latitude, longitude: longitude ?? shown.longitude) ?? .origin
    if let place, given.rounded == shown.rounded { return place }
    return datum.toWGS84(given).rounded
  }

  static func bad(_ faults: [Fault]) -> YizhanError {
    YizhanError(
      .badData,
      Bilingual(
        "nothing was stored: \(faults.count) fault\(faults.count == 1 ? "" : "s")", "未保存任何内容：有 \(faults.count) 处错误"),
      faults: faults)
  }

  /// As for a file's feature, but a list is a list, and only a capacity may be a number.
  private static func cell(_ value: JSONValue, for column: StationColumn) throws(CellFault) -> String {
    switch value {
    case .string where column.isList: throw CellFault("must be a list of texts", "须为文本列表")
    case .number where column != .capacity: throw CellFault("must be a text", "须为文本")
    default: return try value.cell(for: column)
    }
  }

  private static func degrees(_ value: JSONValue, in range: ClosedRange<Double>) throws(CellFault) -> Double {
    if case .number(let number) = value, range.contains(number) { return number }
    let (low, high) = (Int(range.lowerBound), Int(range.upperBound))
    throw CellFault("must be a number of degrees from \(low) to \(high)", "须为 \(low) 至 \(high) 之间的度数")
  }
}
