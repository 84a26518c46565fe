import Foundation
import RemoteClient
import RestStations
import TabularText

/// Stations as rows for people and programs.
struct StationRows: Sendable {
  private struct Column: Sendable {
    /// In CSV.
    let name: String
    /// In a table.
    let title: String
    var alignment = TextTable.Alignment.left
    var isNumber = false
    /// What follows a number in a table.
    var unit = ""
    /// What programs read.
    let cell: @Sendable (StationDocument) -> String
    /// What people read, where that is something else.
    var label: (@Sendable (StationDocument) -> String)?

    func shown(_ station: StationDocument) -> String {
      label?(station) ?? cell(station) + unit
    }
  }

  private let columns: [Column]

  /// Prints stations to standard output.
  func print(_ stations: [StationDocument], as format: OutputFormat) throws {
    switch format {
    case .json: try StandardOutput.json(stations)
    case .csv: printCSV(stations)
    case .table: printTable(stations)
    }
  }

  private func printTable(_ stations: [StationDocument]) {
    guard !stations.isEmpty else {
      StandardError.line(say("No station matches.", "没有符合条件的服务点。"))
      return
    }
    var table = TextTable(columns.map { TextTable.Column(title: $0.title, alignment: $0.alignment) })
    for station in stations { table.append(columns.map { $0.shown(station) }) }
    let width = StandardOutput.terminalWidth ?? .max
    for line in table.lines { StandardOutput.line(TextTable.cut(line, to: width)) }
  }

  private func printCSV(_ stations: [StationDocument]) {
    var csv = CSVWriter()
    csv.append(columns.map(\.name))
    for station in stations {
      csv.append(columns.map { $0.isNumber ? $0.cell(station) : FormulaGuard.guarded($0.cell(station)) })
    }
    StandardOutput.write(csv.take())
  }

  /// For answers about the nearest.
  static let nearest = StationRows(columns: [distance, bearing, id, name, town, open, hours, amenities])
  /// For lists.
  static let list = StationRows(columns: [id, name, kind, town, status, open, hours, amenities])

  private static let id = Column(name: "id", title: say("id", "编号")) { $0.id }
  private static let name = Column(name: "name", title: say("name", "名称")) { $0.name }
  private static let kind = Column(
    name: "kind", title: say("kind", "类型"), cell: { $0.kind },
    label: { StationKind(rawValue: $0.kind)?.label.text(in: language) ?? $0.kind })
  private static let town = Column(name: "town", title: say("town", "镇街")) { $0.town ?? "" }
  private static let status = Column(
    name: "status", title: say("status", "状态"), cell: { $0.status },
    label: { StationStatus(rawValue: $0.status)?.label.text(in: language) ?? $0.status })
  private static let open = Column(
    name: "open", title: say("open", "开放"), cell: { $0.open },
    label: { station in
      switch station.open {
      case "open": say("open", "开放中")
      case "closed": say("closed", "已关闭")
      default: say("unknown", "未知")
      }
    })
  private static let hours = Column(name: "opening_hours", title: say("hours", "开放时间")) { $0.openingHours ?? "" }
  private static let amenities = Column(name: "amenities", title: say("amenities", "设施")) { station in
    station.amenities.joined(separator: " ")
  }
  private static let distance = Column(
    name: "distance_m", title: say("distance", "距离"), alignment: .right, isNumber: true, unit: " m"
  ) { station in
    FixedDecimal.text(station.distanceMetres ?? 0, decimals: 1)
  }
  private static let bearing = Column(
    name: "bearing_deg", title: say("bearing", "方位"), alignment: .right, isNumber: true
  ) { station in
    FixedDecimal.text(station.bearingDegrees ?? 0, decimals: 1)
  }
}
