import RemoteClient
import RestStations

/// One station for a person to read: a line for each thing that is known.
struct StationSheet {
  let lines: [String]

  init(_ station: StationDocument) {
    let position =
      FixedDecimal.text(station.lat, decimals: 7) + ", " + FixedDecimal.text(station.lon, decimals: 7)
    let entries: [(String, String?)] = [
      (say("id", "编号"), station.id),
      (say("name", "名称"), station.name),
      (say("aliases", "别名"), station.aliases?.joined(separator: "; ")),
      (say("kind", "类型"), StationKind(rawValue: station.kind)?.label.text(in: language)),
      (say("hub", "所属中心"), station.hubID),
      (say("town", "镇街"), station.town),
      (say("address", "地址"), station.address),
      (say("lat, lon", "纬度, 经度"), position),
      (say("amenities", "设施"), station.amenities.joined(separator: " ")),
      (say("broken", "故障设施"), station.brokenAmenities?.joined(separator: " ")),
      (say("opening hours", "开放时间"), station.openingHours),
      (say("staffed hours", "值守时间"), station.staffedHours),
      (say("open", "开放"), station.open),
      (say("changes at", "下次变化"), station.changesAt),
      (say("entry", "进入方式"), station.entry.flatMap(StationEntry.init(rawValue:))?.label.text(in: language)),
      (say("operator", "运营单位"), station.operatorName),
      (say("capacity", "容量"), station.capacity.map(String.init)),
      (say("phone", "电话"), station.phone),
      (say("status", "状态"), StationStatus(rawValue: station.status)?.label.text(in: language)),
      (say("reason", "原因"), station.statusReason),
      (say("until", "截止"), station.statusUntil),
      (say("verified at", "核实日期"), station.verifiedAt),
      (say("updated at", "更新时间"), station.updatedAt),
      (say("revision", "版本"), station.revision.map(String.init)),
    ]
    let known = entries.compactMap { name, value in value.map { (name, $0) } }
    let width = known.map { TextTable.width(of: $0.0) }.max() ?? 0
    lines = known.map { name, value in
      name + String(repeating: " ", count: width - TextTable.width(of: name) + 2) + value
    }
  }
}
