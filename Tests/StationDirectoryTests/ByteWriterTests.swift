import RestStations
import SampleData
import StationDirectory
import TestSupport
import Testing

@Suite("Bytes are written into memory of a fixed size")
struct ByteWriterTests {
  @Test func numbersAreThoseOfFixedDecimal() throws {
    var generator = SeededGenerator(seed: testSeed)
    let edges: [Double] = [0, -0.0, 0.05, 0.95, 9.95, 99.95, 999.95, -0.04, 180, -180, 1e9, -1e9, 2e9, .nan, .infinity]
    let others = (0..<20_000).map { _ in
      Double.random(in: -1...1, using: &generator) * [1, 180, 20_004_000, 1e9].randomElement(using: &generator)!
    }
    for value in edges + others {
      for decimals in [1, 2, 7, 9] {
        let text = FixedDecimal.text(value, decimals: decimals)
        #expect(try written { $0.append(value, decimals: decimals) } == text, "\(value), \(decimals) decimals")
      }
    }
  }

  @Test(arguments: [0, 9, 10, 99, 100, 1234, 99_999, 100_000, 9_999_999_999])
  func wholeNumbersHaveAllTheirDigits(number: UInt64) throws {
    #expect(try written { $0.append(number) } == String(number))
  }

  @Test(arguments: [0, 1, 0xABC, 0x0123_4567_89AB_CDEF, UInt64.max])
  func hexadecimalNumbersHaveSixteenDigits(number: UInt64) throws {
    let digits = String(number, radix: 16)
    #expect(try written { $0.append(hexadecimal: number) } == String(repeating: "0", count: 16 - digits.count) + digits)
  }

  @Test func whatDoesNotFitIsLeftOutAndTold() throws {
    for room in 1..<30 {
      let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 40)
      defer { memory.deallocate() }
      memory.initialize(repeating: UInt8(ascii: "#"))
      var writer = try #require(ByteWriter(UnsafeMutableBufferPointer(rebasing: memory[..<room])))
      for _ in 0..<3 {
        writer.append(35.5501234, decimals: 7)
        writer.append(1234)
        writer.append(hexadecimal: 7)
      }
      #expect(writer.isFull && writer.count <= room)
      #expect(memory[room...].allSatisfy { $0 == UInt8(ascii: "#") }, "it writes behind its memory of \(room)")
    }
  }

  @Test(arguments: [64, 128])
  func aRunIsCopiedWholeWhateverTheRoomAndNothingBehindTheMemoryIsTouched(block: Int) throws {
    for count in [0, 1, block - 1, block, block + 1] {
      let run = (0..<count + PaddedRun.padding).map { UInt8(truncatingIfNeeded: $0) }
      for room in Set([count - 1, count, block - 1, block, 2 * block]) where room > 0 {
        let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 3 * block)
        defer { memory.deallocate() }
        memory.initialize(repeating: 0xFF)
        var writer = try #require(ByteWriter(UnsafeMutableBufferPointer(rebasing: memory[..<room])))
        run.withUnsafeBufferPointer { run in
          guard let start = run.baseAddress else { return }
          writer.append(PaddedRun(start: start, count: count), block: block)
        }
        let fits = count <= room
        #expect(writer.isFull == !fits && writer.count == (fits ? count : 0))
        #expect(memory[..<writer.count].elementsEqual(run[..<writer.count]))
        #expect(memory[room...].allSatisfy { $0 == 0xFF }, "\(count) bytes into \(room)")
      }
    }
  }

  private func written(_ body: (inout ByteWriter) -> Void) throws -> String {
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64)
    defer { memory.deallocate() }
    var writer = try #require(ByteWriter(memory))
    body(&writer)
    #expect(!writer.isFull)
    return String(decoding: memory[..<writer.count], as: UTF8.self)
  }
}
