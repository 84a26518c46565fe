import HTTPAPI
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@Suite("What the memory of headers hands on is what the parser makes of the same bytes")
struct HeaderMemoryTests {
  /// What stands behind the parser: notes what it gets, in words.
  private final class Listener: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    var memory: HeaderMemory?
    private(set) var heard: [String] = []
    /// Requests that were not parsed.
    private(set) var remembered = 0
    /// Whether it reads on by itself, so that nobody behind hears that a read is complete; and what was heard all the same.
    var readsOn = false
    private(set) var completeReads = 0

    func channelReadComplete(context: ChannelHandlerContext) { completeReads += 1 }

    func receive(_ head: consuming RequestHead) {
      remembered += 1
      note(head.whole)
      heard.append("end")
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        memory?.hear(RequestHead(head))
        note(head)
      case .body(let body):
        memory?.hearBody()
        heard.append("body \(String(buffer: body))")
      case .end(let trailers):
        memory?.hearEnd()
        heard.append("end\(trailers.map { " \($0)" } ?? "")")
      }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      memory?.hearFault()
      heard.append("\(error)")
    }

    private func note(_ head: HTTPRequestHead) {
      heard.append("\(head.method) \(head.uri) \(head.version) stays: \(head.isKeepAlive) \(Array(head.headers))")
    }
  }

  /// One connection, with a memory of headers or without.
  private struct Connection {
    let listener = Listener()
    private let channel = EmbeddedChannel()

    init(remembers: Bool) throws {
      let pipeline = channel.pipeline.syncOperations
      if remembers {
        let memory = HeaderMemory(listener.receive, readsOn: { [listener] in listener.readsOn })
        listener.memory = memory
        try pipeline.addHandler(memory)
      }
      try pipeline.addHandlers([ByteToMessageHandler(HTTPRequestDecoder()), listener])
    }

    func take(_ pieces: [[UInt8]]) {
      for piece in pieces { channel.pipeline.fireChannelRead(ByteBuffer(bytes: piece)) }
    }

    func completeRead() { channel.pipeline.fireChannelReadComplete() }

    func close() { _ = try? channel.finish(acceptAlreadyClosed: true) }
  }

  /// What is heard of bytes that come in such pieces, and of how many requests it was remembered; both ways must hear the
  /// same.
  @discardableResult
  private func remembered(of pieces: [[UInt8]], _ source: SourceLocation = #_sourceLocation) throws -> Int {
    let (parser, memory) = (try Connection(remembers: false), try Connection(remembers: true))
    for connection in [parser, memory] { connection.take(pieces) }
    defer { for connection in [parser, memory] { connection.close() } }
    #expect(
      memory.listener.heard == parser.listener.heard, "\(pieces.map { String(decoding: $0, as: UTF8.self) })",
      sourceLocation: source)
    return memory.listener.remembered
  }

  @discardableResult
  private func remembered(of texts: [String], _ source: SourceLocation = #_sourceLocation) throws -> Int {
    try remembered(of: texts.map { Array($0.utf8) }, source)
  }

  private static func request(
    _ target: String, _ fields: String = "Host: a\r\nX-Request-Id: 0123456789abcdef\r\n"
  ) -> String {
    "GET \(target) HTTP/1.1\r\n\(fields)\r\n"
  }

  @Test func aHeaderThatIsSaidAgainIsNotParsedAgain() throws {
    let texts = (0..<5).map { Self.request("/v1/stations/nearest?lat=\($0)") }
    #expect(try remembered(of: texts) == 4)
    #expect(try remembered(of: texts + [Self.request("/", "Host: b\r\n")] + texts) == 8)
  }

  @Test func whatDiffersInAnythingButTheTargetIsParsed() throws {
    let known = Self.request("/a")
    for other in [
      Self.request("/b", "Host: b\r\nX-Request-Id: 0123456789abcdef\r\n"), Self.request("/b", "Host: a\r\n"),
      known.replacing("GET", with: "HEAD"), known.replacing("GET", with: "get"), known.replacing("1.1", with: "1.0"),
      known.replacing("GET ", with: "GET  "), "\r\n" + known, known + "\r\n", known + known, String(known.dropLast(2)),
      known.replacing("X-", with: "x-"), known.replacing("\r\n", with: "\n"), known.replacing("/a", with: ""),
      known.replacing("/a", with: "a"), known.replacing("/a", with: "http://b/a"), known.replacing("/a", with: "*"),
      known.replacing("/a", with: "/" + String(repeating: "a", count: 1024)),
    ] {
      #expect(try remembered(of: [known, other]) == 0, "\(other)")
    }
  }

  @Test func eachByteOfATargetIsTakenOrRefusedAsByTheParser() throws {
    let known = Array(Self.request("/a?b=c").utf8)
    for place in 4...9 {
      for byte in UInt8.min...UInt8.max {
        var other = known
        other[place] = byte
        try remembered(of: [known, other, known])
      }
    }
  }

  @Test(arguments: [
    "Host: a\r\nConnection: close\r\n", "Host: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n",
    "Host: a\r\nContent-Length: 4\r\n", "Host: a\r\nExpect: 100-continue\r\n",
    "Host: a\r\nTransfer-Encoding: chunked\r\n",
    "Host: a\r\nAuthorization: Bearer secret\r\n", "Host: a\r\nX: \(String(repeating: "x", count: 2048))\r\n",
  ])
  func whatEndsAConnectionOrHasABodyOrATokenOrIsLongIsNotKept(fields: String) throws {
    #expect(try remembered(of: [String](repeating: Self.request("/a", fields), count: 3)) == 0)
  }

  @Test func fieldsBehindABodyAreHeardEachTime() throws {
    let fields = "Host: a\r\nTransfer-Encoding: chunked\r\n"
    let whole = Self.request("/a", fields) + "0\r\nT: v\r\n\r\n"
    #expect(try remembered(of: [whole, whole, whole]) == 0)
    #expect(try remembered(of: [Self.request("/a", "Host: a\r\nContent-Length: 0\r\n"), whole, whole]) == 0)
  }

  @Test func thatAReadIsCompleteIsHeardUnlessTheListenerReadsOn() throws {
    let connection = try Connection(remembers: true)
    defer { connection.close() }
    for (readsOn, heard) in [(false, 1), (true, 1), (false, 2)] {
      connection.listener.readsOn = readsOn
      connection.take([Array(Self.request("/a").utf8)])
      connection.completeRead()
      #expect(connection.listener.completeReads == heard)
    }
  }

  @Test func headersOfWhichNoneIsSaidAgainAreNotKeptForEver() throws {
    let different = (0..<8).map { Self.request("/a", "Host: \($0)\r\n") }
    let same = [String](repeating: Self.request("/a"), count: 3)
    #expect(try remembered(of: different.dropLast() + same) == 2)
    #expect(try remembered(of: different + same) == 0)
  }

  @Test func whatComesBehindTheBeginningOfARequestBelongsToThatOne() throws {
    let known = Self.request("/a")
    for beginning in [
      "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: \(known.utf8.count * 2)\r\n\r\n",
      "GET /b HTTP/1.1\r\nX: ", "GET /b",
      "POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n\r\n\r\n", "\u{0}\r\n\r\n", "GET /b\r\n\r\n",
      "GET /b HTTP/2.7\r\n\r\n", known + "GET /b",
    ] {
      #expect(try remembered(of: [known, beginning, known, known]) <= 1, "\(beginning)")
    }
  }

  /// Streams of a generator with a fixed seed: kinds of requests, most of them repeated, cut where they end or anywhere.
  @Test func streamsOfAllKindsInPiecesOfAnySizeAreHeardAlike() throws {
    let pieces = [
      Self.request("/v1/stations/nearest?lat=1&lon=2"), Self.request("/v1/stations/nearest?lat=35.123456&lon=116.9"),
      Self.request("/v1/stations/A"), Self.request("/b", "Host: b\r\n"), Self.request("/b c"), Self.request("/b#c"),
      Self.request("/b", "Host: a\nX-Request-Id: 0123456789abcdef\r\n"), "\r\n", "GET /c HTTP/1.1\nHost: a\n\n",
      "POST /v HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nbody\r\n\r\n",
      "POST /v HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n\r\n\r\n\r\n0\r\n\r\n",
      "HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n", "GET /o HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    ]
    let rare = [
      Self.request("/l", "Host: a\r\nConnection: close\r\n"), "nonsense\r\n\r\n", "GET /\r\n\r\n",
      "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /e HTTP/1.0\r\nHost: a\r\n\r\n",
      Self.request("/u", "Host: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n"),
    ]
    var (state, remembered): (UInt64, Int) = (7, 0)
    func random(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    for _ in 0..<3000 {
      var stream: [[UInt8]] = []
      for _ in 0..<8 {
        let common = pieces[random(2) == 0 ? random(3) : random(pieces.count)]
        let text = random(30) == 0 ? rare[random(rare.count)] : common
        var bytes = Array(text.utf8)
        if random(6) == 0, let last = stream.popLast() { bytes = last + bytes }
        let cut = random(5) == 0 ? random(bytes.count) : 0
        stream += cut == 0 ? [bytes] : [Array(bytes[..<cut]), Array(bytes[cut...])]
      }
      remembered += try self.remembered(of: stream)
    }
    #expect(remembered > 2000)
  }
}
