import RestStations
import Testing

@Suite("Users read Chinese or English")
struct LanguageTests {
  @Test(arguments: ["zh_CN.UTF-8", "zh_CN", "zh", "ZH_cn.utf8", "zh-Hans", "zh_TW.Big5", "zh_SG.UTF-8@x"])
  func chineseLocalesGiveChinese(locale: String) {
    #expect(Language(locale: locale) == .chinese)
  }

  @Test(arguments: ["", "C", "POSIX", "C.UTF-8", "en_US.UTF-8", "en", "de_DE", "ja_JP.UTF-8", "z", " zh"])
  func otherLocalesGiveEnglish(locale: String) {
    #expect(Language(locale: locale) == .english)
  }

  @Test(arguments: [
    "zh", "zh-CN", "zh-Hans-CN", "ZH-cn", "zh-CN,zh;q=0.9,en;q=0.8", "fr, zh;q=0.5", "fr;q=1, en;q=0.4, zh;q=0.5",
    "en;q=0.9,zh", "en;q=0, zh;q=0.001", "zh;q=0.5,en;q=0.5", "zh ; q=0.5", "*, zh;q=0.1", "zh;Q=0.8,en;q=0.7",
    " ,, zh ,", "en;q=oops, zh;q=0.1",
  ])
  func aHeaderThatPrefersChineseGivesChinese(header: String) {
    #expect(Language(acceptLanguage: header) == .chinese)
  }

  @Test(arguments: [
    "", " ", "*", "en", "en-US,en;q=0.9,zh-CN;q=0.8", "fr", "de-DE, ja", "zh;q=0", "zh;q=0,en;q=0.1",
    "en;q=0.5,zh;q=0.5",
    "zh;q=0.3, en;q=0.31", ",;,;q=1", "zh;q=", "zhx", "z-h",
  ])
  func otherHeadersGiveEnglish(header: String) {
    #expect(Language(acceptLanguage: header) == .english)
  }

  @Test func aTextIsGivenInTheLanguage() {
    let text = Bilingual("water", "水")
    #expect(text.text(in: .chinese) == "水")
    #expect(text.text(in: .english) == "water")
  }
}
