import Foundation
import TestSupport
import Testing

@Suite("The reference page tells every call, and loads nothing", .yanzhouServer)
struct ReferencePageTests {
  private func page(_ language: String) throws -> HTTPAnswer {
    try YanzhouServer.current.get("/docs", ["Accept-Language": language])
  }

  @Test func everyCallOfTheDocumentIsOnThePage() throws {
    let paths = try #require(YanzhouServer.current.get("/openapi.json").json()["paths"].object)
    let (english, chinese) = try (page("en").text, page("zh").text)
    for (path, methods) in paths {
      for (method, call) in methods.object ?? [:] {
        let heading = "<h3><code>\(method.uppercased()) \(path)</code></h3>"
        #expect(english.contains(heading) && chinese.contains(heading), "\(method) \(path)")
        let summary = try #require(call["summary"].string)
        #expect(english.contains(summary) && !isChinese(summary))
      }
    }
  }

  @Test func itIsInTheReadersLanguage() throws {
    for (language, title) in [("en", "rest stations for gig workers"), ("zh-CN,zh;q=0.9", "新就业群体暖心驿站")] {
      let answer = try page(language)
      #expect(answer["Content-Type"] == "text/html; charset=utf-8")
      #expect(answer["Content-Language"] == String(language.prefix(2)) && answer["Vary"] == "Accept-Language")
      #expect(answer.text.contains(title) && answer.text.contains("<html lang=\"\(language.prefix(2))\">"))
    }
    let document = try YanzhouServer.current.get("/openapi.json", ["Accept-Language": "zh"])
    #expect(try isChinese(document.json()["info"]["title"].string))
    #expect(document["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0")
  }

  @Test func itHasNoScriptAndNothingFromElsewhere() throws {
    let answer = try page("en")
    #expect(!answer.text.contains(/<script|<link|<img|<iframe|url\(|@import|javascript:| on[a-z]+=| style=/))
    let targets = answer.text.matches(of: /(?:href|src)="([^"]*)"/).map { String($0.1) }
    #expect(targets.allSatisfy { $0.hasPrefix("#") || $0 == "/openapi.json" } && targets.count > 30)
    let anchors = Set(answer.text.matches(of: #/ id="([^"]*)"/#).map { String($0.1) })
    #expect(targets.filter { $0.hasPrefix("#") }.allSatisfy { anchors.contains(String($0.dropFirst())) })
  }

  @Test func theStyleIsTheOneThatThePolicyNames() throws {
    let answer = try page("en")
    let policy = try #require(answer["Content-Security-Policy"])
    #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"))
    let style = try #require(answer.text.firstMatch(of: /<style>([^<]*)<\/style>/)).1
    let digest = try Python.run(
      "import base64, hashlib, sys; print(base64.b64encode(hashlib.sha256(sys.argv[1].encode()).digest()).decode())",
      [String(style)])
    #expect(policy.contains("'sha256-\(digest)'"))
  }
}
