public import Geodesy

/// An exact index of points on the Earth, immutable: a hierarchical grid over latitude and longitude.
///
/// Cells are split in four until they hold ``leafCapacity`` points or cannot be told apart any more; a cell with
/// points in one quarter only is passed through. The points lie in memory in the order of their cells, so that a leaf
/// is one run. Of each cell the index keeps the box of its points, and which attributes occur among them.
///
/// Why the answers are exact: a box is no farther, by straight line, than any point in it, so a cell farther than a
/// limit holds no point nearer than the limit. The limit is the chord beyond which every geodesic, even rounded to a
/// millimetre, is longer than that of the k-th best chord so far (``ChordBounds``). All that is within it
/// is ranked by its geodesic. Chords, unlike angles, need no special case at the antimeridian or the poles.
///
/// Answers equal those of ``LinearScan``, ties included.
public struct GridIndex: Sendable {
  /// Cells with at most so many points are not split.
  public static let leafCapacity = 24

  let shape: GridShape
  let attributes: AttributeColumns

  /// Builds the index. Time grows with n.
  ///
  /// - Parameters:
  ///   - coordinates: the points; their numbers are their places in this array. At most 2³¹ − 1.
  ///   - attributes: one for each point; points beyond its end have none.
  public init(_ coordinates: [Coordinate], attributes: [AttributeBits] = []) {
    let shape = GridShape(coordinates)
    self.init(shape: shape, attributes: AttributeColumns(attributes, of: shape))
  }

  private init(shape: GridShape, attributes: AttributeColumns) {
    self.shape = shape
    self.attributes = attributes
  }

  /// The same points with some attributes read anew; the places are shared with this index.
  ///
  /// - Parameters:
  ///   - mask: the attributes to read anew.
  ///   - classes: of each point by its number, its place among the attributes that follow: many points are alike.
  ///   - attributes: what is outside of the mask does not matter.
  public func replacing(
    _ mask: AttributeBits, by classes: [Int32], with attributes: [AttributeBits]
  ) -> GridIndex {
    GridIndex(
      shape: shape,
      attributes: AttributeColumns(self.attributes, replacing: mask, of: shape, by: classes, with: attributes))
  }

  /// The same points with other attributes for some of them; all else is shared with this index.
  ///
  /// - Parameter changes: the numbers of the points, below ``count``, and their attributes.
  public func changing(_ changes: [(number: Int, bits: AttributeBits)]) -> GridIndex {
    GridIndex(shape: shape, attributes: AttributeColumns(attributes, changing: changes, of: shape))
  }

  /// How many points there are.
  public var count: Int { shape.entries.count }
}
