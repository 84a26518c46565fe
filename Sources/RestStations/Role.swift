/// What someone with a token may do.
public enum Role: String, Sendable, CaseIterable {
  /// Logs visits at stations of their own, and says what works there.
  case manager
  /// Reads visits and statistics.
  case staff
  /// Everything.
  case admin

  public var label: Bilingual {
    switch self {
    case .manager: Bilingual("station manager", "站点管理员")
    case .staff: Bilingual("district staff", "区级工作人员")
    case .admin: Bilingual("administrator", "系统管理员")
    }
  }
}
