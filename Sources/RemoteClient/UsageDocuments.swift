/// A report on the statistics as the API tells of it.
public struct UsageSummaryDocument: Codable, Sendable {
  public struct Measures: Codable, Sendable {
    public var visits: Int64
    public var people: Int64
    public var visitors: Int64?
  }

  public struct Comparison: Codable, Sendable {
    public var from: String
    public var to: String
    public var total: Measures
  }

  public struct IdleStation: Codable, Sendable {
    public var id: String
    public var name: String
    public var town: String?
  }

  public struct Row: Codable, Sendable {
    public var value: String
    public var label: String
    public var visits: Int64
    public var people: Int64
    public var visitors: Int64?
  }

  public struct HourRow: Codable, Sendable {
    public var weekday: String
    public var hour: String
    public var visits: Int64
    public var people: Int64
  }

  public var from: String
  public var to: String
  public var total: Measures
  public var before: Comparison
  public var yearBefore: Comparison
  public var stations: Int
  public var idleStations: [IdleStation]
  public var months: [Row]
  public var towns: [Row]
  public var groups: [Row]
  public var services: [Row]
  public var hours: [HourRow]
  public var asOf: String

  enum CodingKeys: String, CodingKey {
    case from, to, total, before, stations, months, towns, groups, services, hours
    case yearBefore = "year_before"
    case idleStations = "idle_stations"
    case asOf = "as_of"
  }
}

/// A report on coverage as the API tells of it.
public struct CoverageDocument: Codable, Sendable {
  public struct Share: Codable, Sendable {
    public var points: Int
    public var weight: Double
  }

  public struct Gap: Codable, Sendable {
    public var lat: Double
    public var lon: Double
    public var name: String?
    public var line: Int?
    public var nearestID: String?
    public var distance: Double?
    public var around: Share

    enum CodingKeys: String, CodingKey {
      case lat, lon, name, line, around
      case nearestID = "nearest_id"
      case distance = "distance_m"
    }
  }

  public var distance: Double
  public var stations: Int
  public var all: Share
  public var covered: Share
  public var shareOfPoints: Double?
  public var shareOfWeight: Double?
  public var meanDistance: Double?
  public var medianDistance: Double?
  public var greatestDistance: Double?
  public var gaps: [Gap]
  public var datum: String
  public var asOf: String

  enum CodingKeys: String, CodingKey {
    case stations, all, covered, gaps, datum
    case distance = "distance_m"
    case shareOfPoints = "share_of_points"
    case shareOfWeight = "share_of_weight"
    case meanDistance = "mean_distance_m"
    case medianDistance = "median_distance_m"
    case greatestDistance = "greatest_distance_m"
    case asOf = "as_of"
  }
}

extension APIClient {
  /// `GET /v1/usage/summary`.
  public func usageSummary(_ query: [(String, String)]) async throws -> UsageSummaryDocument {
    try await get(UsageSummaryDocument.self, "/v1/usage/summary", query)
  }

  /// `GET /v1/usage`: the bytes of a file.
  public func usage(_ query: [(String, String)]) async throws -> [UInt8] {
    try await Retrying.run {
      try await answer(HTTPRequest("GET", "/v1/usage?" + PercentEncoding.query(query))).body
    }
  }

  /// `POST /v1/usage/coverage` of a CSV file of points.
  public func coverage(csv: [UInt8], _ query: [(String, String)]) async throws -> CoverageDocument {
    try await decoded(
      CoverageDocument.self,
      HTTPRequest(
        "POST", "/v1/usage/coverage?" + PercentEncoding.query(query), headers: [("Content-Type", "text/csv")],
        body: csv))
  }
}
