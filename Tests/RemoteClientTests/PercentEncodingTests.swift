import RemoteClient
import Testing

@Suite("Text goes into URLs percent-encoded")
struct PercentEncodingTests {
  @Test func unreservedCharactersStay() {
    let text = "abcxyzABCXYZ0123456789-._~"
    #expect(PercentEncoding.pathSegment(text) == text)
  }

  @Test func everythingElseIsEncodedInUTF8() {
    #expect(PercentEncoding.pathSegment("a/b?c#d%") == "a%2Fb%3Fc%23d%25")
    #expect(PercentEncoding.pathSegment("鱼") == "%E9%B1%BC")
    #expect(PercentEncoding.pathSegment("🛵\u{0}\n") == "%F0%9F%9B%B5%00%0A")
    #expect(PercentEncoding.pathSegment("").isEmpty)
  }

  @Test func aPlusAndASpaceSurviveAQuery() {
    let query = PercentEncoding.query([("open", "2026-11-24T15:04:05+08:00"), ("q", "a b&c=d"), ("empty", "")])
    #expect(query == "open=2026-11-24T15%3A04%3A05%2B08%3A00&q=a%20b%26c%3Dd&empty=")
  }

  @Test func noItemsMakeAnEmptyQuery() {
    #expect(PercentEncoding.query([]).isEmpty)
  }
}
