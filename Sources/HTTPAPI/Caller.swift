import Hummingbird
import RestStations

/// Who is asking.
enum Caller: Hashable, Sendable {
  /// The database's owner, by the socket beside it: may do what an admin may.
  case owner
  /// Nobody that we know.
  case anyone
}

/// What a caller may want to do. Reading the directory is open to anyone and is not asked about.
enum Action: Hashable, Sendable {
  case changeDirectory
}

/// The one place where it is decided who may do what: whatever is not allowed here is not allowed.
enum Authorisation {
  /// - Throws: ``YizhanError`` with `unauthorized` when it is not known who asks, `forbidden` when it is not theirs.
  static func require(_ action: Action, of caller: Caller) throws(YizhanError) {
    switch (caller, action) {
    case (.owner, _): return
    case (.anyone, _):
      throw YizhanError(
        .unauthorized,
        Bilingual(
          "this needs a token: send it as 'Authorization: Bearer yz_…'", "此操作需要令牌：请发送“Authorization: Bearer yz_…”"))
    }
  }
}
