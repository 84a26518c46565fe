/// Who wrote something, as the audit log names them.
public struct Author: Hashable, Sendable {
  public let name: String

  /// Whoever has the database's file: by its commands, or by the socket beside it.
  public static let owner = Author(name: "owner")
  /// Anyone with a station's check-in code.
  public static let checkIn = Author(name: "check-in")
  /// The server itself.
  public static let server = Author(name: "server")

  /// The bearer of an access token.
  public static func token(_ number: Int) -> Author {
    Author(name: "token \(number)")
  }

  public init(name: String) {
    self.name = name
  }
}

/// An entry of the audit log, which is only ever added to.
public struct AuditEntry: Hashable, Sendable {
  /// Grows from entry to entry.
  public let number: Int64
  /// Milliseconds since 1970.
  public let at: Int64
  public let author: Author
  /// A noun and a verb, such as `station change`.
  public let action: String
  /// What it was done to: an id, or how many.
  public let subject: String

  public init(number: Int64, at: Int64, author: Author, action: String, subject: String) {
    self.number = number
    self.at = at
    self.author = author
    self.action = action
    self.subject = subject
  }
}
