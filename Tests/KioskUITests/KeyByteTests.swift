import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

/// From bytes to answers, as every keypad sends them.
struct KeyByteTests {
    private static let survey = Survey(
        id: "recommend", version: 1, languages: ["en"], title: Surveys.text("Recommend"),
        questions: [Question(id: "nps", kind: .nps, ask: Surveys.text("Would you recommend us?"))],
        thanks: Surveys.text("Thanks."))

    private func type(_ bytes: String, on survey: Survey = survey, every pause: Int64 = 0) -> Kiosk {
        var kiosk = Kiosk(survey)
        kiosk.now = kiosk.now.advanced(by: 60_000)
        var decoder = InputDecoder()
        for event in decoder.feed(bytes.utf8, at: kiosk.now.bootMS) { kiosk.send(.input(event), after: pause) }
        return kiosk
    }

    @Test(arguments: [
        ("10\r", 10), ("1\r", 1), ("0\r", 0), ("110\r", 10), ("19\r", 9), ("100\r", 0), ("7\n", 7),
        // A keypad in application mode, and one without NumLock: End and Insert.
        ("\u{1B}Oq\u{1B}Op\u{1B}OM", 10), ("\u{1B}[4~\u{1B}[2~\r", 10), ("\u{1B}OF\u{1B}[2~\r", 10), ("\u{1B}[E\r", 5),
        ("\u{1B}[G\r", 5), ("\u{1B}[49u\u{1B}[48u\u{1B}[13u", 10),
    ]) func `a recommendation is typed`(bytes: String, score: Int) {
        #expect(type(bytes).saved.first?.answers == ["nps": .score(score)])
    }

    @Test(arguments: [
        ("1", 1), ("5", 5), ("\u{1B}Os", 3), ("\u{1B}[F", 1), ("\u{1B}[6~", 3), ("\u{1B}[E", 5), ("\u{1B}OE", 5),
    ]) func `a face is chosen by its digit`(bytes: String, score: Int) {
        #expect(type(bytes, on: Examples.branchExit).saved.first?.answers == ["visit": .score(score)])
    }

    @Test func `the star is kept for reading aloud and does nothing`() {
        for bytes in ["*", "\u{1B}Oj", "***"] {
            let kiosk = type(bytes, on: Examples.branchExit)
            #expect(kiosk.saved.isEmpty && kiosk.questionID == "visit")
            #expect(kiosk.scene == Kiosk.untouched(Examples.branchExit, at: kiosk.now))
        }
    }

    @Test func `a key held down is one stroke, also into the next question`() {
        let kiosk = type(String(repeating: "5", count: 200), on: Surveys.everyKind, every: 33)
        #expect(kiosk.saved.count == 1)
        #expect(kiosk.questionID == "stars")
    }

    @Test func `a finger held down is one vote however often its press is repeated`() throws {
        var kiosk = Kiosk(Examples.branchExit)
        let place = try #require(kiosk.scene.targets.first { $0.action == .option(4) }).rect.middle
        let press = "\u{1B}[<0;\(place.column + 1);\(place.row + 1)M\u{1B}[<32;\(place.column + 1);\(place.row + 1)M"
        var decoder = InputDecoder()
        for _ in 0..<300 {
            for event in decoder.feed(press.utf8, at: kiosk.now.bootMS) { kiosk.send(.input(event), after: 40) }
        }
        #expect(kiosk.saved.count == 1)
    }
}
