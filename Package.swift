// swift-tools-version: 6.3
import PackageDescription

/// The import rules of the design: what a target does not name here it cannot import
/// (`scripts/test` builds with `--explicit-target-dependency-import-check error`).
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// For tests of programs, whose own speed is of no account: they compile in half the time.
let quick: [SwiftSetting] = [.unsafeFlags(["-Onone"])]

/// A command is there at once: the runtime and Foundation are part of the program, so that nothing is to be found and bound
/// when it starts, and its own tables take a fraction of the room. (The names behind them are what Foundation consists of.)
/// And such a program can be counted by valgrind, as scripts/bench does.
///
/// The sanitizers' runtimes are libraries, and want Swift's to be one too.
let quickStart: [LinkerSetting] =
  Context.environment["YIZHAN_SANITIZE"] != nil
  ? []
  : [
    .unsafeFlags(
      [
        "-static-stdlib", "-lCoreFoundation", "-l_FoundationICU", "-l_FoundationCShims", "-l_FoundationCollections",
        "-use-ld=lld", "-Xlinker", "--no-export-dynamic", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs",
      ], .when(platforms: [.linux]))
  ]

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTPTypesHTTP1 = Target.Dependency.product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioExtras = Target.Dependency.product(name: "NIOExtras", package: "swift-nio-extras")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

