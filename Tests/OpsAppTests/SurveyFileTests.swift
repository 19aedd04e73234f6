import Foundation
import SurveyKit
import TestSupport
import Testing

@testable import OpsApp

struct SurveyFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private let good = """
        survey: branch-exit
        version: 3
        languages: [en, ar]
        title: {en: Branch exit, ar: الخروج}
        questions:
          - id: visit
            kind: smiley
            scale: 5
            ask: {en: How was your visit today?, ar: كيف كانت زيارتك اليوم؟}
        thanks: {en: Thank you!, ar: شكرا لك!}

        """

    @Test func `a good file is told to be one`() throws {
        let file = try folder.write(good, to: "good.yaml")
        let run = OpsRun("survey", "lint", file)
        #expect(run.code == 0)
        #expect(run.text.isEmpty)
        #expect(run.messages == "\(file): no errors\n")
    }

    @Test func `every finding of every file is printed with its place`() throws {
        let file = try folder.write(good, to: "good.yaml")
        let broken = good.replacingOccurrences(of: "smiley", with: "smily")
            .replacingOccurrences(of: "version: 3", with: "version: three")
        let bad = try folder.write(broken, to: "bad.yaml")
        let run = OpsRun("survey", "lint", file, bad)
        #expect(run.code == 65)
        let lines = run.text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("\(bad):2:10: error: ") == true)
        #expect(lines.last == "\(bad):7:11: error: unknown kind `smily`; did you mean `smiley`?")
        #expect(run.messages == "\(file): no errors\n\(bad): 2 errors\n")
    }

    @Test func `findings come as JSON for scripts`() throws {
        let text = good.replacingOccurrences(of: "smiley", with: "smily")
        let run = OpsRun("survey", "lint", "-", "--json", standardInput: text)
        #expect(run.code == 65)
        let found = try #require(try JSONSerialization.jsonObject(with: run.output) as? [[String: Any]])
        #expect(found.count == 1)
        #expect(found.first?["line"] as? Int == 7)
        #expect(found.first?["severity"] as? String == "error")
        #expect(found.first?["suggestion"] as? String == "did you mean `smiley`?")
    }

    @Test func `a file that is not there or no text is bad data`() throws {
        let missing = OpsRun("survey", "lint", "/nowhere/x.yaml")
        #expect(missing.code == 65)
        #expect(
            missing.messages == "smilepost-ops: cannot read /nowhere/x.yaml: check the path and its permissions\n")
        let file = folder.file("latin1.yaml")
        try Data([0x63, 0x61, 0x66, 0xE9]).write(to: URL(fileURLWithPath: file))
        #expect(
            OpsRun("survey", "lint", file).messages == "smilepost-ops: \(file) is not UTF-8 text: save it as UTF-8\n")
    }

    @Test func `the changes between two files are printed`() throws {
        let old = try folder.write(good, to: "old.yaml")
        let text = good.replacingOccurrences(of: "today", with: "yesterday")
            .replacingOccurrences(of: "version: 3", with: "version: 4")
        let new = try folder.write(text, to: "new.yaml")
        let run = OpsRun("survey", "diff", old, new)
        #expect(run.code == 0)
        #expect(
            run.text == """
                version: 3 → 4
                question visit ask [en]: “How was your visit today?” → “How was your visit yesterday?”

                """)
        let same = OpsRun("survey", "diff", old, old)
        #expect(same.text.isEmpty)
        #expect(same.messages == "The two surveys are equal.\n")
    }

    @Test func `a preview shows every screen at the size asked for`() throws {
        let file = try folder.write(good, to: "good.yaml")
        let run = OpsRun(
            "survey", "preview", file, "--size", "80x24", "--language", "en", "--cells", "ascii", "--colours", "none")
        #expect(run.code == 0)
        let lines = run.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.filter { $0.hasPrefix("[") } == ["[visit]", "[visit, touched]", "[thanks]"])
        #expect(lines.count == 3 * 25 + 1)
        #expect(lines.allSatisfy { $0.count <= 80 })
        #expect(run.text.contains("How was your visit today?"))
        #expect(run.text.contains("Thank you!"))
        #expect(!run.text.unicodeScalars.contains("\u{1B}"))
    }

    @Test func `a preview has colours`() throws {
        let file = try folder.write(good, to: "good.yaml")
        let run = OpsRun("survey", "preview", file, "--size", "80x24", "--cells", "half")
        #expect(run.code == 0)
        #expect(run.text.contains("\u{1B}[0;38;2;") || run.text.contains(";48;2;"))
    }

    @Test func `a language the survey lacks is named with those it has`() throws {
        let file = try folder.write(good, to: "good.yaml")
        let run = OpsRun("survey", "preview", file, "--language", "de")
        #expect(run.code == 64)
        #expect(run.messages == "smilepost-ops: \(file) has no language 'de': give one of en, ar\n")
    }

    @Test(arguments: ["80", "80x", "0x24", "80x24x1", "wide", "80x9999"])
    func `a size that is none is a usage error`(size: String) throws {
        let file = try folder.write(good, to: "good.yaml")
        #expect(OpsRun("survey", "preview", file, "--size", size).code == 64)
    }
}
