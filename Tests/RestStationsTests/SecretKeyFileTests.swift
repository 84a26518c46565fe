import Foundation
import Glibc
import RestStations
import TestSupport
import Testing

@Suite("The secret key stands in a file that its owner alone can read")
struct SecretKeyFileTests {
  private static let hex = String(repeating: "0123456789abcDEF", count: 4)

  @Test func aMissingFileIsMadeOnceAndReadAgain() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("visitors.key")
    #expect(try SecretKeyFile.read(path) == nil)
    let key = try SecretKeyFile.load(path)
    #expect(try SecretKeyFile.load(path).bytes == key.bytes)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.utf8.count == 65 && text.hasSuffix("\n"))
    #expect(SecretKey(hex: text.utf8.dropLast())?.bytes == key.bytes)
    #expect(try mode(path) == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["visitors.key"])
  }

  @Test func aGivenKeyIsRead() throws {
    let folder = try TemporaryFolder()
    let path = try write(Self.hex + "\n", in: folder)
    #expect(try SecretKeyFile.load(path).bytes == SecretKey(hex: Self.hex.utf8)?.bytes)
    #expect(chmod(path, 0o400) == 0)
    #expect(try SecretKeyFile.load(path).bytes == SecretKey(hex: Self.hex.utf8)?.bytes)
  }

  @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o666, 0o700, 0o777] as [mode_t])
  func aFileThatOthersMayUseIsRefused(mode: mode_t) throws {
    let folder = try TemporaryFolder()
    let error = try refusal(try write(Self.hex + "\n", in: folder, mode: mode))
    #expect(error.detail.english.contains("its mode is \(String(mode, radix: 8))"))
    #expect(error.detail.chinese.contains("chmod 600"))
  }

  @Test(arguments: ["", "\n", hex, hex + "\n\n", hex + "\r\n", hex.dropLast() + "\n", hex + "0\n", " " + hex + "\n"])
  func aFileOfAnotherLengthIsRefused(text: String) throws {
    let folder = try TemporaryFolder()
    let error = try refusal(try write(text, in: folder))
    #expect(error.detail.english.contains("64 hexadecimal digits and a newline"))
  }

  @Test(arguments: ["g", " ", "-", "\u{0}", "\n"])
  func aFileWithAnotherCharacterIsRefusedAndNotTold(character: String) throws {
    let folder = try TemporaryFolder()
    let error = try refusal(try write(Self.hex.dropLast() + character + "\n", in: folder))
    #expect(error.detail.english.contains("something other than hexadecimal digits"))
    #expect(!error.detail.english.contains("0123"))
  }

  @Test func whatIsNoFileIsRefused() throws {
    let folder = try TemporaryFolder()
    #expect(try refusal(folder.url.path).detail.english.contains(folder.url.path))
    let pipe = folder.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(try refusal(pipe).detail.english.contains("it is no file"))
    #expect(try refusal(folder.path("none/visitors.key")).detail.english.contains("No such file"))
  }

  @Test func allThatStartAtOnceGetTheSameKey() async throws {
    for _ in 0..<20 {
      let folder = try TemporaryFolder()
      let path = folder.path("visitors.key")
      let keys = try await withThrowingTaskGroup(of: [UInt8].self) { group in
        for _ in 0..<8 { group.addTask { try SecretKeyFile.load(path).bytes } }
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }
      #expect(keys.count == 1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["visitors.key"])
    }
  }

  private func refusal(_ path: String) throws -> YizhanError {
    let error = try #require(throws: YizhanError.self) { _ = try SecretKeyFile.load(path) }
    #expect(error.code == .storageFailed)
    return error
  }

  private func write(_ text: some StringProtocol, in folder: TemporaryFolder, mode: mode_t = 0o600) throws -> String {
    let path = try folder.write("visitors.key", String(text))
    try #require(chmod(path, mode) == 0)
    return path
  }

  private func mode(_ path: String) throws -> mode_t {
    var status = stat()
    try #require(stat(path, &status) == 0)
    return status.st_mode & 0o7777
  }
}
