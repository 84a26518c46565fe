import RestStations

/// A GeoJSON feature that is being read as a station.
struct StationFeature {
  private let number: Int
  private var cells: [StationColumn: String] = [:]
  private var faults: [Fault] = []
  private var faulty: Set<StationColumn> = []
  /// Latitude and longitude among the properties, where they may only repeat the geometry.
  private var repeated: [(column: StationColumn, name: String, value: JSONValue)] = []

  private init(_ number: Int) {
    self.number = number
  }

  /// Where the feature stands in its file.
  static func path(_ number: Int) -> String { "/features/\(number)" }

  /// What a feature says.
  ///
  /// - Throws: when it is none.
  static func record(
    _ feature: JSONValue, _ number: Int, _ names: inout PropertyNames
  ) throws(StationRecord.Failure) -> StationRecord {
    guard case .object(let members) = feature, members["type"] == .string("Feature") else {
      let detail = Bilingual("must be an object of the type Feature", "须为 type 是 Feature 的对象")
      throw StationRecord.Failure(position: number, fault: Fault(.pointer(path(number)), detail))
    }
    var reader = StationFeature(number)
    reader.readProperties(members["properties"] ?? .null, &names)
    reader.readGeometry(members["geometry"] ?? .null)
    reader.readID(members["id"] ?? .null, &names)
    let columns = StationColumn.allCases.filter { reader.cells[$0] != nil }
    // That of the names is as good an order as any, and always the same.
    let faults = reader.faults.sorted { "\($0.place)" < "\($1.place)" }
    return StationRecord(
      position: number, columns: columns, cells: columns.compactMap { reader.cells[$0] }, faults: faults,
      faulty: reader.faulty)
  }

  private mutating func readProperties(_ value: JSONValue, _ names: inout PropertyNames) {
    guard case .object(let properties) = value else {
      if value != .null { fail("/properties", CellFault("must be an object or null", "须为对象或 null")) }
      return
    }
    for (name, value) in properties {
      switch names.meaning(of: name) {
      case .ignored: break
      case .unknown:
        let known = StationColumn.allCases.map(\.rawValue).joined(separator: ", ")
        fail(
          PropertyNames.path(name),
          CellFault("unknown property; known ones are \(known)", "未知的属性；可用的有 \(known)"))
      case .column(let column) where column == .latitude || column == .longitude:
        repeated.append((column, name, value))
      case .column(let column): read(column, name, value, &names)
      }
    }
  }

  private mutating func read(
    _ column: StationColumn, _ name: String, _ value: JSONValue, _ names: inout PropertyNames
  ) {
    guard cells[column] == nil, !faulty.contains(column) else {
      // An object has no order: of two names the lesser one is the first.
      let other = names.name(of: column)
      names.note(column, min(name, other))
      fail(PropertyNames.path(max(name, other)), CellFault("the column is there twice", "该列重复出现"))
      return
    }
    names.note(column, name)
    do throws(CellFault) {
      cells[column] = try value.cell(for: column)
    } catch {
      fail(PropertyNames.path(name), error, column)
    }
  }

  private mutating func readGeometry(_ value: JSONValue) {
    guard case .object(let geometry) = value, geometry["type"] == .string("Point"),
      case .list(let position)? = geometry["coordinates"], position.count >= 2,
      case .number(let longitude) = position[0], case .number(let latitude) = position[1]
    else {
      fail(
        "/geometry", CellFault("must be a Point with [longitude, latitude]", "须为 Point，坐标为 [经度, 纬度]"))
      faulty.formUnion([.latitude, .longitude])
      return
    }
    cells[.latitude] = Self.text(latitude)
    cells[.longitude] = Self.text(longitude)
    for (column, name, value) in repeated where value != .null {
      let degrees = column == .latitude ? latitude : longitude
      let text = try? value.cell(for: column)
      guard let other = value.number ?? text.flatMap(DecimalNumber.parse), abs(other - degrees) < 1e-7 else {
        fail(PropertyNames.path(name), CellFault("is not what the geometry says", "与几何坐标不一致"))
        return
      }
    }
  }

  private static func text(_ number: Double) -> String {
    Int(exactly: number).map { String($0) } ?? number.description
  }

  /// The feature's own id, or a property of that name; a number of the feature's, which programs make up, does not
  /// stand against the property.
  private mutating func readID(_ value: JSONValue, _ names: inout PropertyNames) {
    names.isOwnID = false
    if let property = cells[.id], !property.isEmpty {
      if let text = value.text, text != property {
        fail(names.path(of: .id), CellFault("is not the feature's id", "与 Feature 的 id 不一致"))
      }
      return
    }
    guard !faulty.contains(.id) else { return }
    names.isOwnID = true
    do throws(CellFault) {
      cells[.id] = try value.cell(for: .id)
    } catch {
      fail("/id", error, .id)
    }
  }

  private mutating func fail(_ path: String, _ fault: CellFault, _ column: StationColumn? = nil) {
    faults.append(Fault(.pointer(Self.path(number) + path), fault.detail))
    if let column { faulty.insert(column) }
  }
}
