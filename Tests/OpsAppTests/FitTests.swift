import Foundation
import TestSupport
import Testing

@testable import OpsApp

/// `survey lint` names what does not fit, with its place; displays without big letters, so that no font of the machine counts.
struct FitTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func file(reason: String = "Price", az: String = "Tez") throws -> String {
        try folder.write(
            """
            survey: exit
            version: 1
            languages: [en, az]
            title: {en: Exit, az: Exit}
            questions:
              - {id: visit, kind: smiley, ask: {en: How?, az: Nece?}}
              - id: reason
                kind: choice
                ask: {en: Why?, az: Niye?}
                options:
                  - {id: queue, label: {en: Queue, az: \(az)}}
                  - {id: price, label: {en: \(reason), az: Baha}}
            thanks: {en: Thanks!, az: Sagol!}

            """, to: "exit.yaml")
    }

    @Test func `a survey that fits has no warnings at any size asked for`() throws {
        let file = try file()
        let run = OpsRun("survey", "lint", "--art", "ascii", "--size", "40x12,80x24,120x33", file)
        #expect((run.code, run.text, run.messages) == (0, "", "\(file): no errors\n"))
    }

    @Test func `a text that does not fit is a warning with line, column, size and what to do`() throws {
        let file = try file(reason: "Prices that are much higher than usual")
        let run = OpsRun("survey", "lint", "--art", "ascii", "--size", "24x9,120x33", file)
        #expect(run.code == 0)
        let lines = run.text.split(separator: "\n").filter { $0.contains("`price`") }
        let line = try #require(lines.first)
        #expect(lines.count == 1)
        #expect(line.hasPrefix("\(file):12:33: warning: the label of option `price` of question `reason` in `en` "))
        #expect(line.contains(" at 24x9 (ascii)"))
    }

    @Test func `a letter that the console lacks is named at the text that has it`() throws {
        let file = try file(az: "Tələsik")
        let run = OpsRun("survey", "lint", "--art", "blocks", file)
        #expect(run.code == 0)
        #expect(
            run.text
                == "\(file):11:44: warning: the label of option `queue` of question `reason` in `az` can't be drawn "
                + "on a bare console (blocks): its usual font (Uni2) lacks “ə” (U+0259); give the console a font that "
                + "has it (console-setup), or choose other words\n")
        #expect(run.messages == "\(file): 1 warning\n")
    }

    @Test func `scripts get the warnings as JSON`() throws {
        let run = OpsRun("survey", "lint", "--json", "--art", "blocks", try file(az: "Tələsik"))
        let found = try #require(try JSONSerialization.jsonObject(with: run.output) as? [[String: Any]])
        #expect(found.map { $0["line"] as? Int } == [11])
        #expect(found.map { $0["severity"] as? String } == ["warning"])
    }

    @Test(arguments: [["--size", "80"], ["--size", "80x24,wide"], ["--size", ""], ["--art", "round"]])
    func `sizes and cells that are none are a usage error`(options: [String]) throws {
        #expect(OpsRun(arguments: ["survey", "lint"] + options + [try file()]).code == 64)
    }

    @Test func `a survey with errors is not drawn`() throws {
        let file = try folder.write("survey: exit\n", to: "broken.yaml")
        let run = OpsRun("survey", "lint", file)
        #expect(run.code == 65)
        #expect(!run.text.contains("warning"))
    }
}
