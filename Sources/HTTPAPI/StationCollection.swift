import Geodesy
import Hummingbird
import RestStations
import StationDirectory

/// The stations as a collection of features.
struct StationCollection {
  private let extent: FeatureExtent
  private let language: Language
  private let address: PublicAddress

  init(_ request: Request, _ context: APIContext, _ extent: FeatureExtent) throws {
    self.extent = extent
    language = request.language
    address = PublicAddress(request, context)
  }

  fileprivate func append(to json: inout JSONText) {
    json.append("{")
    json.member("id", "stations")
    json.member("title", FeatureTexts.title.text(in: language))
    json.member("description", FeatureTexts.description.text(in: language))
    json.member("itemType", "feature")
    json.member("crs", ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"])
    append(extent, to: &json)
    json.member([
      FeatureLink("self", address(FeaturesController.collection), type: "application/json"),
      FeatureLink("items", address(FeaturesController.collection + "/items"), type: "application/geo+json"),
    ])
    json.append("}")
  }

  private func append(_ extent: FeatureExtent, to json: inout JSONText) {
    json.name("extent")
    json.append("{\"spatial\":{\"bbox\":[[")
    let whole = [-180.0, -90, 180, 90]
    for number in extent.box.map({ [$0.west, $0.south, $0.east, $0.north] }) ?? whole {
      json.separate()
      json.number(number, decimals: 7)
    }
    json.append("]],\"crs\":\"http://www.opengis.net/def/crs/OGC/1.3/CRS84\"},\"temporal\":{\"interval\":[[")
    for instant in [extent.updated?.lowerBound, extent.updated?.upperBound] {
      json.separate()
      if let instant { json.string(Instant.text(instant, offset: 0)) } else { json.append("null") }
    }
    json.append("]]}}")
  }
}

extension JSONText {
  mutating func append(_ collection: StationCollection) {
    collection.append(to: &self)
  }
}

/// What the collection is called.
enum FeatureTexts {
  static let title = Bilingual("Rest stations", "暖心驿站")
  static let description = Bilingual(
    "Service points where gig workers may rest, from the district's directory; times are those of last changes.",
    "供新就业群体歇脚的服务点，来自本区目录；时间为最近一次更新的时间。")
}
