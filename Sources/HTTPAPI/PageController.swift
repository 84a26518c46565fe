import HTTPTypes
import Hummingbird
import NIOCore
import RestStations
import StationDirectory
import WebPages

/// The pages, what they are made of, and what they need to know. They stand outside the description of the API.
///
/// A query is the pages' own business and is not looked at: links come back with what messengers add to them.
struct PageController: Sendable {
  static let settings = "/pages/settings.json"
  static let worker = "/service-worker.js"

  private let services: APIServices
  private let tiles: MapTiles?
  private let files: [(path: String, file: ServedFile)]
  private let leaflet: LeafletFiles

  init(services: APIServices, tiles: MapTiles?) {
    let headers = PagePolicy(tiles).headers
    (self.services, self.tiles) = (services, tiles)
    leaflet = LeafletFiles(headers: headers)
    let edition = PageEdition(WebPages.all, PagePolicy(tiles))
    files = WebPages.all.map { asset in
      (asset.path, ServedFile(asset.path == Self.worker ? edition.worker(asset) : asset, headers))
    }
  }

  func addRoutes(to routes: inout RouteTable) {
    for (path, file) in files {
      routes.add(.get, path) { request, _ in file.answer(to: request) }
    }
    for name in LeafletFiles.names {
      routes.add(.get, LeafletFiles.path(name)) { request, _ in
        guard let file = leaflet.file(name) else { throw Self.notInstalled }
        return file.answer(to: request)
      }
    }
    routes.add(.get, Self.settings, settings)
  }

  private static let notInstalled = YizhanError(
    .notFound, Bilingual("Leaflet is not installed on this server", "此服务器未安装 Leaflet"))

  @Sendable func settings(_ request: Request, _ context: APIContext) throws -> Response {
    let summary = try services.directory.snapshot.summary
    let body = PageSettings(summary: summary, tiles: tiles).json
    var response = Response.json(body)
    response.headers[.cacheControl] = "public, no-cache"
    return response.tagged(EntityTag(revision: summary.revision, [body]), for: request)
  }
}
