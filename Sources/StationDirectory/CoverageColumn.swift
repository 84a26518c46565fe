import RestStations
import TabularText

/// A column of a file of points.
enum CoverageColumn: String, CaseIterable {
  case latitude = "lat"
  case longitude = "lon"
  case weight, name

  private var chineseName: String {
    switch self {
    case .latitude: "纬度"
    case .longitude: "经度"
    case .weight: "权重"
    case .name: "名称"
    }
  }

  /// Where the columns of a file stand.
  struct Places {
    private let latitude, longitude: Int
    private let weight, name: Int?
    /// How many columns the file has, those that are passed over too.
    let width: Int

    /// The header of a file, in English or Chinese.
    ///
    /// - Throws: ``YizhanError`` with every fault of it.
    init(_ header: CSVRecord) throws {
      var places: [CoverageColumn: Int] = [:]
      var faults: [Fault] = []
      for (place, name) in header.fields.enumerated() {
        let trimmed = name.filter { !$0.isWhitespace }.lowercased()
        guard let column = CoverageColumn.allCases.first(where: { $0.rawValue == trimmed || $0.chineseName == trimmed })
        else { continue }
        if places.updateValue(place, forKey: column) != nil {
          faults.append(
            Fault(.row(line: header.line, column: name), Bilingual("the column is there twice", "该列重复出现")))
        }
      }
      for column in [CoverageColumn.latitude, .longitude] where places[column] == nil {
        faults.append(
          Fault(.row(line: header.line, column: column.rawValue), Bilingual("the column is missing", "缺少该列")))
      }
      guard faults.isEmpty, let latitude = places[.latitude], let longitude = places[.longitude] else {
        throw CoverageFile.bad(faults)
      }
      (self.latitude, self.longitude, weight, name) = (latitude, longitude, places[.weight], places[.name])
      width = header.fields.count
    }

    /// What a record has in a column; blank where the file lacks it.
    func cell(_ column: CoverageColumn, of record: CSVRecord) -> String {
      let place: Int? =
        switch column {
        case .latitude: latitude
        case .longitude: longitude
        case .weight: weight
        case .name: name
        }
      return place.map { record.fields[$0] } ?? ""
    }
  }
}
