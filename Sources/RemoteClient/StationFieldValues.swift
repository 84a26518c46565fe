/// Fields of a station to be set, by their names in the API.
public struct StationFieldValues: Encodable, Sendable {
  public enum Value: Encodable, Sendable {
    /// An empty one clears.
    case text(String)
    case number(Double)
    case whole(Int)
    case list([String])

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(""): try container.encodeNil()
      case .text(let text): try container.encode(text)
      case .number(let number): try container.encode(number)
      case .whole(let number): try container.encode(number)
      case .list(let items): try container.encode(items)
      }
    }
  }

  private var values: [String: Value] = [:]

  public init() {}

  public var isEmpty: Bool { values.isEmpty }

  /// Sets a field; nothing leaves it out.
  public subscript(_ name: String) -> Value? {
    get { values[name] }
    set { values[name] = newValue }
  }

  public func encode(to encoder: any Encoder) throws {
    try values.encode(to: encoder)
  }
}
