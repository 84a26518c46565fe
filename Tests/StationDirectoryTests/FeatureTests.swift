import Geodesy
import RestStations
import SampleData
import StationDirectory
import TestSupport
import Testing

@Suite("Features are those of a look at every station, and are counted exactly")
struct FeatureTests {
  /// Yanzhou's stations, some of them changed a day or two later.
  private func yanzhou() async throws -> (district: District, stations: [Station]) {
    let district = try await District(try District.yanzhou.get())
    var count = 0
    for day in 1...2 {
      district.clock.now += 86_400
      let changed = try await district.stations().filter { _ in
        count += 1
        return count % 7 == day
      }
      try await district.store(
        changed.map { station in
          var station = station
          station.capacity = 77
          return station
        })
    }
    return (district, try await district.stations())
  }

  private func pages(_ district: District, _ question: FeatureQuestion) throws -> [JSONAnswer] {
    var (question, pages) = (question, [JSONAnswer]())
    repeat {
      let answer = try district.directory.features(question)
      pages.append(try JSONAnswer(answer.encoded([])))
      question.after = answer.last
    } while question.after != nil
    return pages
  }

  private func isWanted(_ station: Station, _ question: FeatureQuestion) -> Bool {
    let isAllowed =
      switch question.status {
      case .any: true
      case .findable: station.status != .retired
      case .only(let status): station.status == status
      }
    let texts: [FeatureProperty: String?] = [
      .name: station.name, .hubID: station.hubID?.text, .address: station.address, .phone: station.phone,
      .operatorName: station.operatorName,
    ]
    return isAllowed && (question.kind ?? station.kind) == station.kind
      && (question.entry == nil || question.entry == station.entry)
      && (question.town == nil || question.town == station.town)
      && question.box?.contains(station.coordinate) ?? true
      && question.updated?.contains(station.updatedAt / 1000) ?? true
      && question.texts.allSatisfy { texts[$0.key] == $0.value }
  }

  private func random(
    _ stations: [Station], _ generator: inout SeededGenerator
  ) throws -> FeatureQuestion {
    let model = try #require(stations.randomElement(using: &generator))
    let other = try #require(stations.randomElement(using: &generator))
    var question = FeatureQuestion()
    question.limit = Int.random(in: 1...60, using: &generator)
    if generator.chance(0.3) { question.kind = model.kind }
    if generator.chance(0.2) { question.entry = model.entry }
    if generator.chance(0.3) { question.town = generator.chance(0.1) ? "nowhere" : model.town }
    if generator.chance(0.3) {
      question.status = generator.chance(0.5) ? .any : .only(model.status)
    }
    if generator.chance(0.3) {
      // Corners at stations, which are inside; west above east as often as not.
      let latitudes = [model.coordinate.latitude, other.coordinate.latitude].sorted()
      question.box = CoordinateBox(
        west: model.coordinate.longitude, south: latitudes[0], east: other.coordinate.longitude, north: latitudes[1])
    }
    if generator.chance(0.3) {
      let times = [model.updatedAt / 1000, other.updatedAt / 1000].sorted()
      question.updated = generator.chance(0.5) ? times[0]...times[1] : .min...times[0]
    }
    let texts: [(FeatureProperty, String?)] = [
      (.name, model.name), (.hubID, model.hubID?.text), (.address, model.address), (.phone, model.phone),
      (.operatorName, model.operatorName),
    ]
    if generator.chance(0.3), let (property, text) = texts.randomElement(using: &generator) {
      question.texts[property] = generator.chance(0.1) ? (text ?? "") + "x" : text
    }
    return question
  }

  @Test func everyQuestionIsAnsweredAsByALookAtEveryStation() async throws {
    let (district, stations) = try await yanzhou()
    var generator = SeededGenerator(seed: testSeed)
    var found = 0
    for _ in 0..<1000 {
      let question = try random(stations, &generator)
      let expected = stations.filter { isWanted($0, question) }.map(\.id.text)
      found += expected.count
      let pages = try pages(district, question)
      #expect(
        pages.flatMap { $0.features.compactMap { $0.text("id") } } == expected, "seed \(testSeed): \(question)")
      #expect(pages.dropLast().allSatisfy { $0.features.count == question.limit })
      for page in pages {
        #expect(page.members.number("numberMatched") == Double(expected.count))
        #expect(page.members.number("numberReturned") == Double(page.features.count))
      }
    }
    #expect(found > 1000, "the questions are not all about nothing")
  }

  @Test func whatLooksLikeAMemberInAnotherTextIsNone() async throws {
    let district = try await District(
      #"""
      id,name,lat,lon,address,phone,operator
      a,"x"",""name"":""y",1,1,"""name"":""z""",",""phone"":""1""",o
      b,y,1,1,,1,
      c,"a\",1,1,z,,o

      """#)
    func ids(_ property: FeatureProperty, _ text: String) throws -> [String] {
      var question = FeatureQuestion()
      question.texts[property] = text
      return try pages(district, question).flatMap { $0.features.compactMap { $0.text("id") } }
    }
    #expect(try ids(.name, "y") == ["b"])
    #expect(try ids(.name, "z") == [])
    #expect(try ids(.name, #"x","name":"y"#) == ["a"])
    #expect(try ids(.name, #"a\"#) == ["c"])
    #expect(try ids(.phone, "1") == ["b"])
    #expect(try ids(.operatorName, "o") == ["a", "c"])
    #expect(try ids(.address, "") == [])
  }

  @Test func theExtentIsThatOfTheStationsThatAreFound() async throws {
    let district = try await District(
      "id,name,lat,lon,status\na,x,1,2,active\nb,x,-3,4,suspended\nc,x,80,80,retired\n")
    let extent = try district.directory.featureExtent()
    #expect(extent.box == CoordinateBox(west: 2, south: -3, east: 4, north: 1))
    #expect(extent.updated == district.clock.now...district.clock.now)
    let empty = try await District().directory.featureExtent()
    #expect(empty.box == nil && empty.updated == nil)
  }
}
