import HTTPTypes
import RestStations
import StationDirectory

/// The description of ``FeaturesController``.
enum FeatureOperations {
  static let all = [landingPage, conformance, collections, collection, items, item]

  private static func page(
    _ path: String, _ name: String, _ summary: Bilingual, _ schema: String
  ) -> APIOperation {
    APIOperation(
      .get, path, name, .features, summary, [SharedParameters.ifNoneMatch],
      answers: [APIAnswer(200, summary, .json(.named(schema)), headers: [.tag]), .notModified])
  }

  private static let landingPage = page(
    FeaturesController.root, "getLandingPage", Bilingual("The landing page", "起始页"), "LandingPage")
  private static let conformance = page(
    FeaturesController.root + "/conformance", "getConformance",
    Bilingual("The requirements classes that are met", "符合的标准要求类"), "Conformance")
  private static let collections = page(
    FeaturesController.root + "/collections", "getCollections", Bilingual("The collections", "要素集列表"), "Collections")
  private static let collection = page(
    FeaturesController.collection, "getCollection", Bilingual("The stations as a collection", "服务点要素集"), "Collection")

  /// Programs look for it by this name to learn how large a page may be.
  private static let limit = APIParameter.query(
    "limit", .whole(FeatureQuestion.limits).standing(.whole(FeatureQuestion().limit)),
    Bilingual("how many features a page has; one above the maximum counts as the maximum", "每页要素数；超过上限按上限计")
  ).shared(as: "limit")

  private static let box = APIParameter.query(
    "bbox", APISchema.list(.number(), counts: 4...6),
    Bilingual(
      "west,south,east,north in degrees (WGS-84), or six numbers with heights, which count for nothing; west above east "
        + "crosses the antimeridian",
      "west,south,east,north（度，WGS-84），或含高程的六个数（高程不起作用）；west 大于 east 时跨越 180° 经线")
  ).shared(as: "bbox")

  private static let times = APIParameter.query(
    "datetime", APISchema.text.example("2026-01-01T00:00:00Z/.."),
    Bilingual(
      "when the station last changed: an instant, or two with / between, .. for an open end",
      "最近更新的时间：一个时刻，或以 / 分隔的区间，.. 表示不限")
  ).shared(as: "datetime")

  private static let texts = FeatureProperty.allCases.map { property in
    APIParameter.query(property.rawValue, .line, Bilingual("the property must read just so", "该属性须与此完全相同"))
  }

  private static let items = APIOperation(
    .get, FeaturesController.collection + "/items", "getFeatures", .features,
    Bilingual("The stations as features, in pages", "服务点要素，分页"),
    [
      limit, SharedParameters.cursor, box, times, SharedParameters.kind, SharedParameters.entry, SharedParameters.town,
      SharedParameters.status,
    ] + texts + [SharedParameters.ifNoneMatch],
    answers: [
      APIAnswer(
        200, Bilingual("a page", "一页"), body("FeatureCollection"), headers: [.tag, .link]), .notModified,
    ])

  private static let item = APIOperation(
    .get, FeaturesController.collection + "/items/{featureId}", "getFeature", .features,
    Bilingual("One station as a feature, retired ones too", "单个服务点要素，含已撤销者"),
    [
      .path("featureId", .named("StationID"), Bilingual("the station's id", "服务点编号")), SharedParameters.ifNoneMatch,
    ],
    answers: [
      APIAnswer(200, Bilingual("the feature", "要素"), body("Feature"), headers: [.stationTag]), .notModified,
    ])

  private static func body(_ schema: String) -> APIBody {
    APIBody([("application/geo+json", .named(schema)), ("application/json", .named(schema))])
  }
}
