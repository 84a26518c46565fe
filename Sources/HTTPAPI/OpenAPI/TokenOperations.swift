import HTTPTypes
import RestStations

/// The description of ``TokenController``.
enum TokenOperations {
  static let own = APIOperation(
    .get, "/v1/token", "getOwnToken", .service, Bilingual("What one's own token is good for", "本人令牌的权限"),
    access: .roles(Role.allCases),
    answers: [
      APIAnswer(
        200, Bilingual("the role, and the stations of a manager", "角色，以及管理员的服务点"),
        .json(
          .object(
            [("role", .words(of: Role.self)), ("stations", .list(.named("StationID")))],
            optional: [("expires_at", .instant)])))
    ])
}
