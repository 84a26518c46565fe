public import Geodesy

extension GridIndex {
  /// The nearest points that have all the required attributes, nearest first.
  ///
  /// - Parameters:
  ///   - origin: where the question is asked from.
  ///   - limit: at most so many, all that match when it is above their number, none when it is below 1.
  ///   - required: bits that a point must have.
  ///   - radius: greatest geodesic distance, itself allowed.
  /// - Returns: in the order of ``Neighbour/precedes(_:_:)``.
  public func nearest(
    to origin: GeodesicOrigin, limit: Int, requiring required: AttributeBits = 0, within radius: Meters? = nil
  ) -> [Neighbour] {
    guard limit > 0, count > 0, radius.map({ $0.value >= 0 }) ?? true else { return [] }
    return Candidates.with(places: min(limit, count), radius: radius) { found in
      // Two copies of the search, so that the common one tests no attributes.
      if required == 0 {
        search(from: origin, requiring: nil, into: &found)
      } else {
        search(from: origin, requiring: required, into: &found)
      }
      return rank(found, from: origin, limit: limit, radius: radius)
    }
  }

  /// Branch and bound: the nearest quarter first, none that is out of reach or lacks a required attribute.
  @inline(__always)
  private func search(from origin: GeodesicOrigin, requiring required: AttributeBits?, into found: inout Candidates) {
    let place = CylindricalPlace(origin)
    withUnsafeMemory { cells, quarters, occurring, entries, attributes in
      withUnsafeTemporaryAllocation(of: Pending.self, capacity: Pending.deepest) { stack in
        var depth = 0
        var next = Pending(distance: 0, contents: GridQuarter(first: 0, count: 0))
        while true {
          if next.contents.count > 0 {
            for number in next.contents.run {
              if let required, attributes[number] & required != required { continue }
              let chordSquared = origin.position.chordSquared(to: entries[number].position)
              if chordSquared <= found.limit { found.add(chordSquared, number) }
            }
          } else {
            let number = Int(next.contents.first)
            var distances = cells[number].distancesSquared(to: place)
            next = .nowhere
            withUnsafeBytes(of: &distances) { bytes in
              for quarter in 0..<4 {
                let distance = bytes.load(fromByteOffset: 4 * quarter, as: Float.self)
                guard distance <= found.reach else { continue }
                if let required, occurring[4 * number + quarter] & required != required { continue }
                let met = Pending(distance: distance, contents: quarters[4 * number + quarter])
                if next.distance == .infinity {
                  next = met
                } else {
                  // Of the two, the farther one waits.
                  let nearer = distance < next.distance
                  stack[depth] = nearer ? next : met
                  if nearer { next = met }
                  depth += 1
                }
              }
            }
            if next.distance < .infinity { continue }
          }
          repeat {
            if depth == 0 { return }
            depth -= 1
            next = stack[depth]
          } while next.distance > found.reach
        }
      }
    }
  }

  /// The answer: all that is still within the limit, by geodesic.
  @inline(__always)
  private func rank(_ found: borrowing Candidates, from origin: GeodesicOrigin, limit: Int, radius: Meters?) -> [Neighbour] {
    var answer: [Neighbour] = []
    answer.reserveCapacity(min(count, limit + 3))
    shape.entries.withUnsafeBufferPointer { entries in
      shape.coordinates.withUnsafeBufferPointer { coordinates in
        for candidate in found.remaining {
          let entry = entries[candidate.entry]
          let number = Int(entry.number)
          let distance = origin.distance(to: coordinates[number], at: entry.position)
          if let radius, distance > radius { continue }
          answer.append(Neighbour(number: number, distance: distance))
        }
      }
    }
    Neighbour.sort(&answer)
    if answer.count > limit { answer.removeLast(answer.count - limit) }
    return answer
  }

  /// A quarter still to be looked at.
  private struct Pending {
    /// Lower bound of the squared chord to it, m².
    let distance: Float
    let contents: GridQuarter

    /// Farther than anything.
    static let nowhere = Pending(distance: .infinity, contents: GridQuarter(first: 0, count: 0))
    /// Each of the 26 levels leaves at most three behind. (Less than a kilobyte: it stays on the stack.)
    static let deepest = 26 * 3 + 1
  }

  /// The arrays of the index without the checks and counts that Swift's own access to them costs: numbers in them
  /// are made by ``GridBuilder`` alone.
  @inline(__always)
  private func withUnsafeMemory(
    _ body: (
      UnsafeBufferPointer<GridCell>, UnsafeBufferPointer<GridQuarter>, UnsafeBufferPointer<AttributeBits>,
      UnsafeBufferPointer<GridShape.Entry>, UnsafeBufferPointer<AttributeBits>
    ) -> Void
  ) {
    shape.cells.withUnsafeBufferPointer { cells in
      shape.quarters.withUnsafeBufferPointer { quarters in
        occurring.withUnsafeBufferPointer { occurring in
          shape.entries.withUnsafeBufferPointer { entries in
            attributes.withUnsafeBufferPointer { attributes in
              body(cells, quarters, occurring, entries, attributes)
            }
          }
        }
      }
    }
  }
}
