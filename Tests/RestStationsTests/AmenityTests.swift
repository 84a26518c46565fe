import RestStations
import Testing

@Suite("An amenity code is a small letter, then up to 31 small letters, digits or _")
struct AmenityCodeTests {
  @Test(arguments: ["a", "water", "a1_", "z__9", String(repeating: "a", count: 32)])
  func wellFormedCodesAreTaken(text: String) throws {
    #expect(try #require(AmenityCode(text)).text == text)
  }

  @Test(arguments: [
    "", "A", "Water", "1a", "_a", "a-b", "a b", "a ", "é", "水", "a\u{0}", String(repeating: "a", count: 33),
  ])
  func allElseIsRefused(text: String) {
    #expect(AmenityCode(text) == nil)
  }
}

@Suite("The amenities that every directory starts with are the contract's")
struct AmenityCatalogueTests {
  /// As the contract lists them.
  private static let contract: [(AmenityCategory, String)] = [
    (
      .food,
      "`water` 饮用水 drinking water · `hot_water` 热水 hot water · `microwave` 微波炉 microwave · `fridge` 冰箱 fridge · `meals` 餐食 meals"
    ),
    (
      .medical,
      "`first_aid` 医药箱 first-aid kit · `aed` 除颤器 AED · `blood_pressure` 血压计 blood-pressure meter · `heat_relief` 防暑药品 heatstroke supplies"
    ),
    (
      .rest,
      """
      `seating` 休息座椅 seating · `table` 桌子 table · `air_conditioning` 空调 air conditioning · `heating` 取暖 heating · \
      `toilet` 卫生间 toilet · `shower` 淋浴 shower · `nap` 午休床位 nap place · `nursing_room` 母婴室 nursing room · \
      `reading` 报刊图书 newspapers and books · `television` 电视 television
      """
    ),
    (
      .travel,
      """
      `phone_charging` 手机充电 phone charging · `ebike_charging` 电动车充电 e-bike charging · `battery_swap` 换电柜 battery swap · \
      `parking` 车辆停放 parking · `air_pump` 打气筒 air pump · `tools` 维修工具 repair tools · `rain_gear` 雨具 rain gear · \
      `wheelchair` 无障碍 wheelchair access
      """
    ),
    (
      .services,
      """
      `wifi` 无线网络 Wi-Fi · `printing` 打印 printing · `legal_aid` 法律援助 legal aid · `counselling` 心理咨询 counselling · \
      `job_information` 就业信息 job information · `training` 技能培训 training · `lost_property` 失物招领 lost property
      """
    ),
  ]

  @Test func codesLabelsAndCategoriesAreTheContracts() throws {
    let expected = try Self.contract.flatMap { category, items in
      try items.split(separator: "·").map { item in
        let words = item.split(separator: " ", maxSplits: 2).map(String.init)
        let code = try #require(AmenityCode(words[0].filter { $0 != "`" }))
        let english = String(words[2].reversed().drop { $0 == " " }.reversed())
        return Amenity(code: code, category: category, label: Bilingual(english, words[1]))
      }
    }
    #expect(expected.count == 34)
    #expect(AmenityCatalogue.standard.amenities == expected)
  }

  @Test func categoriesAreNamedByTheContract() {
    #expect(AmenityCategory.allCases.map(\.label.chinese) == ["食", "医", "住", "行", "助"])
  }

  @Test func anAmenitysNumberIsItsPlace() {
    let catalogue = AmenityCatalogue.standard
    for (number, amenity) in catalogue.amenities.enumerated() {
      #expect(catalogue.number(of: amenity.code) == number)
    }
    #expect(AmenityCode("sauna").flatMap(catalogue.number) == nil)
  }

  @Test func setsAndCodesGoRound() throws {
    let catalogue = AmenityCatalogue.standard
    let set = catalogue.set(of: ["wifi", "water", "unknown", "Water", "", "nap", "water"])
    #expect(catalogue.codes(of: set).map(\.text) == ["water", "nap", "wifi"])
    let all = catalogue.set(of: catalogue.amenities.map(\.code.text))
    #expect(catalogue.codes(of: all) == catalogue.amenities.map(\.code))
  }

  @Test func aDistrictMayAddAtLeast64() throws {
    let own = try (0..<64).map { number in
      Amenity(
        code: try #require(AmenityCode("own_\(number)")), category: .services, label: Bilingual("own", "自有"))
    }
    let catalogue = AmenityCatalogue(AmenityCatalogue.standard.amenities + own)
    #expect(catalogue.amenities.count == 98)
    #expect(AmenityCode("own_63").flatMap(catalogue.number) == 97)
    #expect(catalogue.codes(of: catalogue.set(of: ["own_63", "water"])).map(\.text) == ["water", "own_63"])
  }

  @Test func whatIsBeyondTheCapacityIsLeftOut() throws {
    let many = try (0..<150).map { number in
      Amenity(code: try #require(AmenityCode("a\(number)")), category: .food, label: Bilingual("a", "甲"))
    }
    #expect(AmenityCatalogue(many).amenities.count == AmenityCatalogue.capacity)
    #expect(AmenityCode("a149").flatMap(AmenityCatalogue(many).number) == nil)
  }
}

@Suite("A set of amenities holds numbers below 128")
struct AmenitySetTests {
  @Test func numbersComeBackInOrder() {
    var set = AmenitySet()
    #expect(set.isEmpty)
    for number in [127, 0, 64, 63, 1, 99, 0] { set.insert(number) }
    #expect(Array(set.numbers) == [0, 1, 63, 64, 99, 127])
    #expect(set.contains(127) && !set.contains(2))
  }

  @Test(arguments: [-1, 128, 1000, Int.max, Int.min])
  func otherNumbersAreNeverInASet(number: Int) {
    var set = AmenitySet()
    set.insert(number)
    #expect(set.isEmpty)
    #expect(!AmenitySet(bits: .max).contains(number))
  }
}
