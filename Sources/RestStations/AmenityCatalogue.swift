/// The amenities that a directory knows, in a fixed order: an amenity's number is its place, and never changes.
public struct AmenityCatalogue: Hashable, Sendable {
  /// In the order of their numbers.
  public let amenities: [Amenity]
  private let numbers: [AmenityCode: Int]

  /// How many amenities there may be, those of the district included.
  public static let capacity = 100

  /// - Parameter amenities: at most ``capacity``; any beyond it are left out.
  public init(_ amenities: [Amenity]) {
    self.amenities = Array(amenities.prefix(Self.capacity))
    numbers = Dictionary(
      self.amenities.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The number of an amenity, or nothing when the code is not known.
  public func number(of code: AmenityCode) -> Int? {
    numbers[code]
  }

  /// The codes of a set, in the order of the catalogue.
  public func codes(of set: AmenitySet) -> [AmenityCode] {
    set.numbers.compactMap { amenities.indices.contains($0) ? amenities[$0].code : nil }
  }

  /// The set of some codes; unknown ones are left out.
  public func set(of codes: [String]) -> AmenitySet {
    codes.compactMap { AmenityCode($0).flatMap(number) }.reduce(into: AmenitySet()) { $0.insert($1) }
  }

  /// What every directory starts with.
  public static let standard = AmenityCatalogue(
    [
      (.food, "water", "drinking water", "饮用水"),
      (.food, "hot_water", "hot water", "热水"),
      (.food, "microwave", "microwave", "微波炉"),
      (.food, "fridge", "fridge", "冰箱"),
      (.food, "meals", "meals", "餐食"),
      (.medical, "first_aid", "first-aid kit", "医药箱"),
      (.medical, "aed", "AED", "除颤器"),
      (.medical, "blood_pressure", "blood-pressure meter", "血压计"),
      (.medical, "heat_relief", "heatstroke supplies", "防暑药品"),
      (.rest, "seating", "seating", "休息座椅"),
      (.rest, "table", "table", "桌子"),
      (.rest, "air_conditioning", "air conditioning", "空调"),
      (.rest, "heating", "heating", "取暖"),
      (.rest, "toilet", "toilet", "卫生间"),
      (.rest, "shower", "shower", "淋浴"),
      (.rest, "nap", "nap place", "午休床位"),
      (.rest, "nursing_room", "nursing room", "母婴室"),
      (.rest, "reading", "newspapers and books", "报刊图书"),
      (.rest, "television", "television", "电视"),
      (.travel, "phone_charging", "phone charging", "手机充电"),
      (.travel, "ebike_charging", "e-bike charging", "电动车充电"),
      (.travel, "battery_swap", "battery swap", "换电柜"),
      (.travel, "parking", "parking", "车辆停放"),
      (.travel, "air_pump", "air pump", "打气筒"),
      (.travel, "tools", "repair tools", "维修工具"),
      (.travel, "rain_gear", "rain gear", "雨具"),
      (.travel, "wheelchair", "wheelchair access", "无障碍"),
      (.services, "wifi", "Wi-Fi", "无线网络"),
      (.services, "printing", "printing", "打印"),
      (.services, "legal_aid", "legal aid", "法律援助"),
      (.services, "counselling", "counselling", "心理咨询"),
      (.services, "job_information", "job information", "就业信息"),
      (.services, "training", "training", "技能培训"),
      (.services, "lost_property", "lost property", "失物招领"),
    ].compactMap { (category: AmenityCategory, code: String, english: String, chinese: String) in
      AmenityCode(code).map { Amenity(code: $0, category: category, label: Bilingual(english, chinese)) }
    })
}

/// Some of a catalogue's amenities, a bit for each number.
public struct AmenitySet: Hashable, Sendable {
  public private(set) var bits: UInt128

  public init(bits: UInt128 = 0) {
    self.bits = bits
  }

  public var isEmpty: Bool { bits == 0 }

  /// The numbers in the set, ascending.
  public var numbers: some Sequence<Int> {
    sequence(state: bits) { bits in
      guard bits != 0 else { return nil }
      defer { bits &= bits - 1 }
      return bits.trailingZeroBitCount
    }
  }

  public func contains(_ number: Int) -> Bool {
    bits & Self.bit(number) != 0
  }

  public mutating func insert(_ number: Int) {
    bits |= Self.bit(number)
  }

  /// Numbers outside of 0..<128 have no bit.
  private static func bit(_ number: Int) -> UInt128 {
    (0..<128).contains(number) ? 1 << UInt128(number) : 0
  }
}
