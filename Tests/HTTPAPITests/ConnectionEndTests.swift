import HTTPAPI
import NIOCore
import Testing

@Suite("How a connection comes to its end")
final class ConnectionEndTests {
  private var end = ConnectionEnd()

  private func saysClose(isOnly: Bool, isDraining: Bool) -> Bool {
    end.saysClose(isOnly: isOnly, isDraining: isDraining)
  }

  private func stayAtStop() -> TimeAmount { end.hearOfStop() }

  @Test func aConnectionStaysOpenAsLongAsNobodyEndsIt() {
    end.begin()
    #expect(!saysClose(isOnly: true, isDraining: false))
    #expect(end.stay(isIdle: true) == nil)
    #expect(!end.isDeaf(isReading: false))
  }

  @Test func aServerThatStopsSaysCloseWithTheLastAnswerThatIsDue() {
    end.begin()
    _ = end.hearOfStop()
    #expect(!saysClose(isOnly: false, isDraining: false))
    #expect(end.stay(isIdle: false) == nil)
    #expect(saysClose(isOnly: true, isDraining: false))
    #expect(end.stay(isIdle: true) == .zero)
  }

  @Test func aServerThatDrainsSaysCloseToo() {
    #expect(!saysClose(isOnly: false, isDraining: true))
    #expect(saysClose(isOnly: true, isDraining: true))
  }

  @Test func whoHasNotAskedYetHasLongerThanWhoHasHadTheirAnswers() {
    #expect(stayAtStop() == .seconds(1))
    end.begin()
    #expect(stayAtStop() == .milliseconds(200))
    #expect(end.stay(isIdle: true) == .milliseconds(200))
  }

  @Test func behindTheLastAnswerOrRequestNothingIsListenedToButTheRestOfWhatHasBegun() {
    end.hear(isLast: true)
    #expect(end.isDeaf(isReading: false))
    #expect(!end.isDeaf(isReading: true))
    end.hear(isLast: false)
    #expect(!end.isDeaf(isReading: false))
    _ = end.saysClose(isOnly: true, isDraining: true)
    #expect(end.isDeaf(isReading: false))
    #expect(!end.isDeaf(isReading: true))
  }

  @Test func behindARefusedHeadNothingIsListenedTo() {
    end.refuse()
    #expect(end.isDeaf(isReading: false) && end.isDeaf(isReading: true))
  }
}
