import RestStations

extension StationGeoJSON {
  /// Looks at how a file begins whose rest is still to come.
  ///
  /// - Throws: ``YizhanError`` when it is no collection of features, or with a thousand features in it that are no
  ///   stations.
  public static func check(beginning bytes: [UInt8]) throws {
    var (file, faults): (Reader, [Fault]) = (Reader(bytes), [])
    while faults.count < mostFaults {
      do throws(StationRecord.Failure) {
        guard let record = try file.next() else { return }
        faults += record.faults
        for column in [StationColumn.id, .latitude, .longitude]
        where record[column]?.isEmpty != false && !record.faulty.contains(column) {
          faults.append(Fault(file.place(of: column, at: record.position), Cell.required.detail))
        }
      } catch {
        // Where the beginning ends, what breaks off is no fault.
        guard case .pointer = error.fault.place else {
          if file.progress < 0.5 { throw StationCSV.badFile([error.fault]) }
          return
        }
        faults.append(error.fault)
      }
    }
    throw StationCSV.badBeginning(faults)
  }

  private static let mostFaults = 1000

  /// Reads a file feature by feature.
  struct Reader: StationFile {
    private enum State {
      case start
      /// In the collection.
      case members
      /// In its list of features.
      case features
      case end
    }

    private var json: JSONScanner
    private var state = State.start
    /// Nothing has been read yet of the object or list that is open.
    private var isFirst = true
    private var hasFeatures = false
    private var type = JSONValue.null
    /// Features that have been read.
    private var count = 0
    private var properties = PropertyNames()

    init(_ bytes: [UInt8]) {
      json = JSONScanner(bytes)
    }

    var progress: Double { json.progress }

    var greatestCount: Int { 0 }

    func place(of column: StationColumn, at position: Int) -> Fault.Place {
      .pointer(StationFeature.path(position) + properties.path(of: column))
    }

    func name(ofPosition position: Int) -> Bilingual {
      Bilingual(StationFeature.path(position), " \(StationFeature.path(position)) ")
    }

    mutating func next() throws(StationRecord.Failure) -> StationRecord? {
      let feature: JSONValue?
      do throws(JSONFault) {
        feature = try nextFeature()
      } catch {
        // Nothing behind it can be understood, nor is anything known to be missing.
        (state, type, hasFeatures) = (.end, Self.collection, true)
        throw StationRecord.Failure(position: count, fault: Fault(.row(line: error.line, column: nil), error.detail))
      }
      guard let feature else {
        try checkCollection()
        return nil
      }
      defer { count += 1 }
      return try StationFeature.record(feature, count, &properties)
    }

    private static let collection = JSONValue.string("FeatureCollection")

    private mutating func nextFeature() throws(JSONFault) -> JSONValue? {
      while true {
        switch state {
        case .start:
          guard json.take("{") else {
            throw json.fault("a GeoJSON FeatureCollection is expected", "此处应为 GeoJSON FeatureCollection")
          }
          state = .members
        case .members:
          if json.take("}") {
            try json.end()
            state = .end
          } else {
            try member()
          }
        case .features:
          if json.take("]") {
            (state, isFirst) = (.members, false)
          } else {
            try separator()
            return try json.value()
          }
        case .end: return nil
        }
      }
    }

    private mutating func member() throws(JSONFault) {
      try separator()
      switch try json.name() {
      case "features":
        guard !hasFeatures else { throw json.fault("'features' is there twice", "“features”重复出现") }
        hasFeatures = true
        try json.expect("[")
        (state, isFirst) = (.features, true)
      case "type": type = try json.value()
      default: _ = try json.value()
      }
    }

    /// The comma in front of all members or features but the first.
    private mutating func separator() throws(JSONFault) {
      if !isFirst { try json.expect(",") }
      isFirst = false
    }

    /// - Throws: each thing that is wrong with the collection, one a call.
    private mutating func checkCollection() throws(StationRecord.Failure) {
      if type != Self.collection {
        type = Self.collection
        let detail = Bilingual("must be FeatureCollection", "须为 FeatureCollection")
        throw StationRecord.Failure(position: -1, fault: Fault(.pointer("/type"), detail))
      }
      if !hasFeatures {
        hasFeatures = true
        let detail = Bilingual("is missing", "缺少该成员")
        throw StationRecord.Failure(position: -1, fault: Fault(.pointer("/features"), detail))
      }
    }
  }
}
