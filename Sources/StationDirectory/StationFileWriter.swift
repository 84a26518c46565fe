public import RestStations

/// Writes stations as a file, one after the other, so that a large file need never be in memory.
public protocol StationFileWriter {
  mutating func append(_ station: Station)

  /// To be called behind the last station.
  mutating func end()

  /// The bytes since the last call.
  mutating func take() -> [UInt8]
}
