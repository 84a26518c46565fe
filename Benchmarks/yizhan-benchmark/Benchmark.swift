import ArgumentParser

@main
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "yizhan-benchmark", abstract: "Timing programs of yizhan.", subcommands: [IndexBenchmark.self])
}
