public import Geodesy

/// Where pages get the pictures of a map from.
public struct MapTiles: Sendable, Hashable {
  /// An address with `{z}`, `{x}` and `{y}`, and perhaps `{s}` for one of the servers a, b and c.
  public var url: String
  /// What the pictures are drawn in: AMap's and Tencent's are in GCJ-02.
  public var datum: Datum
  /// Whom the pictures are from, as their terms want it shown.
  public var attribution: String

  public init(url: String, datum: Datum, attribution: String) {
    (self.url, self.datum, self.attribution) = (url, datum, attribution)
  }
}
