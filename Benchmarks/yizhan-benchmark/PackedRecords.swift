import ArgumentParser
import Foundation
import Geodesy

/// A file of packed little-endian records of one size.
struct PackedRecords: RandomAccessCollection {
  private let data: [UInt8]
  private let size: Int
  private let path: String

  /// - Throws: when the file cannot be read or is not a whole number of records.
  init(path: String, stride size: Int) throws {
    data = [UInt8](try Data(contentsOf: URL(filePath: path)))
    guard data.count.isMultiple(of: size) else {
      throw ValidationError("\(path): \(data.count) bytes are not a whole number of \(size)-byte records")
    }
    self.size = size
    self.path = path
  }

  var startIndex: Int { 0 }
  var endIndex: Int { data.count / size }

  subscript(number: Int) -> Record {
    Record(bytes: data[number * size..<(number + 1) * size])
  }

  /// The records' first two fields, latitude and longitude.
  ///
  /// - Throws: when a record is not a place on the Earth.
  func coordinates() throws -> [Coordinate] {
    try enumerated().map { number, record in
      let (latitude, longitude) = (record.load(at: 0, as: Double.self), record.load(at: 8, as: Double.self))
      guard let coordinate = Coordinate(latitude: latitude, longitude: longitude) else {
        throw ValidationError("\(path): record \(number) is no place: \(latitude) \(longitude)")
      }
      return coordinate
    }
  }

  struct Record {
    let bytes: ArraySlice<UInt8>

    /// A field by its offset in bytes.
    func load<T: BitwiseCopyable>(at offset: Int, as type: T.Type) -> T {
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: type) }
    }
  }
}
