import CCurl

/// What one transfer has received so far; libcurl's callbacks write to it.
final class CurlTransfer {
  private(set) var headers: [(name: String, value: String)] = []
  private(set) var body: [UInt8] = []
  private(set) var isBodyTooLarge = false

  private let maximumBodyBytes: Int
  /// Where the body goes when the answer's status is 200.
  private let file: DownloadedFile?
  private var isSuccess = false
  private let uploadProgress: ((Double) -> Void)?
  private var uploaded = -1.0

  init(maximumBodyBytes: Int, file: DownloadedFile? = nil, uploadProgress: ((Double) -> Void)?) {
    self.maximumBodyBytes = maximumBodyBytes
    self.file = file
    self.uploadProgress = uploadProgress
  }

  var reportsProgress: Bool { uploadProgress != nil }

  /// Reports a share of the upload. It never goes back: libcurl begins again when a kept connection proves to be dead.
  func reportUpload(_ share: Double) {
    guard let uploadProgress, share > uploaded else { return }
    uploaded = share
    uploadProgress(share)
  }

  /// Takes a part of the body; false when that makes too much of it.
  fileprivate func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if let file, isSuccess { return file.write(bytes) }
    guard bytes.count <= maximumBodyBytes - body.count else {
      isBodyTooLarge = true
      return false
    }
    body += bytes
    return true
  }

  /// Takes a line of the head. A status line begins a new one: `100 Continue` may come before the answer.
  fileprivate func receiveHeader(_ bytes: UnsafeRawBufferPointer) {
    guard !bytes.starts(with: "HTTP/".utf8) else {
      isSuccess = bytes.split(separator: UInt8(ascii: " ")).dropFirst().first?.starts(with: "200".utf8) == true
      return headers.removeAll()
    }
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return }
    headers.append((name: Self.text(bytes[..<colon]), value: Self.text(bytes[(colon + 1)...])))
  }

  private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    let isBlank = { (byte: UInt8) in " \t\r\n".utf8.contains(byte) }
    let start = bytes.drop(while: isBlank)
    let end = start.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start.startIndex
    return String(decoding: start[..<end], as: UTF8.self)
  }
}

extension CurlTransfer {
  /// The pointer that libcurl hands to the callbacks. It does not keep the transfer alive.
  var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// For `CURLOPT_WRITEFUNCTION`; any other count than that of the bytes ends the transfer.
  static let receiveBody: curl_write_callback = { bytes, size, count, context in
    guard let transfer = CurlTransfer.of(context) else { return 0 }
    return transfer.receive(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
  }

  /// For `CURLOPT_HEADERFUNCTION`.
  static let receiveHeader: curl_write_callback = { bytes, size, count, context in
    guard let transfer = CurlTransfer.of(context) else { return 0 }
    transfer.receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
  }

  /// For `CURLOPT_XFERINFOFUNCTION`; 0 goes on.
  static let progress: curl_xferinfo_callback = { context, _, _, total, sent in
    if total > 0 { CurlTransfer.of(context)?.reportUpload(min(Double(sent) / Double(total), 1)) }
    return 0
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
    context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
  }
}
