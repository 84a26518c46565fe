import ArgumentParser

/// The statistics: makes databases of known size, and times questions about them.
struct UsageBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "usage", abstract: "Make statistics of very many visits, and time questions about them.",
    subcommands: [UsageMaking.self, UsageTiming.self])
}
