import RestStations

extension UsageReport {
  /// What the report is about, in words: its filters, or that there are none.
  func filters(in language: Language) -> String {
    let texts =
      [
        filter(.station, question.stations.map(\.description), byStation),
        filter(.town, question.towns, byTown),
        filter(.group, question.groups.map(\.rawValue), byGroup),
      ]
      .compactMap { $0?.text(in: language) }
    guard !texts.isEmpty else { return ReportWording.everything.text(in: language) }
    return texts.joined(separator: Bilingual("; ", "；").text(in: language))
  }

  private func filter(_ dimension: UsageDimension, _ values: [String], _ table: UsageTable) -> Bilingual? {
    guard !values.isEmpty else { return nil }
    let labels = values.map { label($0, table) }
    return Bilingual(
      "\(dimension.label.english): " + labels.map(\.english).joined(separator: ", "),
      "\(dimension.label.chinese)：" + labels.map(\.chinese).joined(separator: "、"))
  }

  private func label(_ value: String, _ table: UsageTable) -> Bilingual {
    guard let axis = table.axes.first, let place = axis.values.firstIndex(of: value),
      axis.labels.indices.contains(place)
    else { return value.isEmpty ? ReportWording.notTold : Bilingual(value, value) }
    return axis.labels[place]
  }
}
