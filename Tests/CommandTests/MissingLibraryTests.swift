import TestSupport
import Testing

@Suite("Without libcurl all works that needs no server, and the rest says what is missing")
struct MissingLibraryTests {
  /// What makes the system find a file in the library's place that is none.
  private func withoutLibcurl(_ place: Workplace) throws -> [String: String] {
    try place.folder.write("libcurl.so.4", "no library")
    return ["LD_LIBRARY_PATH": place.folder.path("")]
  }

  @Test func aQuestionToTheDatabaseIsAnswered() throws {
    let place = try Workplace.withYanzhou()
    let outcome = try place.run("nearest", "35.5531", "116.7836", environment: withoutLibcurl(place))
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 6)
  }

  @Test(arguments: [("en", "libcurl cannot be used ("), ("zh", "无法使用 libcurl（")])
  func aQuestionToAServerNamesTheLibrary(language: String, reason: String) throws {
    let place = try Workplace()
    let outcome = try place.run(
      "nearest", "35.5531", "116.7836", "--server", "http://127.0.0.1:9", "--lang", language,
      environment: withoutLibcurl(place))
    #expect(outcome.status == 69)
    #expect(outcome.output.isEmpty)
    #expect(outcome.messages.contains(reason))
  }
}
