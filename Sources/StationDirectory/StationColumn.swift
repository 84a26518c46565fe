/// A column of a station file, by its English name; columns take effect in this order, whatever a file's own.
enum StationColumn: String, CaseIterable {
  case id, name, aliases, kind
  case hubID = "hub_id"
  case town, address
  case latitude = "lat"
  case longitude = "lon"
  case amenities
  case brokenAmenities = "broken_amenities"
  case openingHours = "opening_hours"
  case staffedHours = "staffed_hours"
  case entry
  case operatorName = "operator"
  case capacity, phone, status
  case verifiedAt = "verified_at"
  // Behind the status, which clears them when it changes.
  case statusReason = "status_reason"
  case statusUntil = "status_until"

  /// Without these a file is no station file.
  static let required: [StationColumn] = [.id, .name, .latitude, .longitude]

  /// The column of a header cell, in English or Chinese.
  init?(header: String) {
    let trimmed = header.filter { !$0.isWhitespace }
    if let column = StationColumn(rawValue: trimmed.lowercased()) {
      self = column
    } else if let column = Self.allCases.first(where: { $0.chineseNames.contains(trimmed) }) {
      self = column
    } else {
      return nil
    }
  }

  /// What districts call it; the first is what we call it.
  var chineseNames: [String] {
    switch self {
    case .id: ["编号", "站点编号", "服务点编号"]
    case .name: ["名称", "站点名称", "服务点名称"]
    case .aliases: ["别名"]
    case .kind: ["类型"]
    case .hubID: ["所属中心", "中心编号"]
    case .town: ["镇街", "乡镇街道"]
    case .address: ["地址"]
    case .latitude: ["纬度"]
    case .longitude: ["经度"]
    case .amenities: ["设施", "服务"]
    case .brokenAmenities: ["故障设施"]
    case .openingHours: ["开放时间"]
    case .staffedHours: ["值守时间"]
    case .entry: ["进入方式"]
    case .operatorName: ["运营单位", "负责单位"]
    case .capacity: ["容量", "容纳人数"]
    case .phone: ["电话", "联系电话"]
    case .status: ["状态"]
    case .verifiedAt: ["核实日期", "核实时间"]
    case .statusReason: ["状态原因"]
    case .statusUntil: ["状态截止"]
    }
  }
}
