import OpeningHours
import RestStations
import TestSupport
import Testing

/// What every storage of a directory must keep, whatever it is made of.
///
/// A suite for a storage runs each clause on an empty one of its own.
struct DirectoryStorageContract: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let hold: @Sendable (any DirectoryStorage) async throws -> Void

  init(_ outcome: String, _ hold: @escaping @Sendable (any DirectoryStorage) async throws -> Void) {
    testDescription = outcome
    self.hold = hold
  }

  static let clauses = storing + changing + vocabulary + refusing

  // MARK: - What is stored comes back

  private static let storing: [DirectoryStorageContract] = [
    DirectoryStorageContract("a new directory is empty, at revision 0, with the standard amenities") { storage in
      let summary = try await storage.summary()
      #expect(summary.revision == 0)
      #expect(summary.stationCount == 0)
      #expect(summary.towns.isEmpty)
      #expect(summary.timeZone == "Asia/Shanghai")
      #expect(summary.catalogue == .standard)
      #expect(try await storage.allStations().isEmpty)
      #expect(try await storage.station(Samples.id("a")) == nil)
    },
    DirectoryStorageContract("everything that a station can have comes back equal") { storage in
      let (hub, full, plain) = try (Samples.hub("h"), Samples.full("f", hub: "h"), Samples.plain("p"))
      try await storage.store([hub, full, plain], at: 1_795_503_845_678)
      for (number, station) in [hub, full, plain].enumerated() {
        let expected = station.stored(revision: number + 1, at: 1_795_503_845_678)
        let found = try #require(try await storage.station(station.id))
        #expect(found == expected)
        #expect(found.hasSameContent(as: expected))
      }
    },
    DirectoryStorageContract("values at their limits come back equal") { storage in
      let stations = try Samples.limits()
      try await storage.store(stations)
      for station in stations {
        let found = try #require(try await storage.station(station.id))
        #expect(found.hasSameContent(as: station), "\(station.id)")
      }
    },
    DirectoryStorageContract("what has changed after a revision is read, unless it is too much") { storage in
      try await storage.store(["a", "b", "c"].map { try Samples.plain($0) })
      var known = try await storage.summary()
      func changed(since revision: Int, atMost limit: Int) async throws -> [String]? {
        known.revision = revision
        let found = try await storage.scannedIDs(since: known, atMost: limit)
        if let found { #expect(try await found.revision == storage.summary().revision) }
        return found?.ids
      }
      #expect(try await changed(since: 0, atMost: 3) == ["a", "b", "c"])
      #expect(try await changed(since: 0, atMost: 2) == nil)
      #expect(try await changed(since: 1, atMost: 2) == ["b", "c"])
      #expect(try await changed(since: 3, atMost: 0) == [])
      var station = try Samples.plain("a")
      station.name = "another"
      try await storage.store([station])
      #expect(try await changed(since: 2, atMost: 10) == ["a", "c"])
    },
    DirectoryStorageContract("a station that changed twice since is read once") { storage in
      try await storage.store(Samples.plains("a", "b"))
      let known = try await storage.summary()
      for capacity in [1, 2] {
        var station = try Samples.plain("a")
        station.capacity = capacity
        try await storage.store([station])
      }
      let found = try await storage.scannedIDs(since: known, atMost: 2)
      #expect(found?.ids == ["a"] && found?.revision == 4)
    },
    DirectoryStorageContract("opening hours come back as they were written") { storage in
      var station = try Samples.plain("a")
      for text in ["mo-SU 8:00-20:00", "Mo-Su 08:00-20:00", "24/7", "Jan 5-Mar 3 off; PH 10:00-26:00"] {
        station.openingHours = try OpeningHours(parsing: text)
        try await storage.store([station])
        #expect(try await storage.station(station.id)?.openingHours?.text == text)
      }
    },
    DirectoryStorageContract("stations are read in the order of the bytes of their ids") { storage in
      let ids = ["b", "a:b", "a.b", "a_b", "a-b", "ab", "Z", "a", "A1", "0", "YZ-2", "YZ-10", "yz-1"]
      try await storage.store(ids.map { try Samples.plain($0) })
      let scanned = try await storage.scannedIDs()
      #expect(Array(scanned.joined()) == ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    },
    DirectoryStorageContract("a large directory is scanned in runs that follow each other, whole") { storage in
      let ids = (0..<6000).map { "s\($0)" }
      try await storage.store(ids.shuffled().map { try Samples.plain($0) })
      let runs = try await storage.scannedIDs()
      #expect(Array(runs.joined()) == ids.sorted())
      #expect(runs.count { $0.count > 1000 } == runs.count)
    },
    DirectoryStorageContract("scanning gives what was stored, and the summary that belongs to it") { storage in
      try await storage.store([Samples.full("f", hub: "h"), Samples.hub("h")] + Samples.limits(), at: 9)
      let stations = try await storage.allStations()
      let (summary, _) = try await storage.scan { summary, next in
        for station in stations {
          let view = try #require(try next())
          #expect(try Samples.station(view, summary).hasSameContent(as: station))
          #expect(view.revision == station.revision && view.updatedAt == station.updatedAt)
        }
        #expect(try next() == nil)
      }
      #expect(summary.stationCount == stations.count)
      #expect(summary.revision == stations.count)
      let present = try await storage.summary()
      #expect(summary == present)
    },
    DirectoryStorageContract("a reader may stop before the end") { storage in
      try await storage.store(Samples.plains("a", "b", "c"))
      let (_, first) = try await storage.scan { _, next in try next().map { String(decoding: $0.id, as: UTF8.self) } }
      #expect(first == ["a"])
      #expect(try await storage.allStations().count == 3)
    },
  ]

  // MARK: - Changes

  private static let changing: [DirectoryStorageContract] = [
    DirectoryStorageContract("the revision grows by one with each station that changes") { storage in
      var revisions = [try await storage.store(Samples.plains("a", "b"))]
      revisions.append(try await storage.store([Samples.plain("a")]))
      revisions.append(try await storage.store([]))
      revisions.append(try await storage.store(Samples.plains("c", "b")))
      #expect(revisions == [2, 3, 3, 5])
      #expect(try await storage.summary().revision == 5)
      #expect(try await storage.allStations().map(\.revision) == [3, 5, 4])
    },
    DirectoryStorageContract("no two stations ever have the same revision") { storage in
      for round in 0..<20 {
        let some = try (0..<10).filter { ($0 + round) % 3 != 0 }.map { try Samples.plain("s\($0)") }
        try await storage.store(some)
        let revisions = try await storage.allStations().map(\.revision)
        #expect(Set(revisions).count == revisions.count)
        let greatest = try await storage.summary().revision
        #expect(revisions.max() == greatest)
      }
    },
    DirectoryStorageContract("a change replaces all that a station had") { storage in
      try await storage.store([Samples.hub("h"), Samples.full("f", hub: "h")], at: 1)
      let bare = try Samples.plain("f")
      try await storage.store([bare], at: 2)
      #expect(try await storage.station(bare.id) == bare.stored(revision: 3, at: 2))
      #expect(try await storage.summary().stationCount == 2)
    },
    DirectoryStorageContract("a decision sees the stations that it asked for") { storage in
      try await storage.store(Samples.plains("a", "b", "c"), at: 5)
      let ids = try ["c", "a", "unknown"].map { try Samples.id($0) }
      _ = try await storage.change(.around(ids), at: 6) { catalogue, existing in
        #expect(catalogue == .standard)
        #expect(Set(existing.keys.map(\.text)) == ["a", "c"])
        #expect(existing.values.allSatisfy { $0.updatedAt == 5 && existing[$0.id] == $0 })
        return []
      }
      _ = try await storage.change(.all, at: 6) { _, existing in
        #expect(Set(existing.keys.map(\.text)) == ["a", "b", "c"])
        return []
      }
      _ = try await storage.change(.around([]), at: 6) { _, existing in
        #expect(existing.isEmpty)
        return []
      }
    },
    DirectoryStorageContract("a decision about a station sees its hub or its satellites, and no others") { storage in
      var stations = try [Samples.hub("h"), Samples.hub("i")] + Samples.plains("a", "b", "c", "d")
      for (place, hub) in [(2, "h"), (3, "i"), (4, "h")] { stations[place].hubID = try Samples.id(hub) }
      try await storage.store(stations)
      for (ids, seen) in [
        (["h"], ["a", "c", "h"]), (["a"], ["a", "h"]), (["d"], ["d"]), (["h", "a", "i"], ["a", "b", "c", "h", "i"]),
      ] {
        _ = try await storage.change(.around(ids.map { try Samples.id($0) }), at: 6) { _, existing in
          #expect(existing.keys.map(\.text).sorted() == seen)
          return []
        }
      }
    },
    DirectoryStorageContract("towns that are new are added, and named in order") { storage in
      for (id, town) in [("a", "b"), ("b", "鼓楼街道"), ("c", "a"), ("d", "b"), ("e", "B")] {
        var station = try Samples.plain(id)
        station.town = town
        try await storage.store([station])
      }
      #expect(try await storage.summary().towns == ["B", "a", "b", "鼓楼街道"])
      #expect(try await storage.allStations().map(\.town) == ["b", "鼓楼街道", "a", "b", "B"])
    },
    DirectoryStorageContract("a hub may come after its satellite in one change") { storage in
      try await storage.store([Samples.full("f", hub: "h"), Samples.hub("h")])
      #expect(try await storage.station(Samples.id("f"))?.hubID?.text == "h")
    },
    DirectoryStorageContract("changes at once are all kept, one after the other") { storage in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<20 {
          group.addTask {
            _ = try await storage.change(.all, at: 1) { _, existing in
              return [try Samples.plain("s\(number)")]
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await storage.summary().revision == 20)
      #expect(try await storage.allStations().count == 20)
    },
  ]

  // MARK: - Refusals

  private struct Refusal: Error {}

  private static let refusing: [DirectoryStorageContract] = [
    DirectoryStorageContract("a decision that throws stores nothing, and its error comes through") { storage in
      try await storage.store([Samples.plain("a")])
      let before = try await (storage.summary(), storage.allStations())
      await #expect(throws: Refusal.self) {
        try await storage.change(.all, at: 9) { _, _ in throw Refusal() }
      }
      #expect(try await storage.summary() == before.0)
      #expect(try await storage.allStations() == before.1)
    },
    DirectoryStorageContract("a hub that does not exist is refused as bad data, and nothing is stored") { storage in
      try await storage.store([Samples.plain("a")])
      let before = try await (storage.summary(), storage.allStations())
      let orphan = try Samples.full("b", hub: "nowhere")
      let error = await #expect(throws: YizhanError.self) { try await storage.store([Samples.plain("c"), orphan]) }
      #expect(error?.code == .badData)
      #expect(try await storage.summary() == before.0)
      #expect(try await storage.allStations() == before.1)
      #expect(try await storage.store([Samples.plain("d")]) == before.0.revision + 1, "the storage works on")
    },
    DirectoryStorageContract("what no station may be is refused as a whole") { storage in
      try await storage.store([Samples.plain("a")])
      let before = try await (storage.summary(), storage.allStations())
      for spoil in Spoiling.all {
        var bad = try Samples.plain("b")
        spoil(&bad)
        let stations = try [Samples.plain("c"), bad, Samples.plain("d")]
        await #expect(throws: (any Error).self) { try await storage.store(stations) }
        #expect(try await storage.summary() == before.0)
        #expect(try await storage.allStations() == before.1)
      }
    },
  ]

  private enum Spoiling {
    static let all: [@Sendable (inout Station) -> Void] = [
      { $0.name = "" }, { $0.name = String(repeating: "苑", count: 201) }, { $0.hubID = $0.id },
      { $0.capacity = 0 }, { $0.capacity = 100_001 }, { $0.town = "" }, { $0.address = "" }, { $0.phone = "" },
      { $0.operatorName = "" }, { ($0.status, $0.statusUntil) = (.active, 5) },
    ]
  }
}
