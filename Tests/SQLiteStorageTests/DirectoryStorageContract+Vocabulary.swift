import OpeningHours
import RestStations
import TestSupport
import Testing

extension DirectoryStorageContract {
  // MARK: - Holidays and the district's own amenities

  static let vocabulary = holidays + amenities

  private static func days(_ days: (date: String, kind: HolidayTable.Kind)...) throws -> [HolidayTable.Entry] {
    try days.map { day in
      HolidayTable.Entry(
        date: try #require(CivilDate(day.date)), kind: day.kind, nameZh: "节 \(day.date)", nameEn: "=\"\(day.date)'")
    }
  }

  private static let holidays: [DirectoryStorageContract] = [
    DirectoryStorageContract("a new directory knows no holidays") { storage in
      let summary = try await storage.summary()
      #expect(summary.holidays == .empty)
    },
    DirectoryStorageContract("holidays come back equal, in the order of their days, and are a revision") { storage in
      let days = try days(("2026-10-10", .workday), ("2026-10-01", .holiday), ("2025-12-31", .holiday))
      #expect(try await storage.store(HolidayTable(entries: days)) == 1)
      let summary = try await storage.summary()
      #expect(summary.revision == 1)
      #expect(summary.holidays.entries == [days[2], days[1], days[0]])
      #expect(summary.holidays.coveredYears == [2026])
    },
    DirectoryStorageContract("years that a table covers are replaced whole, and no others") { storage in
      let first = try days(
        ("2024-05-01", .holiday), ("2025-01-01", .holiday), ("2025-02-08", .workday), ("2025-12-31", .holiday),
        ("2026-01-01", .holiday))
      let second = try days(("2025-10-01", .holiday), ("2025-09-28", .workday))
      _ = try await storage.store(HolidayTable(entries: first))
      #expect(try await storage.store(HolidayTable(entries: second)) == 2)
      let kept = first.filter { $0.date.year != 2025 }
      #expect(
        try await storage.summary().holidays.entries == (kept + second).sorted { $0.date < $1.date })
    },
    DirectoryStorageContract("days of years that a table does not cover are laid over day by day") { storage in
      let first = try days(("2025-01-01", .holiday), ("2025-12-31", .workday), ("2024-10-01", .holiday))
      // The decree of a year begins with the last days of the one before.
      let second = try days(("2025-12-30", .workday), ("2025-12-31", .holiday), ("2026-01-01", .holiday))
      _ = try await storage.store(HolidayTable(entries: first))
      _ = try await storage.store(HolidayTable(entries: second))
      #expect(try await storage.summary().holidays.entries == [first[2], first[0]] + second)
    },
    DirectoryStorageContract("names may be empty, and as long as may be") { storage in
      let day = try #require(CivilDate("2026-10-01"))
      for name in ["", String(repeating: "节", count: 100)] {
        let entry = HolidayTable.Entry(date: day, kind: .holiday, nameZh: name, nameEn: name)
        _ = try await storage.store(HolidayTable(entries: [entry]))
        #expect(try await storage.summary().holidays.entries == [entry])
      }
    },
    DirectoryStorageContract("a scan tells the holidays too") { storage in
      let table = HolidayTable(entries: try days(("2026-10-01", .holiday)))
      _ = try await storage.store(table)
      let (summary, _) = try await storage.scan { _, _ in 0 }
      #expect(summary.holidays == table)
    },
    DirectoryStorageContract("changed stations are not read where more has changed") { storage in
      var station = try Samples.plain("a")
      station.town = "known"
      try await storage.store([station])
      let table = HolidayTable(entries: try days(("2026-10-01", .holiday)))
      station.town = "new"
      let changes: [@Sendable () async throws -> Void] = [
        { try await storage.store(table) }, { try await storage.add(amenity("tea")) },
        { [station] in try await storage.store([station]) },
      ]
      for change in changes {
        let known = try await storage.summary()
        try await change()
        #expect(try await storage.scannedIDs(since: known, atMost: 10) == nil)
        try await storage.store(Samples.plains("b", "c"))
        #expect(try await storage.scannedIDs(since: known, atMost: 10) == nil)
      }
    },
  ]

  private static func amenity(_ code: String, _ english: String = "tea", _ chinese: String = "茶") throws -> Amenity {
    Amenity(code: try #require(AmenityCode(code)), category: .food, label: Bilingual(english, chinese))
  }

  private static let amenities: [DirectoryStorageContract] = [
    DirectoryStorageContract("an amenity of the district has the next number, and is a revision") { storage in
      let own = try ["tea", "a", "z_9"].map { try amenity($0) }
      for (number, amenity) in own.enumerated() {
        #expect(try await storage.add(amenity) == number + 1)
        let catalogue = try await storage.summary().catalogue
        #expect(catalogue.amenities == AmenityCatalogue.standard.amenities + own[...number])
        #expect(catalogue.number(of: amenity.code) == 34 + number)
      }
    },
    DirectoryStorageContract("a station can have an amenity of the district") { storage in
      _ = try await storage.add(amenity("tea"))
      var station = try Samples.plain("a")
      station.amenities = try await storage.summary().catalogue.set(of: ["tea", "water"])
      station.brokenAmenities = AmenitySet()
      try await storage.store([station])
      let (summary, found) = try await (storage.summary(), storage.station(station.id))
      #expect(summary.catalogue.codes(of: found?.amenities ?? AmenitySet()).map(\.text) == ["water", "tea"])
    },
    DirectoryStorageContract("the same amenity again is no change") { storage in
      _ = try await storage.add(amenity("tea"))
      let before = try await storage.summary()
      #expect(try await storage.add(amenity("tea")) == before.revision)
      #expect(try await storage.add(AmenityCatalogue.standard.amenities[5]) == before.revision)
      #expect(try await storage.summary() == before)
    },
    DirectoryStorageContract("a code that is there with another meaning is a conflict") { storage in
      _ = try await storage.add(amenity("tea"))
      let before = try await storage.summary()
      let code = try #require(AmenityCode("tea"))
      let others = try [
        amenity("tea", "green tea"), amenity("tea", "tea", "绿茶"), amenity("water"),
        Amenity(code: code, category: .rest, label: Bilingual("tea", "茶")),
      ]
      for other in others {
        let error = await #expect(throws: YizhanError.self) { try await storage.add(other) }
        #expect(error?.code == .conflict)
      }
      #expect(try await storage.summary() == before)
    },
    DirectoryStorageContract("there may be 100 amenities and no more") { storage in
      for number in 34..<100 { _ = try await storage.add(amenity("own_\(number)")) }
      let before = try await storage.summary()
      #expect(before.catalogue.amenities.count == 100)
      let error = await #expect(throws: YizhanError.self) { try await storage.add(amenity("one_more")) }
      #expect(error?.code == .conflict)
      #expect(try await storage.add(amenity("own_99")) == before.revision, "that one is there")
      #expect(try await storage.summary() == before)
      var station = try Samples.plain("a")
      station.amenities = AmenitySet(bits: 1 << 99)
      try await storage.store([station])
      #expect(try await storage.station(station.id)?.amenities == station.amenities)
    },
  ]
}
