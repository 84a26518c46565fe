import Foundation
import Glibc
import Synchronization

/// A program that runs beside the test, killed with the value.
///
/// Not Foundation's `Process`: on a thread of Dispatch that starts programs with SIGTERM blocked, and where many threads
/// start programs at once its `run()` has read memory that was gone.
public final class ChildProcess: Sendable {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// What a program is started with.
  public struct Launch: Sendable {
    public var program: String
    public var arguments: [String]
    public var environment: [String: String]
    /// The working directory.
    public var folder: String
    /// Descriptors for the program's standard streams.
    public var input: Int32
    public var output: Int32
    public var error: Int32

    public init(
      _ program: String, _ arguments: [String], environment: [String: String], folder: String, input: Int32,
      output: Int32, error: Int32
    ) {
      (self.program, self.arguments, self.environment, self.folder) = (program, arguments, environment, folder)
      (self.input, self.output, self.error) = (input, output, error)
    }
  }

  private let id: pid_t
  /// Its number among the system's processes.
  public var processID: Int { Int(id) }
  /// Reaches its end when the program does: the program holds the other end.
  private let life: Int32
  private let status = Mutex<Int32?>(nil)

  public init(_ launch: Launch) throws {
    let ends = try Self.channel()
    defer { close(ends.theirs) }
    do {
      id = try Self.spawn(launch, holding: ends.theirs)
    } catch {
      close(ends.ours)
      throw error
    }
    life = ends.ours
  }

  deinit {
    signal(SIGKILL)
    _ = reap()
    close(life)
  }

  /// Sends a signal, unless the program is known to have ended.
  public func signal(_ number: Int32) {
    status.withLock { if $0 == nil { kill(id, number) } }
  }

  /// The program's exit status when it ends in time, 128 and the number when a signal ended it; nothing when it runs on.
  public func wait(within patience: Duration) -> Int32? {
    guard Readiness.wait(life, for: POLLIN, until: .now + patience) else { return nil }
    return reap()
  }

  /// Two ends of a channel that no other program inherits, whichever thread starts one at the same time.
  static func channel() throws -> (ours: Int32, theirs: Int32) {
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
      throw failure("socketpair", errno)
    }
    return (ends[0], ends[1])
  }

  private func reap() -> Int32 {
    status.withLock { status in
      if let status { return status }
      var word: Int32 = 0
      while waitpid(id, &word, 0) < 0, errno == EINTR {}
      let signal = word & 0x7F
      let ended = signal == 0 ? word >> 8 & 0xFF : 128 + signal
      status = ended
      return ended
    }
  }

  private static func spawn(_ launch: Launch, holding life: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Above all that is used here, so that no step overwrites the source of a later one.
    let above = max(life, launch.input, launch.output, launch.error, 2) + 1
    posix_spawn_file_actions_adddup2(&actions, life, above)
    for (descriptor, stream) in [(launch.input, 0), (launch.output, 1), (launch.error, 2)] {
      posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(stream))
    }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    // `env` changes the folder and becomes the program: Glibc's module leaves out what would do it here.
    let arguments = (["env", "-C", launch.folder, launch.program] + launch.arguments).map { strdup($0) } + [nil]
    let environment = launch.environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in arguments + environment { free(text) } }
    var id: pid_t = 0
    let fault = posix_spawn(&id, "/usr/bin/env", &actions, &attributes, arguments, environment)
    guard fault == 0 else { throw failure("cannot start \(launch.program)", fault) }
    return id
  }

  private static func failure(_ what: String, _ number: Int32) -> Failure {
    Failure(description: "\(what): \(String(cString: strerror(number)))")
  }
}

/// Waiting for descriptors, with a deadline.
enum Readiness {
  /// Whether one of the events (or the end of the other side) came in time.
  static func wait(_ descriptor: Int32, for events: Int32, until deadline: ContinuousClock.Instant) -> Bool {
    while true {
      let left = deadline - .now
      let milliseconds = max(0, left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000)
      var polled = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      let count = poll(&polled, 1, Int32(clamping: milliseconds + 1))
      if count > 0 { return true }
      if count == 0, deadline <= .now { return false }
    }
  }
}
