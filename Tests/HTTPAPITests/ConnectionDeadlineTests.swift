import HTTPAPI
import NIOCore
import Testing

@Suite("How long the other end of a connection may take")
struct ConnectionDeadlineTests {
  private let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

  private func deadline() -> ConnectionDeadline {
    var limits = Limits()
    (limits.headerSeconds, limits.transferSeconds, limits.slowestBytesPerSecond) = (15, 20, 1000)
    return ConnectionDeadline(limits, at: start)
  }

  private func after(_ milliseconds: Int64) -> NIODeadline { start + .milliseconds(milliseconds) }

  @Test func whoSaysNothingHasFifteenSeconds() {
    var deadline = deadline()
    #expect(deadline.overdue(buffered: 0, at: after(14_999)) == nil)
    #expect(deadline.overdue(buffered: 0, at: after(15_000)) == .header)
  }

  @Test func eachAnswerBeginsTheWaitAnew() {
    var deadline = deadline()
    deadline.begin(at: after(14_000))
    deadline.end()
    // As long as the answer is due, nobody waits for the client.
    #expect(deadline.overdue(buffered: 0, at: after(900_000)) == nil)
    deadline.wait(at: after(900_000))
    #expect(deadline.overdue(buffered: 0, at: after(914_999)) == nil)
    #expect(deadline.overdue(buffered: 0, at: after(915_000)) == .header)
  }

  @Test func aBodyThatDripsGetsLittleMoreTime() {
    var deadline = deadline()
    deadline.begin(at: start)
    for _ in 0..<30 { deadline.receive(10) }
    #expect(deadline.overdue(buffered: 0, at: after(19_999)) == nil)
    #expect(deadline.overdue(buffered: 0, at: after(20_000)) == .body)
  }

  @Test func aBodyThatComesFastEnoughHasTheTimeItNeedsUpToTenMinutes() {
    var deadline = deadline()
    deadline.begin(at: start)
    deadline.receive(100_000)
    #expect(deadline.overdue(buffered: 0, at: after(119_999)) == nil)
    #expect(deadline.overdue(buffered: 0, at: after(120_000)) == .body)
    deadline.receive(.max / 2)
    #expect(deadline.overdue(buffered: 0, at: after(599_999)) == nil)
    #expect(deadline.overdue(buffered: 0, at: after(600_000)) == .body)
  }

  /// Of a body that was answered before it was read, the rest has its time as well.
  @Test func anEarlyAnswerDoesNotForgiveTheBody() {
    var deadline = deadline()
    deadline.begin(at: start)
    deadline.wait(at: after(1))
    #expect(deadline.overdue(buffered: 0, at: after(19_999)) == nil)
    #expect(deadline.overdue(buffered: 0, at: after(20_000)) == .body)
  }

  @Test func anAnswerThatIsNotTakenHasTwentySecondsFromWhenItIsSeen() {
    var deadline = deadline()
    deadline.begin(at: start)
    deadline.end()
    deadline.send(500_000)
    #expect(deadline.overdue(buffered: 400_000, at: after(1000)) == nil)
    #expect(deadline.overdue(buffered: 400_000, at: after(20_999)) == nil)
    #expect(deadline.overdue(buffered: 400_000, at: after(21_000)) == .answer)
  }

  @Test func whoTakesAnAnswerSlowlyGetsTimeForWhatTheyTook() {
    var deadline = deadline()
    deadline.begin(at: start)
    deadline.end()
    deadline.send(500_000)
    #expect(deadline.overdue(buffered: 400_000, at: start) == nil)
    #expect(deadline.overdue(buffered: 300_000, at: after(119_999)) == nil)
    #expect(deadline.overdue(buffered: 300_000, at: after(120_000)) == .answer)
    // Once all is taken, there is nothing left to hurry for.
    deadline.send(1)
    #expect(deadline.overdue(buffered: 0, at: after(121_000)) == nil)
    #expect(deadline.overdue(buffered: 1, at: after(122_000)) == nil)
  }
}