let package = Package(
  name: "yizhan",
  products: [
    .executable(name: "yizhan", targets: ["yizhan"]),
    .executable(name: "yizhan-benchmark", targets: ["yizhan-benchmark"]),
  ],
  dependencies: [
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // Leaves: what they hold is known to no one else here.
    .target(name: "Geodesy", swiftSettings: strict),
    .target(name: "OpeningHours", swiftSettings: strict),
    .target(name: "TabularText", swiftSettings: strict),
    .target(name: "CPrefetch"),
    .target(name: "SpatialIndex", dependencies: ["Geodesy", "CPrefetch"], swiftSettings: strict),

    // The domain, and the use cases on it.
    .target(name: "RestStations", dependencies: ["Geodesy", "OpeningHours", crypto], swiftSettings: strict),
    .systemLibrary(name: "CQRCode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .target(
      name: "StationDirectory",
      dependencies: ["RestStations", "SpatialIndex", "TabularText", "Geodesy", "OpeningHours", "CPrefetch", "CQRCode"],
      swiftSettings: strict),

    .target(name: "AccessControl", dependencies: ["RestStations", crypto], swiftSettings: strict),
    .target(name: "PrometheusMetrics", dependencies: [coreMetrics], swiftSettings: strict),
    .target(name: "CScheduling"),
    .target(
      name: "VisitLog", dependencies: ["RestStations", "TabularText", "CScheduling", crypto, coreMetrics],
      swiftSettings: strict),
    .target(name: "CXlsxWriter"),
    .target(
      name: "UsageReports", dependencies: ["RestStations", "OpeningHours", "TabularText", "CXlsxWriter", mustache],
      swiftSettings: strict),

    // Adapters.
    .target(
      name: "SQLiteStorage", dependencies: ["RestStations", "Geodesy", "OpeningHours", grdb, grdbSQLite],
      swiftSettings: strict),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CWebPages"),
    .target(name: "WebPages", dependencies: ["CWebPages", "CZlib"], exclude: ["Pages"], swiftSettings: strict),
    .target(
      name: "HTTPAPI",
      dependencies: [
        "RestStations", "StationDirectory", "VisitLog", "AccessControl", "UsageReports", "Geodesy", "OpeningHours",
        "WebPages", hummingbird,
        hummingbirdCore, httpTypes, nioCore,
        nioHTTP1,
        nioHTTPTypesHTTP1, nioPosix, nioExtras, nioSSL, logging, lifecycle, unixSignals, crypto, coreMetrics,
        "PrometheusMetrics",
      ],
      swiftSettings: strict),
    .target(name: "CCurl"),
    .target(name: "RemoteClient", dependencies: ["CCurl", "RestStations", "Geodesy", crypto], swiftSettings: strict),

    // Programs.
    .executableTarget(
      name: "yizhan",
      dependencies: [
        "RestStations", "StationDirectory", "VisitLog", "AccessControl", "SQLiteStorage", "HTTPAPI", "RemoteClient",
        "TabularText", "Geodesy",
        "OpeningHours", argumentParser, logging, lifecycle, configuration,
      ],
      swiftSettings: strict, linkerSettings: quickStart),
    .target(
      name: "SampleData", dependencies: ["Geodesy"], path: "Benchmarks/SampleData", swiftSettings: strict),
    .executableTarget(
      name: "yizhan-benchmark",
      dependencies: [
        "Geodesy", "OpeningHours", "SpatialIndex", "RestStations", "SQLiteStorage", "StationDirectory", "UsageReports",
        "HTTPAPI", "SampleData", argumentParser, grdb, nioCore, nioHTTP1, nioPosix,
      ],
      path: "Benchmarks/yizhan-benchmark", swiftSettings: strict, linkerSettings: quickStart),

    // Tests.
    .target(
      name: "TestSupport", dependencies: ["RestStations", "OpeningHours"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "GeodesyTests", dependencies: ["Geodesy", "SampleData", "TestSupport"],
      exclude: ["geodesic_oracle.py", "datum_oracle.py"], swiftSettings: strict),
    .testTarget(
      name: "SpatialIndexTests", dependencies: ["SpatialIndex", "Geodesy", "SampleData", "TestSupport"],
      exclude: ["world_oracle.py"], swiftSettings: strict),
    .testTarget(
      name: "OpeningHoursTests", dependencies: ["OpeningHours", "TestSupport"],
      exclude: ["opening_hours_oracle.py"], swiftSettings: strict),
    .testTarget(
      name: "TabularTextTests", dependencies: ["TabularText", "SampleData", "TestSupport"],
      exclude: ["csv_oracle.py", "gb18030_oracle.py"], swiftSettings: strict + quick),
    .testTarget(
      name: "RestStationsTests",
      dependencies: ["RestStations", "Geodesy", "OpeningHours", "SampleData", "TestSupport"],
      swiftSettings: strict + quick),
    .testTarget(
      name: "StationDirectoryTests",
      dependencies: [
        "StationDirectory", "SQLiteStorage", "RestStations", "Geodesy", "OpeningHours", "SampleData", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SQLiteStorageTests",
      dependencies: ["SQLiteStorage", "RestStations", "Geodesy", "OpeningHours", "SampleData", "TestSupport"],
      swiftSettings: strict + quick),
    .testTarget(
      name: "HTTPAPITests",
      dependencies: [
        "HTTPAPI", "StationDirectory", "SQLiteStorage", "RestStations", "Geodesy", "SampleData", "TestSupport",
        logging, nioCore, nioEmbedded, nioHTTP1,
      ],
      swiftSettings: strict + quick),
    .testTarget(
      name: "VisitLogTests", dependencies: ["VisitLog", "SQLiteStorage", "RestStations", "Geodesy", "TestSupport"],
      swiftSettings: strict + quick),
    .testTarget(
      name: "UsageReportsTests",
      dependencies: [
        "UsageReports", "SQLiteStorage", "RestStations", "OpeningHours", "Geodesy", "SampleData", "TestSupport",
      ],
      exclude: ["usage_oracle.py"], swiftSettings: strict + quick),
    .testTarget(
      name: "PrometheusMetricsTests", dependencies: ["PrometheusMetrics", "TestSupport", coreMetrics],
      swiftSettings: strict),
    .testTarget(
      name: "AccessControlTests",
      dependencies: ["AccessControl", "SQLiteStorage", "RestStations", "Geodesy", "TestSupport"],
      swiftSettings: strict + quick),
    .executableTarget(
      name: "outbox-program", dependencies: ["RemoteClient", "RestStations"], path: "Tests/OutboxProgram",
      swiftSettings: strict),
    .testTarget(
      name: "RemoteClientTests",
      dependencies: ["RemoteClient", "RestStations", "TestSupport", "SampleData", "outbox-program"],
      exclude: ["http_server.py"], swiftSettings: strict + quick),
    .testTarget(
      name: "CommandTests", dependencies: ["TestSupport", "SampleData"],
      exclude: ["terminal.py", "visit_load.py", "cutting_proxy.py", "ogc_client.py", "change_follower.py"],
      swiftSettings: strict + quick),
    .testTarget(
      name: "PageTests", dependencies: ["TestSupport"],
      exclude: [
        "browser.py", "courier_pages.py", "visit_pages.py", "offline_pages.py", "accessibility_pages.py",
        "large_pages.py", "staff_pages.py",
        "hours_samples.py",
      ], swiftSettings: strict + quick),
  ]
)

// For scripts/fuzz alone: its program has libFuzzer's main function, and would not link without it.
if Context.environment["YIZHAN_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "yizhan-fuzz",
      dependencies: [
        "RestStations", "StationDirectory", "VisitLog", "UsageReports", "HTTPAPI", "TabularText", "Geodesy",
        "OpeningHours",
      ],
      path: "Tests/Fuzzing", swiftSettings: strict))
}
