import RestStations
import SampleData
import StationDirectory
import Testing

@Suite("A list visits every station that matches once, in the order of ids")
struct ListTests {
  @Test(arguments: [1, 2, 7, 100, 138, 139, 140, 1000])
  func pagesOfAnySizeVisitEveryStationOnce(limit: Int) async throws {
    let (district, reference) = try await yanzhou()
    var question = ListQuestion()
    question.limit = limit
    question.status = .any
    let pages = try self.pages(district, question)
    #expect(pages.flatMap { $0 } == reference.map(\.id))
    #expect(pages.dropLast().allSatisfy { $0.count == limit })
    #expect(pages.count == (139 + limit - 1) / limit, "no empty page at the end")
  }

  @Test func filtersAreThoseOfALookAtEveryStation() async throws {
    let (district, reference) = try await yanzhou()
    var generator = SeededGenerator(seed: testSeed)
    let towns = Array(Set(reference.map { $0.fields["town"] ?? "" })).sorted() + ["nowhere"]
    let known = AmenityCatalogue.standard.amenities.map(\.code.text)
    for _ in 0..<500 {
      var question = ListQuestion()
      question.limit = Int.random(in: 1...40, using: &generator)
      question.town = generator.chance(0.4) ? towns.randomElement(using: &generator) : nil
      question.kind = generator.chance(0.4) ? StationKind.allCases.randomElement(using: &generator) : nil
      let amenities = Set(
        (0..<Int.random(in: 0...2, using: &generator)).compactMap { _ in known.randomElement(using: &generator) })
      question.amenities = AmenityCatalogue.standard.set(of: Array(amenities))
      let statuses: [StatusFilter] = [.findable, .any, .only(.active), .only(.suspended), .only(.retired)]
      question.status = try #require(statuses.randomElement(using: &generator))
      let expected = reference.filter { station in
        (question.town == nil || question.town == station.fields["town"])
          && (question.kind == nil || question.kind?.rawValue == station.fields["kind"])
          && amenities.isSubset(of: station.list("amenities")) && question.status.allows(station.status)
      }
      #expect(try pages(district, question).flatMap { $0 } == expected.map(\.id), "seed \(testSeed): \(question)")
    }
  }

  @Test func retiredStationsAreListedOnlyWhenAskedFor() async throws {
    let district = try await District(
      "id,name,lat,lon,status\na,x,1,1,active\nb,x,1,1,suspended\nc,x,1,1,retired\n")
    var question = ListQuestion()
    #expect(try pages(district, question) == [["a", "b"]])
    for (word, ids) in [("any", ["a", "b", "c"]), ("active", ["a"]), ("suspended", ["b"]), ("retired", ["c"])] {
      question.status = try #require(StatusFilter(word: word))
      #expect(try pages(district, question) == [ids])
    }
    #expect(StatusFilter(word: "all") == nil)
    #expect(Set(StatusFilter.words) == ["any", "active", "suspended", "retired"])
  }

  @Test func aPageMayBeginAfterAnIDThatIsNot() async throws {
    let district = try await District("id,name,lat,lon\nb,x,1,1\nd,x,1,1\nf,x,1,1\n")
    for (after, ids) in [("a", ["b", "d", "f"]), ("b", ["d", "f"]), ("c", ["d", "f"]), ("f", []), ("z", [])] {
      var question = ListQuestion()
      question.after = StationID(after)
      #expect(try pages(district, question).flatMap { $0 } == ids)
    }
  }

  private func yanzhou() async throws -> (District, [ReferenceStation]) {
    let csv = try District.yanzhou.get()
    let reference = try ReferenceStation.all(in: csv)
    return (try await District(csv), reference.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) })
  }

  /// The ids of all pages.
  private func pages(_ district: District, _ question: ListQuestion) throws -> [[String]] {
    var question = question
    var pages: [[String]] = []
    while true {
      let answer = try district.directory.list(question)
      pages.append(try JSONAnswer(answer.encoded(.json, next: nil)).ids)
      guard let last = answer.last else { return pages }
      #expect(last.text == pages.last?.last)
      question.after = last
    }
  }
}

extension StatusFilter {
  fileprivate func allows(_ status: String) -> Bool {
    switch self {
    case .any: true
    case .findable: status != "retired"
    case .only(let wanted): status == wanted.rawValue
    }
  }
}
