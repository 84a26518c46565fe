/// Where receipts are handed over: all of one commit at once, so that who waits for many is woken for them once.
public protocol ReceiptDesk: AnyObject, Sendable {
  /// Sees to it that each receipt is called exactly once, in their order, by whatever thread; is itself called by the
  /// thread that commits, and must not hold it up.
  func handOver(_ receipts: [@Sendable () -> Void])
}
