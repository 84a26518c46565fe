public import Geodesy
public import OpeningHours

/// A service point where a gig worker may rest.
public struct Station: Hashable, Sendable {
  public let id: StationID
  /// 1…200 characters.
  public var name: String
  /// Other names on the sign, searched like the name.
  public var aliases: [String] = []
  public var kind = StationKind.point
  /// The hub that a satellite belongs to.
  public var hubID: StationID?
  /// The subdistrict or town.
  public var town: String?
  public var address: String?
  public var coordinate: Coordinate
  public var amenities = AmenitySet()
  /// What it has, but does not work for now; none of these is in ``amenities``.
  public var brokenAmenities = AmenitySet()
  /// When it may be used; nothing when that is not known.
  public var openingHours: OpeningHours?
  /// When someone is there.
  public var staffedHours: OpeningHours?
  public var entry: StationEntry?
  /// The unit that answers for it.
  public var operatorName: String?
  /// Places, 1…100,000.
  public var capacity: Int?
  public var phone: String?
  public var status = StationStatus.active
  /// Why it is suspended.
  public var statusReason: String?
  /// The instant at which the suspension ends, milliseconds since 1970.
  public var statusUntil: Int64?
  /// The day on which its data were last confirmed.
  public var verifiedAt: CivilDate?
  /// The revision of the directory in which it last changed; 0 until it is stored.
  public var revision = 0
  /// When it last changed, milliseconds since 1970; 0 until it is stored.
  public var updatedAt: Int64 = 0

  public init(id: StationID, name: String, coordinate: Coordinate) {
    self.id = id
    self.name = name
    self.coordinate = coordinate
  }

  /// The station as it is at an instant, milliseconds since 1970: a suspension that has ended is none.
  public func settled(at instant: Int64) -> Station {
    guard status == .suspended, let statusUntil, statusUntil <= instant else { return self }
    var station = self
    (station.status, station.statusReason, station.statusUntil) = (.active, nil, nil)
    return station
  }

  /// Whether everything but revision and time of change is alike.
  public func hasSameContent(as other: Station) -> Bool {
    var copy = self
    copy.revision = other.revision
    copy.updatedAt = other.updatedAt
    // Hours are equal by meaning; as content they are what someone wrote.
    return copy == other && openingHours?.text == other.openingHours?.text
      && staffedHours?.text == other.staffedHours?.text
  }
}

/// What a station is in the "1+N" matrix.
public enum StationKind: String, Sendable, CaseIterable {
  case hub, satellite, point, mobile

  public var label: Bilingual {
    switch self {
    case .hub: Bilingual("hub", "中心站")
    case .satellite: Bilingual("satellite", "卫星站")
    case .point: Bilingual("point", "服务点")
    case .mobile: Bilingual("mobile", "流动站")
    }
  }
}

/// How one gets in.
public enum StationEntry: String, Sendable, CaseIterable {
  case open, staff, qr, code, key

  public var label: Bilingual {
    switch self {
    case .open: Bilingual("open door", "开放")
    case .staff: Bilingual("ask the staff", "工作人员")
    case .qr: Bilingual("scan a code", "扫码")
    case .code: Bilingual("door code", "密码")
    case .key: Bilingual("key", "钥匙")
    }
  }
}

/// Whether a station is in use.
public enum StationStatus: String, Sendable, CaseIterable {
  /// In use.
  case active
  /// Closed for now.
  case suspended
  /// Kept for the statistics, never found.
  case retired

  public var label: Bilingual {
    switch self {
    case .active: Bilingual("active", "启用")
    case .suspended: Bilingual("suspended", "暂停")
    case .retired: Bilingual("retired", "撤销")
    }
  }
}
