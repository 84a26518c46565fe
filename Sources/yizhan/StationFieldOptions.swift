import ArgumentParser
import RemoteClient

/// The fields of a station that a command may set, beside its name and place.
struct StationFieldOptions: ParsableArguments {
  @Option(help: ArgumentHelp(say("Other name on the sign; may be given again.", "别名；可重复给出。"), valueName: "name"))
  var alias: [String] = []
  @Option(help: ArgumentHelp(say("hub, satellite, point or mobile.", "hub、satellite、point 或 mobile。")))
  var kind: String?
  @Option(help: ArgumentHelp(say("Id of the hub that it belongs to.", "所属中心的编号。"), valueName: "id")) var hub: String?
  @Option(help: ArgumentHelp(say("Subdistrict or town.", "镇街。"))) var town: String?
  @Option(help: ArgumentHelp(say("Address.", "地址。"))) var address: String?
  @Option(
    help: ArgumentHelp(say("Amenity that works; may be given again.", "可用的设施；可重复给出。"), valueName: "code"))
  var amenity: [String] = []
  @Option(
    help: ArgumentHelp(say("Amenity that does not work; may be given again.", "故障的设施；可重复给出。"), valueName: "code"))
  var broken: [String] = []
  @Option(
    help: ArgumentHelp(
      say("When it may be used, such as 'Mo-Fr 08:00-18:00'.", "开放时间，如“Mo-Fr 08:00-18:00”。"), valueName: "hours"))
  var openingHours: String?
  @Option(help: ArgumentHelp(say("When someone is there.", "值守时间。"), valueName: "hours")) var staffedHours: String?
  @Option(help: ArgumentHelp(say("open, staff, qr, code or key.", "open、staff、qr、code 或 key。"))) var entry: String?
  @Option(help: ArgumentHelp(say("Unit that answers for it.", "运营单位。"))) var `operator`: String?
  @Option(help: ArgumentHelp(say("Places, 1 to 100000.", "容量，1 至 100000。"))) var capacity: String?
  @Option(help: ArgumentHelp(say("Telephone.", "电话。"))) var phone: String?

  /// Those that were given; an empty text clears.
  var values: StationFieldValues {
    var values = StationFieldValues()
    for (name, text) in [
      ("kind", kind), ("hub_id", hub), ("town", town), ("address", address), ("opening_hours", openingHours),
      ("staffed_hours", staffedHours), ("entry", entry), ("operator", `operator`), ("capacity", capacity),
      ("phone", phone),
    ] {
      values[name] = text.map { .text($0) }
    }
    for (name, items) in [("aliases", alias), ("amenities", amenity), ("broken_amenities", broken)] {
      values[name] = items.isEmpty ? nil : .list(items.filter { !$0.isEmpty })
    }
    return values
  }
}
