import KioskUI
import Logging
import SurveyKit
import Synchronization
import TerminalUI
import TestSupport
import Testing

@testable import KioskApp

/// What doctor and the log say of a survey that does not fit, or whose letters no font has.
struct FitChecksTests {
    private func facts(missing: [FitFacts.MissingFont] = [], misfits: [String] = []) -> FitFacts {
        FitFacts(
            survey: .init(id: "exit", version: 3), size: "80x24", missingFonts: missing, misfits: misfits, targets: nil)
    }

    @Test func `a survey that fits is said to`() {
        #expect(FitChecks.fit(facts()) == .ok("fit", "every text of exit fits 80x24"))
        #expect(FitChecks.fonts(facts()) == .ok("fonts", "every language of exit has its letters"))
    }

    @Test func `the first misfit is named, and how many more there are`() {
        #expect(
            FitChecks.fit(facts(misfits: ["`ask` … is cut at 80x24", "b", "c"]))
                == .warning(
                    "fit", "`ask` … is cut at 80x24, and 2 more",
                    mend: "smilepost-ops survey lint FILE --size 80x24 says how much to shorten"))
    }

    @Test func `a font that is missing is named with its Debian package`() {
        let missing = [
            FitFacts.MissingFont(script: "Arabic", languages: ["ar", "fa"], package: "fonts-noto-core"),
            FitFacts.MissingFont(script: "Korean", languages: ["ko"], package: "fonts-noto-cjk"),
        ]
        #expect(
            FitChecks.fonts(facts(missing: missing))
                == .warning(
                    "fonts",
                    "no font here has Arabic (ar, fa); no font here has Korean (ko): its texts stand in small letters",
                    mend: "apt-get install fonts-noto-cjk fonts-noto-core"))
        #expect(
            FitChecks.fonts(facts(missing: [.init(script: "this script", languages: ["te"], package: nil)])).mend
                == "this release knows no font for it: leave the language out")
    }

    @Test func `without fonts every language lacks its letters, and the survey still fits`() {
        let found = FitFacts(
            of: Examples.branchExit, size: Size(width: 120, height: 33),
            display: Display(cells: .half, colours: .redefined256), panel: nil, typeface: nil)
        #expect(found.missingFonts.map(\.script) == ["Latin", "Arabic"])
        #expect(found.misfits == [])
        #expect(found.survey == .init(id: "branch-exit", version: 3) && found.size == "120x33")
    }

    private func targets(onPanelOf widthMM: Int?) -> Finding {
        FitChecks.targets(
            FitFacts(
                of: Examples.branchExit, size: Size(width: 120, height: 33),
                display: Display(cells: .half, colours: .redefined256), panel: widthMM.map(Panel.init(widthMM:)),
                typeface: nil))
    }

    @Test func `places that a finger misses are told, with how many and how small`() {
        #expect(targets(onPanelOf: 344) == .ok("targets", "every place to touch is at least 17 mm"))
        let small = targets(onPanelOf: 60)
        #expect(small.state == .warning)
        #expect(small.message.contains("places to touch are under 15 mm, the least 2 mm on `reason`"), "\(small)")
        #expect(targets(onPanelOf: nil) == .ok("targets", "not measured: [screen] panel_mm is not set"))
    }

    @Test func `a survey that comes on the screen and does not fit is told in the log`() async throws {
        let (lines, continuation) = AsyncStream<String>.makeStream()
        let watch = FitWatch(logger: Logger(label: "fit", factory: { _ in LineHandler(continuation: continuation) }))
        watch.look(
            at: Examples.branchExit, size: Size(width: 6, height: 2), display: Display(cells: .ascii, colours: .mono),
            panel: nil)
        var iterator = lines.makeAsyncIterator()
        let line = try #require(await iterator.next())
        #expect(line.hasPrefix("warning: `ask` of question `visit` in `en` "))
        #expect(line.hasSuffix(" at 6x2 (ascii) [screen=6x2 survey=branch-exit v3]"))
        #expect(watch.facts?.misfits.isEmpty == false)
    }
}

/// Hands over each line of a log.
private struct LineHandler: LogHandler {
    let continuation: AsyncStream<String>.Continuation
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let pairs = (event.metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
        continuation.yield("\(event.level): \(event.message) [\(pairs)]")
    }
}
