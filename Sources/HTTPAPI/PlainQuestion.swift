import Geodesy
import Glibc
package import RestStations
package import StationDirectory

/// Couriers' commonest questions, read where they lie: `lat`, `lon`, `limit`, `amenities` and `open` (`any` or `now`), each
/// at most once, without escapes, and numbers of at most 15 digits without an exponent. All else, and all that is wrong, is
/// for `NearestQuestion(query:_:)`, which reads these alike.
package enum PlainQuestion {
  private typealias Text = UnsafeBufferPointer<UInt8>

  /// The question in a query, or nothing when it is another.
  package static func read(_ query: String, _ catalogue: @autoclosure () -> AmenityCatalogue) -> NearestQuestion? {
    var query = query
    return query.withUTF8 { read($0, catalogue()) }
  }

  /// The same of the query's bytes.
  ///
  /// - Parameter catalogue: asked for when there are amenities.
  package static func read(
    _ query: UnsafeBufferPointer<UInt8>, _ catalogue: @autoclosure () -> AmenityCatalogue
  ) -> NearestQuestion? {
    var (latitude, longitude): (Double?, Double?)
    var (limit, amenities, open): (Int?, AmenitySet?, OpenFilter?)
    var start = 0
    while start < query.count {
      var equals = start
      while equals < query.count, query[equals] != UInt8(ascii: "="), query[equals] != UInt8(ascii: "&") { equals += 1 }
      var end = equals
      while end < query.count, query[end] != UInt8(ascii: "&") { end += 1 }
      let name = Text(rebasing: query[start..<equals])
      let value = Text(rebasing: query[min(equals + 1, end)..<end])
      start = end + 1
      let isRead =
        if isWord(name, "lat") {
          set(&latitude, decimal(value))
        } else if isWord(name, "lon") {
          set(&longitude, decimal(value))
        } else if isWord(name, "limit") {
          set(&limit, wholeNumber(value).flatMap { NearestQuestion.limits.contains($0) ? $0 : nil })
        } else if isWord(name, "amenities") {
          set(&amenities, self.amenities(value, catalogue()))
        } else if isWord(name, "open") {
          set(&open, isWord(value, "now") ? .now : isWord(value, "any") ? .any : nil)
        } else {
          false
        }
      guard isRead else { return nil }
    }
    guard let latitude, let longitude, let place = Coordinate(latitude: latitude, longitude: longitude) else {
      return nil
    }
    var question = NearestQuestion(place: place)
    if let limit { question.limit = limit }
    if let amenities { question.amenities = amenities }
    if let open { question.open = open }
    return question
  }

  @inline(__always)
  private static func isWord(_ text: Text, _ word: StaticString) -> Bool {
    guard text.count == word.utf8CodeUnitCount, let start = text.baseAddress else { return false }
    return memcmp(start, word.utf8Start, text.count) == 0
  }

  /// Whether a value is right, and the first of its name: whatever is there twice is a fault.
  private static func set<Value>(_ known: inout Value?, _ value: Value?) -> Bool {
    guard known == nil, let value else { return false }
    known = value
    return true
  }

  /// Digits, with a sign in front and a point among them where wanted.
  ///
  /// Exact: 15 digits and the powers of ten up to 10²² are doubles themselves, and the quotient of two doubles is rounded
  /// once (W. D. Clinger, "How to Read Floating Point Numbers Accurately", 1990).
  private static func decimal(_ text: Text) -> Double? {
    guard (1...17).contains(text.count) else { return nil }
    let isNegative = text[0] == UInt8(ascii: "-")
    var (number, point): (Int, Int?) = (0, nil)
    let first = isNegative ? 1 : 0
    for place in first..<text.count {
      if let digit = digit(text[place]) {
        // Of 17 digits at most: far from the greatest number.
        number = number &* 10 &+ digit
      } else if text[place] == UInt8(ascii: "."), point == nil {
        point = place
      } else {
        return nil
      }
    }
    let digits = text.count - first - (point == nil ? 0 : 1)
    guard (1...15).contains(digits) else { return nil }
    let decimals = point.map { text.count - 1 - $0 } ?? 0
    let magnitude = Double(number) / powers[decimals]
    return isNegative ? -magnitude : magnitude
  }

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  private static func wholeNumber(_ text: Text) -> Int? {
    guard (1...9).contains(text.count) else { return nil }
    var number = 0
    for byte in text {
      guard let digit = digit(byte) else { return nil }
      number = number * 10 + digit
    }
    return number
  }

  private static func digit(_ byte: UInt8) -> Int? {
    let digit = byte &- UInt8(ascii: "0")
    return digit < 10 ? Int(digit) : nil
  }

  /// Codes that are separated by commas, all known.
  private static func amenities(_ text: Text, _ catalogue: AmenityCatalogue) -> AmenitySet? {
    var set = AmenitySet()
    for code in text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      guard let code = AmenityCode(String(decoding: code, as: UTF8.self)), let number = catalogue.number(of: code)
      else {
        return nil
      }
      set.insert(number)
    }
    return set
  }
}
