import Foundation
import TestSupport
import Testing

@Suite("The pages are served whole, compressed, and with a policy that allows nothing else")
struct ServedPageTests {
  private static let folder = Project.root.appending(path: "Sources/WebPages/Pages")
  private static let pages = ["/", "/check-in", "/manage", "/staff"]

  private static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { !$0.hasPrefix(".") }.sorted()

  private static func path(_ name: String) -> String {
    switch name {
    case "index.html": "/"
    case "service-worker.js", "manifest.webmanifest": "/\(name)"
    default: name.hasSuffix(".html") ? "/\(name.dropLast(5))" : "/pages/\(name)"
    }
  }

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  @Test func eachFileIsServedAsItIs() throws {
    let server = try PageServer()
    let running = try #require(server.server)
    #expect(Self.names.count > 25)
    for name in Self.names where name != "service-worker.js" {
      let answer = try running.get(Self.path(name))
      #expect(answer.status == 200, "\(name): is it in CWebPages.c?")
      #expect(try answer.body == [UInt8](Data(contentsOf: Self.folder.appending(path: name))), "\(name)")
      #expect(answer["X-Content-Type-Options"] == "nosniff" && answer["Cache-Control"] == "public, no-cache")
      try expectCompressed(answer, of: running, at: Self.path(name))
    }
    let worker = try running.get("/service-worker.js").text
    for name in Self.names where name != "service-worker.js" { #expect(worker.contains("\"\(Self.path(name))\"")) }
    #expect(!worker.contains("EDITION") && !worker.contains("\"FILES\""))
    try expectKnownElsewhere(running)
    #expect(server.server != nil)
  }

  /// The compressed form is the same file, under a tag of its own; both are known again.
  private func expectCompressed(_ plain: HTTPAnswer, of server: RunningServer, at path: String) throws {
    let tag = try #require(plain["ETag"])
    #expect(tag.hasPrefix("\"") && plain["Vary"] == "Accept-Encoding" && plain["Content-Encoding"] == nil)
    #expect(try server.get(path, ["If-None-Match": tag]).status == 304)
    for header in ["gzip", "br, gzip;q=0.5", "*"] {
      let small = try server.get(path, ["Accept-Encoding": header])
      #expect(small.body.count <= plain.body.count)
      guard small["Content-Encoding"] == "gzip" else {
        #expect(plain.body.count < 400, "\(path) is not compressed")
        continue
      }
      #expect(small["ETag"] != tag)
      let known = try server.get(path, ["Accept-Encoding": header, "If-None-Match": try #require(small["ETag"])])
      #expect(known.status == 304 && known.body.isEmpty)
      let folder = try TemporaryFolder()
      try Data(small.body).write(to: folder.url.appending(path: "body"))
      let size = try Python.run(
        "import gzip, sys; print(len(gzip.decompress(open(sys.argv[1], 'rb').read())))", [folder.path("body")])
      #expect(size == String(plain.body.count))
    }
    #expect(try server.get(path, ["Accept-Encoding": "br, gzip;q=0"])["Content-Encoding"] == nil)
  }

  private func expectKnownElsewhere(_ server: RunningServer) throws {
    #expect(try server.get("/pages/nothing.js").status == 404)
    #expect(try server.get("/manage?utm_source=a&b").status == 200, "links come back with what messengers add")
    #expect(try server.exchange("POST", "/manage")["Allow"] == "GET, HEAD")
    let script = try server.get("/leaflet/leaflet.js")
    #expect(script.status == 200 && script.text.contains("Leaflet"))
    #expect(try server.get("/leaflet/leaflet.css")["Content-Type"] == "text/css; charset=utf-8")
    #expect(try server.get("/leaflet/other.js").status == 404)
  }

  @Test func thePolicyAllowsThisServerAlone() throws {
    let server = try PageServer()
    for path in Self.pages + ["/service-worker.js", "/pages/courier.js"] {
      let answer = try #require(server.server).get(path)
      let policy = try #require(answer["Content-Security-Policy"])
      #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"))
      #expect(!policy.contains("unsafe") && !policy.contains("http") && policy.contains("frame-ancestors 'none'"))
      #expect(answer["Permissions-Policy"] == "geolocation=(self)" && answer["Referrer-Policy"] == "strict-origin")
    }
  }

  @Test func nothingIsWrittenIntoThePagesThatThePolicyForbids() throws {
    for name in Self.names where name.hasSuffix(".html") {
      let page = try Self.text(name)
      #expect(!page.contains(#/ style=|<style| on[a-z]+=|javascript:|<script(?![^>]* src=)/#), "\(name)")
      for match in page.matches(of: /(?:src|href)="([^"#]+)"/) {
        let target = String(match.1)
        #expect(target.hasPrefix("/") && !target.hasPrefix("//"), "\(name): \(target)")
        #expect(Self.names.map(Self.path).contains(target), "\(name): \(target) is there")
      }
    }
    for name in Self.names where name.hasSuffix(".js") {
      let script = try Self.text(name)
      #expect(!script.contains(/innerHTML =|eval\(|new Function|document\.write/), "\(name)")
    }
  }

  /// Each text in English, then in Chinese, and asked for somewhere.
  @Test func everyTextIsInBothLanguagesAndUsed() throws {
    let entries = try Self.text("texts.js").matches(of: /(\w+): \[\s*"([^"]*)",\s*"([^"]*)",?\s*\]/)
    #expect(entries.count > 120)
    let users = try Self.names.filter { $0.hasSuffix(".js") && $0 != "texts.js" || $0.hasSuffix(".html") }
      .map(Self.text).joined()
    func isChinese(_ text: Substring) -> Bool { text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } }
    for entry in entries where entry.1 != "otherLanguage" && entry.1 != "switchLanguage" {
      #expect(!isChinese(entry.2) && isChinese(entry.3), "\(entry.1)")
      func places(_ text: Substring) -> [Substring] { text.matches(of: /\{\w+\}/).map(\.0).sorted() }
      #expect(places(entry.2) == places(entry.3), "\(entry.1)")
    }
    for entry in entries {
      #expect(
        users.contains("\"\(entry.1)\"") || users.contains("[\"\(entry.1)\"") || Self.isMade(entry.1), "\(entry.1)")
    }
  }

  /// Keys that are put together from words of the API.
  private static func isMade(_ key: Substring) -> Bool {
    ["onFootHours", "byEbikeHours", "open", "closed", "unknown", "suspended", "retired"].contains(String(key))
  }
}
