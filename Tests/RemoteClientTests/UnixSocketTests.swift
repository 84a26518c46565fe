import Foundation
import Glibc
import RemoteClient
import RestStations
import TestSupport
import Testing

@Suite("A Unix socket is spoken to, however long its path")
struct UnixSocketTests {
  @Test(arguments: [0, 90, 180]) func requestsGoThroughASocket(extraBytes: Int) throws {
    let folder = try TemporaryFolder()
    let path = try socketPath(in: folder, extraBytes: extraBytes)
    #expect(extraBytes == 0 || path.utf8.count > ShortSocketPath.maximumBytes)
    let server = try HTTPServer(["--unix", path])
    let client = CurlClient(door: .socket(path: path))
    for _ in 0..<3 {
      let response = try client.send(HTTPRequest("POST", "/v1/a?b=c", body: Array("驿站".utf8)))
      #expect(response.status == 200)
      #expect(response.headers["Echo-Target"] == "/v1/a?b=c")
      #expect(response.headers["Echo-Host"] == "localhost")
      // A long path is reached by the name of a descriptor, which other tests at work here can make another.
      #expect(extraBytes > 0 || response.headers["Echo-Connection"] == "1")
      #expect(String(decoding: response.body, as: UTF8.self) == "驿站")
    }
    withExtendedLifetime(server) {}
  }

  @Test(arguments: [0, 180]) func aMissingSocketIsUnreachable(extraBytes: Int) throws {
    let folder = try TemporaryFolder()
    let path = try socketPath(in: folder, extraBytes: extraBytes)
    let error = try failure(CurlClient(door: .socket(path: path)))
    #expect(error.code == .unreachable)
    #expect(error.detail.english.hasPrefix("cannot reach the server \(path): there is no such socket"))
    #expect(error.detail.chinese.hasPrefix("无法连接服务器 \(path)：套接字不存在"))
  }

  @Test func aSocketInAMissingFolderIsUnreachable() throws {
    let folder = try TemporaryFolder()
    let path = folder.path(String(repeating: "f", count: 120) + "/s")
    let error = try failure(CurlClient(door: .socket(path: path)))
    #expect(error.code == .unreachable)
    #expect(error.detail.english.contains(path))
  }

  @Test func aSocketThatNobodyListensAtIsUnreachable() throws {
    let folder = try TemporaryFolder()
    let path = try socketPath(in: folder, extraBytes: 180)
    try bindSocket(path)
    let error = try failure(CurlClient(door: .socket(path: path)))
    #expect(error.code == .unreachable)
    #expect(error.detail.english.contains("the connection was refused"))
  }

  @Test(arguments: [0, 90, 180]) func aShortNameBindsTheSocketAtItsPath(extraBytes: Int) throws {
    let folder = try TemporaryFolder()
    let path = try socketPath(in: folder, extraBytes: extraBytes)
    try bindSocket(path)
    #expect(FileManager.default.fileExists(atPath: path))
  }

  @Test func aPathThatFitsStandsAsItIs() throws {
    let path = String(repeating: "p", count: ShortSocketPath.maximumBytes)
    #expect(try withShortSocketPath(path) { $0 } == path)
  }

  @Test(arguments: [
    "/no-such-folder/" + String(repeating: "p", count: 120) + "/s", "/tmp/" + String(repeating: "n", count: 120),
    "a\u{0}b",
  ])
  func aPathThatCannotBeShortenedIsTold(path: String) throws {
    let error = try #require(throws: YizhanError.self) { _ = try withShortSocketPath(path) { $0 } }
    #expect(error.code == .storageFailed)
    #expect(error.detail.english.contains(path))
    #expect(error.detail.chinese.contains(path))
  }

  /// The path of a socket in a folder below the given one, whose name has that many bytes more.
  private func socketPath(in folder: TemporaryFolder, extraBytes: Int) throws -> String {
    guard extraBytes > 0 else { return folder.path("s") }
    let below = folder.url.appending(path: String(repeating: "长", count: extraBytes / 3))
    try FileManager.default.createDirectory(at: below, withIntermediateDirectories: true)
    return below.appending(path: "s").path
  }

  /// Binds a socket that does not listen, by its short name.
  private func bindSocket(_ path: String) throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    let status = try withShortSocketPath(path) { short in
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: short.utf8) }
      return withUnsafeBytes(of: &address) { bytes in
        bytes.withMemoryRebound(to: sockaddr.self) { bind(descriptor, $0.baseAddress, socklen_t(bytes.count)) }
      }
    }
    try #require(status == 0, "\(String(cString: strerror(errno)))")
  }
}
