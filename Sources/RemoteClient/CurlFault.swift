import CCurl
import Glibc
import RestStations

/// A transfer that failed, as libcurl tells it.
struct CurlFault: Error {
  let code: CURLcode
  /// libcurl's words, perhaps with names and numbers.
  let message: String
  /// The `errno` of a connection that failed, else 0.
  let systemError: Int32

  /// The same in the user's words, naming the server; the library's own words stand at the end.
  ///
  /// `.forbidden` for a socket that belongs to someone else, else `.unreachable`.
  func error(from address: CurlAddress) -> YizhanError {
    error(from: address.name, isSocket: address.socket != nil)
  }

  /// - Parameter name: what the server is called.
  func error(from name: String, isSocket: Bool) -> YizhanError {
    let reason = reason(isSocket: isSocket)
    let code: YizhanError.Code = isSocket && systemError == EACCES ? .forbidden : .unreachable
    // Of a socket libcurl would say "localhost port 80".
    let told = isSocket && systemError != 0 ? String(cString: strerror(systemError)) : message
    return YizhanError(
      code,
      Bilingual(
        "cannot reach the server \(name): \(reason.english) (\(told))",
        "无法连接服务器 \(name)：\(reason.chinese)（\(told)）"))
  }

  private func reason(isSocket: Bool) -> Bilingual {
    switch code {
    case CURLE_FAILED_INIT: Bilingual("libcurl cannot be used", "无法使用 libcurl")
    case CURLE_COULDNT_CONNECT: connectionReason(isSocket: isSocket)
    case CURLE_COULDNT_RESOLVE_HOST: Bilingual("its name is not known", "无法解析其域名")
    case CURLE_COULDNT_RESOLVE_PROXY: Bilingual("the name of the proxy is not known", "无法解析代理的域名")
    case CURLE_PROXY: Bilingual("the proxy refuses to pass it on", "代理拒绝转发")
    case CURLE_OPERATION_TIMEDOUT: Bilingual("it did not answer in time", "未能及时应答")
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
      Bilingual("its certificate is not trusted", "其证书不受信任")
    case CURLE_SSL_CACERT_BADFILE:
      Bilingual("this machine's trusted certificates cannot be read", "无法读取本机受信任的证书")
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CLIENTCERT:
      Bilingual("no secure connection could be made", "无法建立安全连接")
    case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE:
      Bilingual("the connection broke off", "连接中断")
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2, CURLE_HTTP2_STREAM:
      Bilingual("it does not answer in HTTP", "其应答不符合 HTTP")
    default: Bilingual("the transfer failed", "传输失败")
    }
  }

  private func connectionReason(isSocket: Bool) -> Bilingual {
    switch systemError {
    case ENOENT where isSocket: Bilingual("there is no such socket", "套接字不存在")
    case EACCES where isSocket: Bilingual("its socket belongs to someone else", "其套接字属于其他用户")
    case ECONNREFUSED: Bilingual("the connection was refused, no server is running there", "连接被拒绝，该处没有服务在运行")
    default: Bilingual("no connection could be made", "无法建立连接")
    }
  }
}
