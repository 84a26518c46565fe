import Foundation
import OpeningHours
import UsageReports

/// The figures that come first, as the API answers them.
struct UsageHeadlineJSON: Encodable {
  let from, to: String
  let total: UsageSummaryJSON.Measures
  let before, yearBefore: UsageSummaryJSON.Comparison
  let peopleADay: Int64
  let stations, idleStations: Int
  let asOf: String

  init(_ headline: UsageHeadline) {
    (from, to) = (headline.question.from.description, headline.question.to.description)
    total = UsageSummaryJSON.Measures(headline.total)
    before = UsageSummaryJSON.Comparison(headline.before)
    yearBefore = UsageSummaryJSON.Comparison(headline.yearBefore)
    peopleADay = headline.dailyMean
    (stations, idleStations) = (headline.stationCount, headline.idleCount)
    asOf = headline.madeAt
  }

  var bytes: [UInt8] {
    get throws { [UInt8](try JSONEncoder.snakeCase.encode(self)) }
  }
}

/// The busiest stations as the API answers them.
struct BusiestStationsJSON: Encodable {
  struct Station: Encodable {
    let id, name: String
    let town: String?
    let visits, people: Int64
    let visitors: Int64?
  }

  let from, to: String
  let stations: [Station]

  init(_ busiest: BusiestStations) {
    (from, to) = (busiest.question.from.description, busiest.question.to.description)
    stations = busiest.stations.map { station in
      Station(
        id: station.id, name: station.name, town: station.town, visits: station.measures.visits,
        people: station.measures.people, visitors: station.measures.visitors)
    }
  }

  var bytes: [UInt8] {
    get throws { [UInt8](try JSONEncoder.snakeCase.encode(self)) }
  }
}

/// A page of idle stations as the API answers it.
struct IdleStationsJSON: Encodable {
  let from, to: String
  let count: Int
  let stations: [UsageSummaryJSON.IdleStation]
  let next: String?

  init(_ idle: IdleStations, next: String?) {
    (from, to) = (idle.question.from.description, idle.question.to.description)
    count = idle.count
    stations = idle.stations.map { UsageSummaryJSON.IdleStation(id: $0.id, name: $0.name, town: $0.town) }
    self.next = next
  }

  var bytes: [UInt8] {
    get throws { [UInt8](try JSONEncoder.snakeCase.encode(self)) }
  }
}
