import Foundation
import HTTPAPI
import SampleData
import TestSupport
import Testing

@Suite("A block of addresses holds what Python's ipaddress says")
struct AddressRangeTests {
  private static let seed = ProcessInfo.processInfo.environment["YIZHAN_TEST_SEED"].flatMap { UInt64($0) } ?? 20_261_125

  /// For each line `BLOCK ADDRESS`: `x` when the block is none, else whether it holds the address.
  private static let oracle = """
    import ipaddress, sys
    for line in sys.argv[1].split("\\n"):
        block, address = line.split(" ")
        try:
            block = ipaddress.ip_network(block)
        except ValueError:
            print("x")
            continue
        print("1" if ipaddress.ip_address(address) in block else "0")
    """

  private static func randomAddress(_ random: inout SeededGenerator, _ near: String?) -> String {
    if let near, Bool.random(using: &random) { return near }
    guard Bool.random(using: &random) else {
      return (0..<4).map { _ in String(UInt8.random(in: 0...255, using: &random)) }.joined(separator: ".")
    }
    // The first group is never 0: Python does not take an IPv4 address in an IPv6 one for what it stands for.
    let groups =
      [UInt16.random(in: 1...0xFFFF, using: &random)] + (0..<7).map { _ in UInt16.random(in: 0...3, using: &random) }
    return groups.map { String($0, radix: 16) }.joined(separator: ":")
  }

  @Test func aBlockHoldsWhatPythonSays() throws {
    var random = SeededGenerator(seed: Self.seed)
    var lines: [(block: String, address: String)] = [
      ("10.0.0.0/8", "10.255.255.255"), ("10.0.0.0/8", "11.0.0.0"), ("0.0.0.0/0", "255.1.2.3"), ("::/0", "2001:db8::1"),
      ("192.0.2.0/31", "192.0.2.1"), ("192.0.2.0/31", "192.0.2.2"), ("10.0.0.1/8", "10.0.0.1"),
      ("10.0.0.0/33", "10.0.0.0"),
      ("2001:db8::/32", "2001:db8:ffff::"), ("2001:db8::/32", "2001:db9::"), ("2001:db8::/129", "2001:db8::"),
    ]
    for _ in 0..<2_000 {
      let address = Self.randomAddress(&random, nil)
      let prefix = Int.random(in: 0...(address.contains(":") ? 129 : 33), using: &random)
      lines.append(("\(address)/\(prefix)", Self.randomAddress(&random, address)))
    }
    let answers = try Python.run(Self.oracle, [lines.map { "\($0.block) \($0.address)" }.joined(separator: "\n")])
      .split(separator: "\n").map(String.init)
    #expect(answers.count == lines.count)
    for (line, answer) in zip(lines, answers) {
      let address = try #require(IPAddress(line.address))
      let ours = AddressRange(line.block).map { $0.contains(address) ? "1" : "0" } ?? "x"
      #expect(ours == answer, "\(line), seed \(Self.seed)")
    }
  }

  @Test(arguments: [
    "", "/", "/8", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0/8", "10.0.0.0/08x", "localhost",
    "10.0.0.0 /8", "10.0.0.0/9999999999999999999", "[::1]", "fe80::1%eth0", "1.2.3.4:80", "1.2.3.4\u{0}",
  ]) func whatIsNoBlockIsRefused(text: String) {
    #expect(AddressRange(text) == nil)
  }

  @Test func anAddressByItselfIsABlockOfOne() throws {
    for text in ["192.0.2.7", "2001:db8::7"] {
      let range = try #require(AddressRange(text))
      #expect(range.description == text)
      #expect(range.contains(try #require(IPAddress(text))))
      #expect(!range.contains(try #require(IPAddress(text.replacing("7", with: "8", maxReplacements: 1)))))
    }
    #expect(AddressRange("10.0.0.0/8")?.description == "10.0.0.0/8")
  }

  @Test func anIPv4AddressInIPv6IsTheIPv4Address() throws {
    let address = try #require(IPAddress("::ffff:192.0.2.7"))
    #expect(address.description == "192.0.2.7")
    #expect(AddressRange("192.0.2.0/24")?.contains(address) == true)
    #expect(AddressRange("::/0")?.contains(address) == false)
  }
}
