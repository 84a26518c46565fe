import ArgumentParser
import Foundation
import Geodesy
import HTTPAPI
import RestStations
import SQLiteStorage
import SampleData
import StationDirectory

/// Answers questions in this process, one after the other.
struct AnswerBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answers", abstract: "Answer questions about a database in this process.",
    discussion: """
      Always the same questions at the same moment. Prints one JSON line: the kind, how many were answered, \
      the bytes of all answers, and nanoseconds an answer.
      """)

  enum Kind: String, CaseIterable, ExpressibleByArgument {
    /// The courier's question as the fast lane answers it, and the same with amenities and `open=now`.
    case nearest, open
    /// The same as the reader of all questions and the writer of all answers do it.
    case general
    /// A page of a hundred stations.
    case list
  }

  @Option(name: .customLong("db"), help: "The database.") var database: String
  @Option(help: "What is asked: \(Kind.allCases.map(\.rawValue).joined(separator: ", ")).") var kind = Kind.nearest
  @Option(help: "How many questions.") var count = 1000

  /// 2026-11-24, 20:00 in Shanghai.
  private static let moment: Int64 = 1_795_521_600

  func run() async throws {
    let storage = try SQLiteStorage.opened(database, .existing)
    let directory = StationDirectory(storage) { Self.moment }
    try await directory.load()
    let catalogue = try directory.snapshot.summary.catalogue
    let questions = try queries(directory)
    var bytes = 0
    let start = ContinuousClock.now
    for number in 0..<count {
      bytes += try answer(questions[number % questions.count], directory, catalogue).count
    }
    let time = ContinuousClock.now - start
    let nanoseconds = Double(time / .nanoseconds(1)) / Double(max(1, count))
    print(
      #"{"kind":"\#(kind.rawValue)","count":\#(count),"bytes":\#(bytes),"ns":\#(Int(nanoseconds))}"#)
  }

  /// Near the stations of the database.
  private func queries(_ directory: StationDirectory) throws -> [String] {
    var generator = SeededGenerator(seed: 20_261_124)
    let extent = try directory.featureExtent()
    guard let box = extent.box else { throw ValidationError("the database has no stations") }
    return (0..<1000).map { _ in
      let latitude = generator.number(in: box.south...box.north)
      let longitude = generator.number(in: box.west...box.east)
      let place = String(format: "lat=%.6f&lon=%.6f&limit=5", latitude, longitude)
      return kind == .open ? place + "&amenities=water,microwave&open=now" : place
    }
  }

  private func answer(
    _ query: String, _ directory: StationDirectory, _ catalogue: AmenityCatalogue
  ) throws -> [UInt8] {
    switch kind {
    case .nearest, .open:
      guard let question = PlainQuestion.read(query, catalogue) else { throw ValidationError(query) }
      var answer: [UInt8] = []
      let isPlain = try directory.moment().answerPlainly(question) { room, fill in
        answer = [UInt8](unsafeUninitializedCapacity: room) { memory, count in count = fill(memory) }
      }
      return isPlain ? answer : try directory.nearest(question).encoded(.json)
    case .general:
      return try directory.nearest(NearestQuestion(query: query, catalogue)).written(.json, .english)
    case .list:
      var question = ListQuestion()
      question.limit = 100
      return try directory.list(question).encoded(.json, next: nil)
    }
  }
}
