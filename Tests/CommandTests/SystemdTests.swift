import Foundation
import Glibc
import TestSupport
import Testing

@Suite("systemd starts the server, hands it its socket, and is told how it fares")
struct SystemdTests {
  private static let units = Project.root.appending(path: "scripts/systemd")

  /// A copy of the units whose program is the one under test.
  private func units() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in ["yizhan.service", "yizhan.socket"] {
      let text = try String(contentsOf: Self.units.appending(path: name), encoding: .utf8)
      try folder.write(name, text.replacing("/usr/local/bin/yizhan", with: Program.path))
    }
    return folder
  }

  private func analyze(_ folder: TemporaryFolder, _ arguments: String...) throws -> Command.Result {
    try Command.run("/usr/bin/env", ["systemd-analyze"] + arguments, folder: folder.url)
  }

  @Test func theUnitsAreRight() throws {
    let result = try analyze(try units(), "verify", "--man=no", "./yizhan.service", "./yizhan.socket")
    #expect(result.status == 0)
    #expect(result.standardError == "")
  }

  @Test func theServiceIsExposedAsLittleAsItCanBe() throws {
    let result = try analyze(try units(), "security", "--offline=true", "--no-pager", "./yizhan.service")
    let level = try #require(
      result.standardOutput.firstMatch(of: /Overall exposure level for yizhan.service: ([0-9.]+)/))
    #expect(try #require(Double(level.1)) <= 1.5)
  }

  // MARK: - A socket that is handed over

  /// Listens at a socket, makes a connection that asks at once, and only then starts the server on it; ends it and starts
  /// it again while the socket is kept.
  private static let activation = """
    import json, os, signal, socket, sys
    program, folder = sys.argv[1], sys.argv[2]
    listener = socket.create_server(("127.0.0.1", 0))

    def ask():
        connection = socket.create_connection(listener.getsockname(), timeout=20)
        connection.sendall(b"GET /healthz HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n")
        return connection

    def answer(connection):
        return b"".join(iter(lambda: connection.recv(65536), b"")).split(b"\\r\\n")[0].decode()

    def start():
        def take_socket():
            os.dup2(listener.fileno(), 3)
            os.set_inheritable(3, True)  # when it had this number already
            os.environ["LISTEN_PID"] = str(os.getpid())
            os.execve(program, [program, "serve", "--db", folder + "/a.sqlite"], os.environ)
        child = os.fork()
        if child == 0:
            null = os.open(folder + "/log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(null, 2)
            os.environ.update(LISTEN_FDS="1", LC_ALL="C.UTF-8")
            take_socket()
        return child

    answers = []
    for round in range(2):
        waiting = ask()
        child = start()
        answers += [answer(waiting), answer(ask())]
        os.kill(child, signal.SIGTERM)
        answers.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    print(json.dumps([answers, listener.getsockname()[1], open(folder + "/log").read()]))
    """

  @Test func whatWasAskedWhileNoServerRanIsAnsweredByTheNextOne() throws {
    let folder = try TemporaryFolder()
    let result = try JSONValue(Python.run(Self.activation, [Program.path, folder.url.path])).array
    let answers = result[0].array
    #expect(
      answers.map { $0.string ?? "" } == [
        "HTTP/1.1 200 OK", "HTTP/1.1 200 OK", "", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK", "",
      ])
    #expect([answers[2], answers[5]].map(\.number) == [0, 0])
    #expect(result[2].string?.contains("at http://127.0.0.1:\(Int(result[1].number ?? 0))\n") == true)
  }

  @Test func systemdsOwnProgramStartsItOnTheFirstConnection() throws {
    let folder = try TemporaryFolder()
    let port = try Python.run("import socket; print(socket.create_server(('127.0.0.1', 0)).getsockname()[1])", [])
    let said = try Python.run(
      """
      import socket, subprocess, sys, time
      program, folder, port = sys.argv[1:]
      with open(folder + "/log", "w") as log:
          child = subprocess.Popen(
              ["systemd-socket-activate", "-l", "127.0.0.1:" + port, program, "serve", "--db", folder + "/a.sqlite"],
              stderr=log)
      end = time.monotonic() + 20
      statuses = []
      while len(statuses) < 2 and time.monotonic() < end:
          try:
              connection = socket.create_connection(("127.0.0.1", int(port)), timeout=20)
          except ConnectionRefusedError:
              continue  # not listening yet
          connection.sendall(b"GET /v1/stations HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n")
          statuses.append(b"".join(iter(lambda: connection.recv(65536), b""))[:12].decode())
      child.terminate()
      print(statuses, child.wait())
      """, [Program.path, folder.url.path, port])
    #expect(said == "['HTTP/1.1 200', 'HTTP/1.1 200'] 0")
  }

  @Test func aSocketThatIsAFileIsRefused() throws {
    let folder = try TemporaryFolder()
    let said = try Python.run(
      """
      import os, socket, subprocess, sys
      listener = socket.socket(socket.AF_UNIX)
      listener.bind(sys.argv[2] + "/door")
      listener.listen()
      program = "import os, sys; os.dup2(int(sys.argv[1]), 3); os.environ['LISTEN_PID'] = str(os.getpid()); " \\
          "os.execv(sys.argv[2], sys.argv[2:])"
      result = subprocess.run(
          [sys.executable, "-c", program, str(listener.fileno()), sys.argv[1], "serve", "--db", sys.argv[2] + "/a.sqlite"],
          pass_fds=[listener.fileno()], capture_output=True, text=True,
          env={**os.environ, "LISTEN_FDS": "1", "LC_ALL": "C.UTF-8"})
      print(result.returncode, result.stderr)
      """, [Program.path, folder.url.path])
    #expect(said == "65 yizhan: the socket that was handed over is not a listening TCP socket")
  }

  // MARK: - Being told

  @Test func itTellsWhenItIsReadyAndWhenItStops() throws {
    let folder = try TemporaryFolder()
    let said = try Python.run(
      """
      import os, signal, socket, subprocess, sys
      listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      listener.bind(sys.argv[2] + "/notify")
      listener.settimeout(20)
      child = subprocess.Popen(
          [sys.argv[1], "serve", "--port", "0", "--db", sys.argv[2] + "/a.sqlite"], stderr=subprocess.DEVNULL,
          env={**os.environ, "NOTIFY_SOCKET": sys.argv[2] + "/notify"})
      states = [listener.recv(1000).decode()]
      child.send_signal(signal.SIGTERM)
      states.append(listener.recv(1000).decode())
      print(states, child.wait())
      """, [Program.path, folder.url.path])
    #expect(said == "['READY=1', 'STOPPING=1'] 0")
  }

  @Test func itMayHaveAsManyFilesOpenAsTheSystemGrants() throws {
    let server = try RunningServer(
      in: TemporaryFolder(), launcher: ["/bin/sh", "-c", "ulimit -S -n 256; exec \"$@\"", "sh"])
    let limits = try String(contentsOfFile: "/proc/\(server.processID)/limits", encoding: .utf8)
    let numbers = try #require(limits.firstMatch(of: /Max open files +(\d+) +(\d+)/))
    #expect(numbers.1 == numbers.2 && numbers.1 != "256")
    withExtendedLifetime(server) {}
  }
}
