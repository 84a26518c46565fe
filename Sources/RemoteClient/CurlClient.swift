public import RestStations
import Synchronization

/// An HTTP client over libcurl that speaks to one server.
///
/// Requests go one at a time over a connection that is kept open from one to the next; callers on other threads wait
/// for their turn. A call blocks its thread until the answer is complete.
///
/// - TLS is verified against the system's trusted certificates. Proxies come from the usual environment variables.
/// - No redirection is followed, no cookie kept, no password looked up.
/// - A request whose kept connection turns out to be closed before any answer is sent once more, whatever its method.
public final class CurlClient: Sendable {
  /// How the server is spoken to.
  public enum Door: Hashable, Sendable {
    /// `http://` or `https://`, a host, perhaps a port and the first part of every path. Without user or password.
    case url(base: String)
    /// A Unix socket by its path, which may be longer than a socket address holds (``withShortSocketPath(_:_:)``).
    case socket(path: String)
  }

  /// How long the client waits. A time of zero or less is the shortest possible; there is no way to wait forever.
  public struct Timeouts: Hashable, Sendable {
    /// Until the connection stands, name and TLS included. In steps of 1 ms.
    public var connect: Duration
    /// How long nothing at all may move, be it that the server thinks for so long. In steps of 1 s.
    public var silence: Duration
    /// For everything together. In steps of 1 ms.
    public var overall: Duration

    public init(
      connect: Duration = .seconds(5), silence: Duration = .seconds(30), overall: Duration = .seconds(600)
    ) {
      self.connect = connect
      self.silence = silence
      self.overall = overall
    }

    /// 5 s to connect, 30 s of silence, 10 minutes in all.
    public static let standard = Timeouts()
  }

  /// 512 MB (2²⁹ bytes).
  public static let standardMaximumBodyBytes = 1 << 29

  private let address: Result<CurlAddress, YizhanError>
  private let timeouts: Timeouts
  private let maximumBodyBytes: Int
  private let handle = Mutex(CurlHandle())

  /// Connects to nothing yet; a malformed URL is told by ``send(_:uploadProgress:)``.
  ///
  /// - Parameter maximumBodyBytes: the longest body of an answer that is taken, itself included.
  public init(
    door: Door, timeouts: Timeouts = .standard, maximumBodyBytes: Int = CurlClient.standardMaximumBodyBytes
  ) {
    address = Result { () throws(YizhanError) in try CurlAddress(door) }
    self.timeouts = timeouts
    self.maximumBodyBytes = maximumBodyBytes
  }

  /// Sends a request and waits for the whole of its answer, whatever its status.
  ///
  /// - Parameter uploadProgress: told the share of the body that is sent, rising, 1 at the end. Called on this thread
  ///   and before the answer is given; it must not use this client.
  /// - Throws: `.badRequest` for a malformed URL, path or header; `.forbidden` for a socket that belongs to someone
  ///   else; `.unreachable` for everything that goes wrong on the way, an answer beyond the limits included.
  public func send(
    _ request: HTTPRequest, uploadProgress: ((Double) -> Void)? = nil
  ) throws(YizhanError) -> HTTPResponse {
    try send(request, into: nil, uploadProgress)
  }

  /// The same; but the body of an answer with the status 200, however long, goes into a new file. That is on disk then.
  ///
  /// - Parameter path: of the file, which must not be there, and is not when this throws or the status is another.
  /// - Throws: as ``send(_:uploadProgress:)`` does; `.storageFailed` when the file cannot be made or written.
  public func download(_ request: HTTPRequest, to path: String) throws(YizhanError) -> HTTPResponse {
    let file = try DownloadedFile(path)
    let response: HTTPResponse
    do throws(YizhanError) {
      response = try send(request, into: file, nil)
    } catch {
      throw file.fault ?? error
    }
    if response.status == 200 { try file.keep() }
    return response
  }

  private func send(
    _ request: HTTPRequest, into file: DownloadedFile?, _ uploadProgress: ((Double) -> Void)?
  ) throws(YizhanError) -> HTTPResponse {
    let address = try address.get()
    try request.validate()
    let socket = try shortSocket(address)
    defer { withExtendedLifetime(socket) {} }
    let transfer = CurlTransfer(
      maximumBodyBytes: maximumBodyBytes, file: file, uploadProgress: uploadProgress)
    do {
      let status = try handle.withLock { (handle) throws(CurlFault) in
        try handle.perform(request, base: address.base, socket: socket?.value, timeouts: timeouts, into: transfer)
      }
      transfer.reportUpload(1)
      return HTTPResponse(status: status, headers: HTTPHeaders(transfer.headers), body: transfer.body)
    } catch {
      throw transfer.isBodyTooLarge ? tooLarge(address) : error.error(from: address)
    }
  }

  /// Made anew for each request, so that a folder which was replaced meanwhile is found.
  private func shortSocket(_ address: CurlAddress) throws(YizhanError) -> ShortSocketPath? {
    guard let path = address.socket else { return nil }
    do { return try ShortSocketPath(path) } catch { throw YizhanError(.unreachable, error.detail) }
  }

  private func tooLarge(_ address: CurlAddress) -> YizhanError {
    YizhanError(
      .unreachable,
      Bilingual(
        "the server \(address.name) answered with more than \(maximumBodyBytes) bytes",
        "服务器 \(address.name) 的应答超过 \(maximumBodyBytes) 字节"))
  }
}
