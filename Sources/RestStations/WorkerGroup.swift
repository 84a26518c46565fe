/// The groups that workers are counted by.
public enum WorkerGroup: String, Sendable, CaseIterable {
  case delivery, express, transport, livestream
  case rideHailing = "ride_hailing"
  case sanitation, other

  public var label: Bilingual {
    switch self {
    case .delivery: Bilingual("food delivery", "外卖")
    case .express: Bilingual("express delivery", "快递")
    case .transport: Bilingual("road transport", "道路运输")
    case .livestream: Bilingual("livestream e-commerce", "直播电商")
    case .rideHailing: Bilingual("ride hailing", "网约车")
    case .sanitation: Bilingual("sanitation", "环卫")
    case .other: Bilingual("other", "其他")
    }
  }
}
