import HTTPTypes
import OpeningHours
import RestStations

/// The description of ``VocabularyController``.
enum VocabularyOperations {
  static let all = [amenities, towns, workerGroups, addAmenity, holidays, importHolidays]

  private static func list(_ name: String, _ members: [(String, APISchema)]) -> APIAnswer {
    APIAnswer(
      200, Bilingual("all of them", "全部"), .json(.object([(name, .list(.object(members)))])), headers: [.tag])
  }

  private static let amenityList = list(
    "amenities",
    [
      ("code", .named("AmenityCode")), ("category", .words(of: AmenityCategory.self)), ("labels", .named("Labels")),
    ])

  private static let holidayList = list(
    "holidays",
    [("date", .day), ("kind", .words(of: HolidayTable.Kind.self)), ("labels", .named("Labels"))])

  private static let amenities = APIOperation(
    .get, "/v1/amenities", "listAmenities", .vocabularies, Bilingual("What stations may offer", "服务点可提供的设施"),
    [SharedParameters.ifNoneMatch], answers: [amenityList, .notModified])

  private static let towns = APIOperation(
    .get, "/v1/towns", "listTowns", .vocabularies,
    Bilingual("The towns, and how many stations each has", "镇街及其服务点数"), [SharedParameters.ifNoneMatch],
    answers: [
      list("towns", [("name", .text), ("labels", .named("Labels")), ("stations", .count)]), .notModified,
    ])

  private static let workerGroups = APIOperation(
    .get, "/v1/worker-groups", "listWorkerGroups", .vocabularies,
    Bilingual("The groups that workers are counted by", "统计所用的就业群体"), [SharedParameters.ifNoneMatch],
    answers: [
      list("worker_groups", [("code", .words(of: WorkerGroup.self)), ("labels", .named("Labels"))]), .notModified,
    ])

  private static let label = APISchema.text(1...100, pattern: #"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"#)

  private static let addAmenity = APIOperation(
    .post, "/v1/admin/amenities", "addAmenity", .administration,
    Bilingual("Adds an amenity of the district's own", "新增本区自定义设施"), access: .admins,
    body: .json(
      .object([
        ("code", .named("AmenityCode")), ("category", .words(of: AmenityCategory.self)),
        ("labels", .object([("zh", label), ("en", label)], isClosed: true)),
      ])),
    answers: [amenityList], problems: [.conflict])

  private static let holidays = APIOperation(
    .get, "/v1/admin/holidays", "listHolidays", .administration,
    Bilingual("The public holidays that opening hours go by", "开放时间所依据的法定节假日"), access: .admins,
    [SharedParameters.ifNoneMatch], answers: [holidayList, .notModified])

  private static let importHolidays = APIOperation(
    .post, "/v1/admin/holidays", "importHolidays", .administration,
    Bilingual("Puts days into the table of holidays", "导入节假日"), access: .admins,
    body: APIBody([
      (
        "text/csv",
        APISchema.text.told("date,kind,name_zh,name_en", "date,kind,name_zh,name_en")
          .example("date,kind,name_zh,name_en\n2026-10-01,holiday,国庆节,National Day\n")
      )
    ]),
    answers: [holidayList])
}
