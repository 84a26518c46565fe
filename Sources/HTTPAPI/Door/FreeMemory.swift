import Dispatch
import Glibc

/// Memory that the allocator keeps for later.
enum FreeMemory {
  /// Gives it back to the system, a moment later: what has just been done with is then free as well.
  static func giveBack() {
    DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + 0.5) { _ = trim?(0) }
  }

  /// `malloc_trim(3)`, whose header the C library's module leaves out; other C libraries have none.
  private static let trim: (@convention(c) (Int) -> CInt)? = dlsym(nil, "malloc_trim").map {
    unsafeBitCast($0, to: (@convention(c) (Int) -> CInt).self)
  }
}
