import Foundation
import Glibc
import Synchronization

/// A connection to a server that sends whatever bytes it is given, and reads answers of HTTP/1.1.
public final class HTTPConnection: Sendable {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// No answer is waited for longer.
  public static let patience = Duration.seconds(100)

  private let descriptor: Int32
  /// Bytes that were received and belong to the next answer.
  private let pending = Mutex<[UInt8]>([])

  /// Connects to a port of this machine.
  ///
  /// - Parameter source: the address that the server sees, `127.` and three more numbers; 127.0.0.1 when nothing.
  public init(port: Int, from source: String? = nil) throws {
    descriptor = try Self.connect(
      AF_INET, Self.address("127.0.0.1", port: port), from: source.map { Self.address($0, port: 0) })
  }

  /// Connects to a Unix socket, whose path must fit into an address (107 bytes).
  public init(socket path: String) throws {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    descriptor = try Self.connect(AF_UNIX, address)
  }

  deinit {
    close(descriptor)
  }

  /// The bytes of a request, with `Host` and, for a body, `Content-Length`.
  public static func request(
    _ method: String, _ target: String, _ headers: [String: String] = [:], body: [UInt8]? = nil
  ) -> [UInt8] {
    var head = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    if let body { head += "Content-Length: \(body.count)\r\n" }
    return Array((head + "\r\n").utf8) + (body ?? [])
  }

  /// Sends bytes until all are sent or the server takes no more; answers that come meanwhile are kept.
  public func send(_ bytes: [UInt8]) throws {
    let deadline = ContinuousClock.now + Self.patience
    var sent = 0
    while sent < bytes.count {
      guard Readiness.wait(descriptor, for: POLLIN | POLLOUT, until: deadline) else {
        throw Failure(description: "the server takes nothing")
      }
      _ = receiveSome(Int32(MSG_DONTWAIT))
      let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
      let count = bytes[sent...].withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, flags) }
      if count >= 0 {
        sent += count
      } else if errno == EPIPE || errno == ECONNRESET {
        return
      }
    }
  }

  /// Sends bytes over and over, and takes no answer, until the server has taken nothing for a while.
  ///
  /// - Parameters:
  ///   - most: so many bytes are enough.
  ///   - patience: how long it may take nothing.
  /// - Returns: how many bytes it took.
  public func press(_ bytes: [UInt8], most: Int, patience: Duration = .seconds(2)) -> Int {
    var sent = 0
    while sent < most, Readiness.wait(descriptor, for: POLLOUT, until: .now + patience) {
      let rest = bytes[(sent % bytes.count)...]
      let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
      let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, flags) }
      if count > 0 { sent += count } else if errno != EAGAIN { break }
    }
    return sent
  }

  /// Says that nothing more will be sent, while answers may still come.
  public func finishSending() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// The next answer.
  ///
  /// - Parameter method: of the request; an answer to HEAD has no body.
  public func receive(answering method: String = "GET") throws -> HTTPAnswer {
    let head = try take { bytes in
      bytes.firstRange(of: Array("\r\n\r\n".utf8)).map { $0.upperBound }
    }
    var answer = try HTTPAnswer(head: head)
    guard method != "HEAD", answer.status != 304 else { return answer }
    if answer["Transfer-Encoding"] != nil {
      answer.body = try chunkedBody()
    } else {
      let length = answer["Content-Length"].flatMap { Int($0) } ?? 0
      answer.body = try take { $0.count >= length ? length : nil }
    }
    return answer
  }

  /// Sends a request and returns its answer.
  public func exchange(
    _ method: String, _ target: String, _ headers: [String: String] = [:], body: [UInt8]? = nil
  ) throws -> HTTPAnswer {
    try send(Self.request(method, target, headers, body: body))
    return try receive(answering: method)
  }

  /// Whether the server closes the connection in time; what it sends until then is thrown away.
  public func isClosed(within patience: Duration = patience) -> Bool {
    let deadline = ContinuousClock.now + patience
    while Readiness.wait(descriptor, for: POLLIN, until: deadline) {
      if receiveSome(0) == false { return true }
    }
    return false
  }

  /// Receives what there is: true when something came, false at the end, nothing when one would have to wait.
  private func receiveSome(_ flags: Int32) -> Bool? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, flags)
    if count < 0, errno == EAGAIN || errno == EINTR { return nil }
    guard count > 0 else { return false }
    pending.withLock { $0 += buffer[..<count] }
    return true
  }

  /// Takes bytes off the front, as many as a function says when there are enough of them.
  private func take(_ count: (_ pending: [UInt8]) -> Int?) throws -> [UInt8] {
    let deadline = ContinuousClock.now + Self.patience
    while true {
      let taken = pending.withLock { pending -> [UInt8]? in
        guard let count = count(pending) else { return nil }
        defer { pending.removeFirst(count) }
        return Array(pending.prefix(count))
      }
      if let taken { return taken }
      guard Readiness.wait(descriptor, for: POLLIN, until: deadline) else {
        throw Failure(description: "no answer within \(Self.patience)")
      }
      if receiveSome(0) == false { throw Failure(description: "closed before the answer was whole") }
    }
  }

  private func chunkedBody() throws -> [UInt8] {
    var body: [UInt8] = []
    while true {
      let line = try take { bytes in bytes.firstRange(of: Array("\r\n".utf8)).map { $0.upperBound } }
      let digits = String(decoding: line.dropLast(2), as: UTF8.self)
      guard let size = Int(digits, radix: 16) else { throw Failure(description: "chunk of size \(digits)") }
      body += try take { $0.count >= size + 2 ? size + 2 : nil }.dropLast(2)
      if size == 0 { return body }
    }
  }

  private static func address(_ text: String, port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(clamping: port).bigEndian
    address.sin_addr.s_addr = inet_addr(text)
    return address
  }

  private static func connect<Address>(
    _ family: Int32, _ address: Address, from source: Address? = nil
  ) throws -> Int32 {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    func call(_ function: (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32, _ address: Address) -> Int32 {
      withUnsafeBytes(of: address) { bytes in
        bytes.withMemoryRebound(to: sockaddr.self) { function(descriptor, $0.baseAddress, socklen_t(bytes.count)) }
      }
    }
    var status = source.map { call(Glibc.bind, $0) } ?? 0
    if status == 0 { status = call(Glibc.connect, address) }
    guard status == 0 else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw Failure(description: "cannot connect: \(reason)")
    }
    return descriptor
  }
}

/// What a server answered.
public struct HTTPAnswer: Sendable {
  public let status: Int
  public let headers: [(name: String, value: String)]
  public internal(set) var body: [UInt8] = []

  init(head: [UInt8]) throws {
    let lines = String(decoding: head.dropLast(4), as: UTF8.self).components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1]) else {
      throw HTTPConnection.Failure(description: "'\(lines[0])' is no status line")
    }
    self.status = status
    headers = lines.dropFirst().compactMap { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      return parts.count == 2 ? (String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces)) : nil
    }
  }

  /// The value of the first header field of that name, in any case.
  public subscript(name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  public var text: String { String(decoding: body, as: UTF8.self) }
}
