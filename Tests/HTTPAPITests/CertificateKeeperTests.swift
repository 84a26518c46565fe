import Foundation
import HTTPAPI
import RestStations
import TestSupport
import Testing

@Suite("New connections get the newest certificate that was whole")
struct CertificateKeeperTests {
  private let folder: TemporaryFolder
  /// A little ahead, so that what is made during a test is valid by now.
  private let clock = TestClock(Int64(Date().timeIntervalSince1970) + 600)

  init() throws {
    folder = try TemporaryFolder()
  }

  private func keeper(_ files: TestCertificate) throws -> CertificateKeeper {
    try CertificateKeeper(TLSFiles(certificate: files.certificate, key: files.key)) { [clock] in clock.now * 1000 }
  }

  private func expiry(_ outcome: CertificateKeeper.Outcome) -> Int64? {
    if case .replaced(let end) = outcome { end } else { nil }
  }

  private func refusal(_ outcome: CertificateKeeper.Outcome) -> YizhanError? {
    if case .refused(let error) = outcome { error } else { nil }
  }

  private func name(_ outcome: CertificateKeeper.Outcome) -> String {
    switch outcome {
    case .unchanged: "unchanged"
    case .replaced: "replaced"
    case .refused: "refused"
    }
  }

  @Test func filesThatAreAsTheyWereAreNotReadAgain() throws {
    let keeper = try keeper(try TestCertificate(in: folder))
    #expect(name(keeper.refresh()) == "unchanged")
    #expect(name(keeper.refresh(force: true)) == "replaced")
  }

  @Test func newFilesAreTakenUpAndBrokenOnesOnceRefused() throws {
    let keeper = try keeper(try TestCertificate(in: folder))
    _ = try TestCertificate(in: folder, days: 60)
    let end = try #require(expiry(keeper.refresh()))
    #expect(abs(end - clock.now - 60 * 86_400) < 1200)
    let other = try TestCertificate(in: folder, name: "other")
    try FileManager.default.removeItem(atPath: folder.path("server.key"))
    try FileManager.default.moveItem(atPath: other.key, toPath: folder.path("server.key"))
    let error = try #require(refusal(keeper.refresh()))
    #expect(error.faults.map(\.place) == [.parameter("tls.key")])
    #expect(name(keeper.refresh()) == "unchanged")
  }

  @Test func aLinkThatPointsElsewhereIsAChange() throws {
    let (old, new) = (try TestCertificate(in: folder, name: "old"), try TestCertificate(in: folder, name: "new"))
    let files = FileManager.default
    for (name, target) in [("live.pem", old.certificate), ("live.key", old.key)] {
      try files.createSymbolicLink(atPath: folder.path(name), withDestinationPath: target)
    }
    let keeper = try CertificateKeeper(TLSFiles(certificate: folder.path("live.pem"), key: folder.path("live.key"))) {
      [clock] in clock.now * 1000
    }
    for (name, target) in [("live.pem", new.certificate), ("live.key", new.key)] {
      try files.removeItem(atPath: folder.path(name))
      try files.createSymbolicLink(atPath: folder.path(name), withDestinationPath: target)
    }
    #expect(name(keeper.refresh()) == "replaced")
  }

  @Test func aCertificateWhoseTimeIsOverIsNotTakenUp() throws {
    let keeper = try keeper(try TestCertificate(in: folder))
    clock.now += 31 * 86_400
    let error = try #require(refusal(keeper.refresh(force: true)))
    #expect(error.faults.first?.detail.english.contains("expired at") == true)
  }
}
