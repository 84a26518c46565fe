import RestStations

/// What OGC API – Features asks for.
enum FeatureSchemas {
  static let all: [(name: String, schema: APISchema)] = [
    ("LandingPage", landingPage), ("Conformance", conformance), ("Collections", collections),
    ("Collection", collection), ("Feature", feature), ("FeatureCollection", features),
  ]

  private static let links = ("links", APISchema.list(.named("Link")))

  private static let landingPage = APISchema.object([("title", .text), ("description", .text), links])
  private static let conformance = APISchema.object([("conformsTo", .list(.text))])
  private static let collections = APISchema.object([links, ("collections", .list(.named("Collection")))])

  private static let collection = APISchema.object([
    ("id", .text), ("title", .text), ("description", .text), ("itemType", .words(["feature"])),
    ("crs", .list(.text)),
    (
      "extent",
      .object([
        (
          "spatial",
          .object([("bbox", .list(.list(.number(-180...180), counts: 4...4), counts: 1...1)), ("crs", .text)])
        ),
        ("temporal", .object([("interval", .list(.list(APISchema.instant.orNull, counts: 2...2), counts: 1...1))])),
      ])
    ),
    links,
  ])

  private static let feature = APISchema.allOf([.named("StationFeature"), .object([links])])

  private static let features = APISchema.object([
    ("type", .words(["FeatureCollection"])), ("features", .list(.named("StationFeature"))), links,
    ("timeStamp", .instant), ("numberMatched", .count), ("numberReturned", .count),
  ])
}
