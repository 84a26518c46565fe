import ArgumentParser

@main
struct Benchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "yizhan-benchmark", abstract: "Timing programs of yizhan.",
    subcommands: [IndexBenchmark.self, AnswerBenchmark.self, UsageBenchmark.self, ReadyBytes.self])
}
