import Foundation
import TestSupport
import Testing

@Suite("What is installed beside the program: manual pages, completions, units")
struct InstallTests {
  private static let root = Project.root

  /// The manual pages of the program under test, in English and Chinese.
  private func pages() throws -> (folder: TemporaryFolder, pages: [String]) {
    let folder = try TemporaryFolder()
    try Python.run(
      """
      import runpy, sys
      sys.argv = sys.argv[1:]
      runpy.run_path(sys.argv[0], run_name="__main__")
      """, [Self.root.appending(path: "scripts/man.py").path, Program.path, folder.path("man")])
    let found = FileManager.default.enumerator(atPath: folder.path("man"))?.compactMap { $0 as? String } ?? []
    return (folder, found.filter { $0.hasSuffix(".1") }.map { folder.path("man/\($0)") })
  }

  @Test func thePagesPleaseTheJudgeOfManualPages() throws {
    let (folder, pages) = try pages()
    #expect(pages.count == 28)
    let result = try Command.run("/usr/bin/env", ["mandoc", "-T", "lint", "-W", "warning"] + pages)
    #expect(result.status == 0, "\(result.standardOutput)")
    withExtendedLifetime(folder) {}
  }

  @Test func eachPageIsInItsLanguageAndNamesItsCommandsAndOptions() throws {
    let (folder, pages) = try pages()
    for page in pages {
      let text = try String(contentsOfFile: page, encoding: .utf8)
      #expect(isChinese(text) == page.contains("/zh_CN/"), "\(page)")
      #expect(!text.contains("Show help information.") || !page.contains("/zh_CN/"))
    }
    let serve = try String(contentsOfFile: folder.path("man/man1/yizhan-serve.1"), encoding: .utf8)
    #expect(serve.contains(#"\fB\-\-drain\-seconds\fR \fIseconds\fR"#))
    let main = try String(contentsOfFile: folder.path("man/man1/yizhan.1"), encoding: .utf8)
    #expect(main.contains("\\fB75\\fR\nthe database is held"))
    let chinese = try String(contentsOfFile: folder.path("man/zh_CN/man1/yizhan.1"), encoding: .utf8)
    #expect(chinese.contains("\\fB75\\fR\n数据库被"))
  }

  @Test func bashCompletesWhatTheProgramKnows() throws {
    let place = try Workplace()
    let script = try place.run("--generate-completion-script", "bash").output
    try place.folder.write("completion", script)
    let asked =
      "source ./completion; COMP_WORDS=(yizhan serve --dra); COMP_CWORD=2; COMP_LINE='yizhan serve --dra'; COMP_POINT=18"
    let result = try Command.run(
      "/bin/bash", ["-c", "\(asked); _yizhan yizhan --dra serve; echo \"${COMPREPLY[*]}\""], folder: place.folder.url)
    #expect(result.standardOutput == "--drain-seconds\n", "\(result.standardError)")
  }

  /// The project as `scripts/build` leaves it, without building.
  ///
  /// (What has just been written is run by a shell: another test's child, not yet on its own, may still hold it open for
  /// writing, and then it is no program.)
  private func built() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    for path in [".build/release", ".build/share/man/man1"] {
      try files.createDirectory(atPath: folder.path(path), withIntermediateDirectories: true)
    }
    try files.copyItem(atPath: Self.root.appending(path: "scripts").path, toPath: folder.path("scripts"))
    try folder.write(".build/release/yizhan", "#!/bin/sh\necho yizhan\n")
    try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path(".build/release/yizhan"))
    try folder.write(".build/share/man/man1/yizhan.1", ".TH YIZHAN 1\n")
    return folder
  }

  @Test func installingPutsEachFileInItsPlace() throws {
    let (folder, target) = (try built(), try TemporaryFolder())
    let result = try Command.run(
      "/bin/bash", [folder.path("scripts/install"), "--prefix", "/opt/yizhan"],
      environment: Program.environment.merging(["DESTDIR": target.url.path]) { $1 })
    #expect(result.status == 0, "\(result.standardError)")
    let prefix = target.path("opt/yizhan")
    #expect(FileManager.default.isExecutableFile(atPath: prefix + "/bin/yizhan"))
    #expect(try Command.run("/bin/sh", [prefix + "/bin/yizhan"]).standardOutput == "yizhan\n")
    #expect(FileManager.default.fileExists(atPath: prefix + "/share/man/man1/yizhan.1"))
    let unit = try String(contentsOfFile: prefix + "/lib/systemd/system/yizhan.service", encoding: .utf8)
    #expect(unit.contains("\nExecStart=/opt/yizhan/bin/yizhan serve\n"))
    #expect(FileManager.default.fileExists(atPath: prefix + "/lib/systemd/system/yizhan.socket"))
  }

  @Test(arguments: [["--prefix", "opt"], ["--prefix"], ["--frobnicate"], ["--prefix", "/a b"]])
  func installingRefusesWhatItDoesNotUnderstand(arguments: [String]) throws {
    let folder = try built()
    #expect(try Command.run("/bin/bash", [folder.path("scripts/install")] + arguments).status == 64)
  }

  @Test func theImageIsMadeWithWhatTheBuildNeeds() throws {
    let setup = try String(contentsOf: Self.root.appending(path: "scripts/setup"), encoding: .utf8)
    let image = try String(contentsOf: Self.root.appending(path: "Dockerfile"), encoding: .utf8)
    let list = try #require(setup.firstMatch(of: /(?s)for_building=\((.*?)\n\)/)).1
    let packages = list.matches(of: /'([a-z0-9-]+)\|/).map { String($0.1) }
    #expect(packages.count >= 5)
    for package in packages { #expect(image.contains(" \(package)"), "\(package)") }
    let ignored = try String(contentsOf: Self.root.appending(path: ".dockerignore"), encoding: .utf8)
    for copied in image.matches(of: #/\nCOPY ([A-Za-z.]+) \./#) { #expect(ignored.contains("!\(copied.1)\n")) }
  }
}
