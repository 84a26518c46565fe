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

  /// - Parameter json: an object, UTF-8.
  /// - Throws: ``YizhanError`` with `badData` and every fault, each at its pointer.
  public init(json: [UInt8], of id: StationID) throws {
    guard let object = try? JSONDecoder().decode([String: JSONValue].self, from: Data(json)) else {
      throw YizhanError(
        .badData, Bilingual("the body must be one JSON object", "请求体须为一个 JSON 对象"),
        faults: [Fault(.pointer(""), Bilingual("is no JSON object", "不是 JSON 对象"))])
    }
    var faults: [Fault] = []
    for (name, value) in object.sorted(by: { $0.key < $1.key }) where !PropertyNames.ignored.contains(name) {
      do throws(CellFault) {
        try take(name, value, of: id)
      } catch {
        faults.append(Fault(.pointer(JSONPointer.part(name)), error.detail))
      }
    }
    let order = StationColumn.allCases
    cells.sort { (order.firstIndex(of: $0.column) ?? 0) < (order.firstIndex(of: $1.column) ?? 0) }
    guard faults.isEmpty else { throw Self.bad(faults) }
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
    default: cells.append((column, try value.cell(for: column)))
    }
  }

  /// Lays the fields over a station.
  ///
  /// - Parameters:
  ///   - station: what the fields are laid over; nothing for a whole one, which must have name, latitude and longitude.
  ///   - place: where it is so far, if it is there; it stays when the coordinates are those that answers show.
  ///   - datum: of the coordinates.
  /// - Throws: ``YizhanError`` with `badData` and every fault.
  func applied(
    to station: Station?, at place: Coordinate?, _ id: StationID, _ datum: Datum, _ catalogue: AmenityCatalogue
  ) throws(YizhanError) -> Station {
    var faults: [Fault] = []
    var shared = SharedCells(catalogue)
    var result = station ?? Station(id: id, name: "", coordinate: .origin)
    if station == nil {
      let given = [(StationColumn.latitude, latitude != nil), (.longitude, longitude != nil)]
      let missing = given.filter { !$0.1 }.map(\.0) + (cells.contains { $0.column == .name } ? [] : [.name])
      faults += missing.map { Fault(.pointer("/" + $0.rawValue), Bilingual("is missing", "缺少该字段")) }
    }
    result.coordinate = coordinate(instead: place, datum)
    for (column, text) in cells {
      do throws(CellFault) {
        try result.set(column, to: text, &shared)
      } catch {
        faults.append(Fault(.pointer("/" + column.rawValue), error.detail))
      }
    }
    if faults.isEmpty {
      faults = result.contradictions().map { Fault(.pointer("/" + $0.rawValue), $1.detail) }
    }
    guard faults.isEmpty else { throw Self.bad(faults) }
    return result
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

  private static func degrees(_ value: JSONValue, in range: ClosedRange<Double>) throws(CellFault) -> Double {
    if case .number(let number) = value, range.contains(number) { return number }
    let (low, high) = (Int(range.lowerBound), Int(range.upperBound))
    throw CellFault("must be a number of degrees from \(low) to \(high)", "须为 \(low) 至 \(high) 之间的度数")
  }
}
