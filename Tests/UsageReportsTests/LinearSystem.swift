/// Equations with whole coefficients between unknown numbers, solved by Gaussian elimination modulo a large prime.
///
/// What is told by rational arithmetic is told modulo the prime, too, unless the prime divides one of the few minors met
/// on the way: those of sums over ranges and cuts are far below it.
struct LinearSystem {
  private static let prime: Int64 = 1 << 31 - 1

  private let unknowns: Int
  /// Of each equation the coefficients of all unknowns, and behind them what it equals.
  private var rows: [[Int64]] = []

  init(unknowns: Int) {
    self.unknowns = unknowns
  }

  /// Says that the sum of unknowns, each by its number, less that of others is a known number.
  mutating func add(_ added: some Sequence<Int>, less subtracted: [Int] = [], equals sum: Int64) {
    var row = [Int64](repeating: 0, count: unknowns + 1)
    for unknown in added { row[unknown] += 1 }
    for unknown in subtracted { row[unknown] -= 1 }
    row[unknowns] = sum
    rows.append(row.map { ($0 % Self.prime + Self.prime) % Self.prime })
  }

  /// The unknowns that the equations leave only one value, and it, modulo the prime: those whose unit vector lies in the
  /// span of the rows. In the reduced form that is a row of its own.
  func determined() -> [Int: Int64] {
    var rows = rows.sorted { Self.terms($0) < Self.terms($1) }
    var rank = 0
    for column in 0..<unknowns {
      guard let pivot = rows[rank...].firstIndex(where: { $0[column] != 0 }) else { continue }
      rows.swapAt(rank, pivot)
      let factor = Self.inverse(rows[rank][column])
      if factor != 1 { for place in column...unknowns { rows[rank][place] = rows[rank][place] * factor % Self.prime } }
      let row = rows[rank]
      for other in rows.indices where other != rank && rows[other][column] != 0 {
        let factor = Self.prime - rows[other][column]
        for place in column...unknowns where row[place] != 0 {
          rows[other][place] = (rows[other][place] + factor * row[place]) % Self.prime
        }
      }
      rank += 1
    }
    let single = rows[..<rank].filter { Self.terms($0) == 1 }
    return Dictionary(
      uniqueKeysWithValues: single.compactMap { row in
        row.firstIndex { $0 != 0 }.map { ($0, row[unknowns]) }
      })
  }

  private static func terms(_ row: [Int64]) -> Int {
    row.dropLast().count { $0 != 0 }
  }

  /// By Fermat's little theorem.
  private static func inverse(_ number: Int64) -> Int64 {
    var (result, base, exponent): (Int64, Int64, Int64) = (1, number, prime - 2)
    while exponent > 0 {
      if exponent & 1 == 1 { result = result * base % prime }
      base = base * base % prime
      exponent >>= 1
    }
    return result
  }
}
