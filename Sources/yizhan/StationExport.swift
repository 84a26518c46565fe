import ArgumentParser
import Foundation
import Geodesy
import OpeningHours
import RemoteClient
import RestStations
import StationDirectory

struct StationExport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: say("Write all stations, retired ones too, as a file.", "导出全部服务点（含已撤销的）。"),
    discussion: say(
      """
      CSV and GeoJSON can be imported again: nothing is lost. GPX holds waypoints for navigation devices and map programs.
      """,
      "CSV 和 GeoJSON 可再次导入，内容不会丢失；GPX 是供导航设备和地图软件使用的航点。"))

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case csv, geojson, gpx
  }

  @Option(help: ArgumentHelp(say("csv, geojson or gpx.", "csv、geojson 或 gpx。"))) var format = Format.csv
  @Option(name: .shortAndLong, help: ArgumentHelp(say("File to write; standard output without it.", "输出文件；默认标准输出。")))
  var output: String?
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let client = try await Connection.open(connection)
    let catalogue = try await client.amenities()
    var writer = writer(catalogue)
    let file = try OutputFile(output)
    try await client.stations([("status", "any")]) { page in
      for document in page { writer.append(try Station(document, catalogue)) }
      try file.write(writer.take())
    }
    writer.end()
    try file.write(writer.take())
    try file.finish()
  }

  private func writer(_ catalogue: AmenityCatalogue) -> any StationFileWriter {
    switch format {
    case .csv: StationCSV.Writer(catalogue)
    case .geojson: StationGeoJSON.Writer(catalogue)
    case .gpx: StationGPX.Writer(catalogue, language)
    }
  }

  /// Prints stations as such a file.
  static func write(_ stations: [StationDocument], _ catalogue: AmenityCatalogue) throws {
    var writer = StationCSV.Writer(catalogue)
    for document in stations { writer.append(try Station(document, catalogue)) }
    StandardOutput.write(writer.take())
  }
}

extension Station {
  /// The station that a server told of.
  ///
  /// - Throws: ``YizhanError`` with `unreachable` when it is none by the contract.
  init(_ document: StationDocument, _ catalogue: AmenityCatalogue) throws {
    guard let id = StationID(document.id), let kind = StationKind(rawValue: document.kind),
      let coordinate = Coordinate(latitude: document.lat, longitude: document.lon),
      let status = StationStatus(rawValue: document.status)
    else {
      throw YizhanError(
        .unreachable,
        Bilingual("the server's station '\(document.id)' is none", "服务器返回的服务点“\(document.id)”无效"))
    }
    self.init(id: id, name: document.name, coordinate: coordinate)
    aliases = document.aliases ?? []
    self.kind = kind
    hubID = document.hubID.flatMap { StationID($0) }
    town = document.town
    address = document.address
    amenities = catalogue.set(of: document.amenities)
    brokenAmenities = catalogue.set(of: document.brokenAmenities ?? [])
    openingHours = try document.openingHours.map { try OpeningHours(parsing: $0) }
    staffedHours = try document.staffedHours.map { try OpeningHours(parsing: $0) }
    entry = document.entry.flatMap(StationEntry.init(rawValue:))
    operatorName = document.operatorName
    capacity = document.capacity
    phone = document.phone
    self.status = status
    statusReason = document.statusReason
    statusUntil = document.statusUntil.flatMap(Instant.parse).map { $0 * 1000 }
    verifiedAt = document.verifiedAt.flatMap { CivilDate($0) }
  }
}
