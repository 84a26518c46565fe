public import RestStations
import Synchronization

/// The codes in the stations' posters, by which a worker may log a visit of their own there.
///
/// A code is made of the server's key, the station's id and how often it was changed; so the database, and a copy of
/// it, hold none.
public final class CheckInCodes: Sendable {
  private let storage: any AccessStorage
  private let key: @Sendable () throws -> SecretKey
  /// Milliseconds since 1970.
  private let clock: @Sendable () -> Int64
  private let versions = Mutex<[StationID: Int]?>(nil)

  /// - Parameters:
  ///   - key: the server's.
  ///   - clock: milliseconds since 1970.
  public init(
    _ storage: any AccessStorage, key: @escaping @Sendable () throws -> SecretKey,
    clock: @escaping @Sendable () -> Int64
  ) {
    self.storage = storage
    self.key = key
    self.clock = clock
  }

  /// The valid code of a station: 26 small letters and digits.
  public func code(of station: StationID) async throws -> String {
    try Self.code(of: station, version: await version(of: station), key())
  }

  /// Whether a code is the valid one; takes the same time wherever it is wrong.
  public func isValid(_ code: String, of station: StationID) async throws -> Bool {
    let right = Array(try await self.code(of: station).utf8)
    let given = Array(code.utf8)
    guard given.count == right.count else { return false }
    return zip(given, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// Makes the code of a station void, and gives it another.
  ///
  /// - Throws: ``YizhanError`` with `notFound`.
  public func change(of station: StationID, by author: Author) async throws -> String {
    // Read before: whoever is reading them meanwhile must not put the old one back.
    _ = try await self.version(of: station)
    let version = try await storage.changeCheckInCode(of: station, by: author, at: clock())
    versions.withLock { $0?[station] = version }
    return try Self.code(of: station, version: version, key())
  }

  private func version(of station: StationID) async throws -> Int {
    if let known = versions.withLock({ $0 }) { return known[station] ?? 0 }
    let stored = try await storage.checkInVersions()
    versions.withLock { if $0 == nil { $0 = stored } }
    return stored[station] ?? 0
  }

  private static func code(of station: StationID, version: Int, _ key: SecretKey) -> String {
    let code = key.code(of: "check-in \(station.text) \(version)".utf8)
    // 130 bits, five to a digit.
    let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    var (text, bits, held) = ([UInt8](), UInt64(0), 0)
    for byte in code.prefix(17) {
      bits = bits << 8 | UInt64(byte)
      held += 8
      while held >= 5, text.count < 26 {
        held -= 5
        text.append(digits[Int(bits >> UInt64(held)) & 31])
      }
      bits &= (1 << UInt64(held)) - 1
    }
    return String(decoding: text, as: UTF8.self)
  }
}
