import Foundation
import RemoteClient
import RestStations

/// A program for tests to kill: it adds to an outbox, or sends what is in one into a file that stands for the server.
///
/// `outbox-program add FOLDER PREFIX COUNT` adds visits one after the other, and prints the id of each when it is kept.
/// `outbox-program send FOLDER FILE` appends the id of each visit that it sends to the file.
@main
enum OutboxProgram {
  static func main() async {
    do {
      try await run(CommandLine.arguments)
    } catch {
      FileHandle.standardError.write(Data("outbox-program: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run(_ arguments: [String]) async throws {
    guard arguments.count >= 4 else { exit(64) }
    let outbox = Outbox(folder: arguments[2], server: "http://127.0.0.1:8080")
    switch arguments[1] {
    case "add": try add(to: outbox, prefix: arguments[3], count: arguments.count > 4 ? Int(arguments[4]) ?? 0 : 0)
    case "send": try await send(from: outbox, to: arguments[3])
    default: exit(64)
    }
  }

  private static func add(to outbox: Outbox, prefix: String, count: Int) throws {
    for number in 0..<count {
      let id = "\(prefix)-\(number)"
      let body = #"{"id":"\#(id)","visitor":"\#(String(repeating: "0123456789", count: number % 7 * 50))"}"#
      try outbox.add([.init(id: id, body: body, addedAt: Int64(number))])
      FileHandle.standardOutput.write(Data("\(id)\n".utf8))
    }
  }

  private static func send(from outbox: Outbox, to file: String) async throws {
    let server = try FileHandle(forUpdating: URL(filePath: file))
    let delivery = try await outbox.send(batchSize: 5) { batch in
      try server.seekToEnd()
      server.write(Data(batch.map { $0.id + "\n" }.joined().utf8))
      return batch.map { _ in .sent }
    }
    print(delivery.isBusy ? "busy" : "sent \(delivery.sent)")
  }
}
