/// Places in JSON documents (RFC 6901).
enum JSONPointer {
  /// A name as a part of a pointer; a very long one is cut.
  static func part(_ name: String) -> String {
    "/" + String(name.prefix(40)).replacing("~", with: "~0").replacing("/", with: "~1")
  }
}
