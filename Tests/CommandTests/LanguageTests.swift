import TestSupport
import Testing

@Suite("Whatever a user reads is there in English and in Chinese")
struct LanguageTests {
  @Test func theLanguageOptionGoesBeforeTheLocale() throws {
    let place = try Workplace()
    func messages(_ arguments: [String], _ environment: [String: String]) throws -> String {
      let outcome = try place.start(["nearest", "0", "0"] + arguments, environment).outcome()
      #expect(outcome.status == 1)
      return outcome.messages
    }
    #expect(isChinese(try messages(["--lang", "zh"], [:])))
    #expect(isChinese(try messages([], ["LANG": "zh_CN.UTF-8"])))
    #expect(isChinese(try messages([], ["LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"])))
    #expect(!isChinese(try messages(["--lang", "en"], ["LANG": "zh_CN.UTF-8"])))
    #expect(!isChinese(try messages([], ["LC_ALL": "C", "LANG": "zh_CN.UTF-8"])))
    #expect(!isChinese(try messages([], ["LANG": "de_DE.UTF-8"])))
  }

  @Test func tablesReportsAndFaultsAreChinese() throws {
    let place = try Workplace()
    let chinese = ["LANG": "zh_CN.UTF-8"]
    let report = try place.run("station", "import", Workplace.yanzhou, environment: chinese)
    #expect(report.messages == "新增 139，更新 0，未变 0\n")
    let table = try place.run("nearest", "35.55", "116.78", environment: chinese)
    #expect(table.lines.first?.contains("距离") == true)
    let fault = try place.run("nearest", "91", "116.78", environment: chinese)
    #expect(fault.status == 64)
    #expect(fault.messages.split(separator: "\n").allSatisfy { isChinese(String($0)) })
    #expect(isChinese(try place.run("station", "show", "NOPE", environment: chinese).messages))
    let sheet = try place.run("station", "show", "YZ-0001", environment: chinese)
    #expect(sheet.output.hasPrefix("编号 "))
  }
}
