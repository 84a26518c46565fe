import RestStations

/// What a caller believes to be there when it changes a station, so that no update is lost.
public enum StationMatch: Hashable, Sendable {
  /// Says nothing of it.
  case unsaid
  /// There must be no station of that id.
  case none
  /// There must be one, whatever its content.
  case any
  /// There must be one, last changed in one of these revisions.
  case revisions([Int])

  /// - Throws: ``YizhanError`` with `preconditionFailed` when it is otherwise.
  func check(_ station: Station?) throws(YizhanError) {
    switch self {
    case .unsaid: return
    case .none: if station == nil { return }
    case .any: if station != nil { return }
    case .revisions(let revisions): if let station, revisions.contains(station.revision) { return }
    }
    throw YizhanError(.preconditionFailed, contradiction(station))
  }

  private func contradiction(_ station: Station?) -> Bilingual {
    guard let station else { return Bilingual("there is no such station", "没有该服务点") }
    if self == .none { return Bilingual("there is a station \(station.id) already", "已有服务点 \(station.id)") }
    return Bilingual(
      "the station is at revision \(station.revision) by now: read it again",
      "服务点已是版本 \(station.revision)：请重新读取")
  }
}
