import KioskUI
import SurveyKit
import TerminalUI
import Testing

/// A closed kiosk says when it opens again.
@Suite struct ClosedScreenTests {
    private func text(_ opening: OpeningTime?, language: String? = nil) throws -> String {
        var kiosk = Kiosk(Surveys.everyKind)
        if let language { try kiosk.touch(.language(language)) }
        kiosk.send(.opening(isOpen: false, next: opening))
        return kiosk.text
    }

    @Test(arguments: [
        (0, "Open again at 08:05."), (1, "Open again tomorrow at 08:05."), (2, "Open again on Wednesday at 08:05."),
        (6, "Open again on Wednesday at 08:05."),
    ])
    func `it says the time, and the day where that is another`(daysAhead: Int, sentence: String) throws {
        let shown = try text(OpeningTime(day: .wed, daysAhead: daysAhead, minutes: 485))
        #expect(shown.contains(sentence))
    }

    @Test func `it speaks the language of the screen`() throws {
        let shown = try text(OpeningTime(day: .sun, daysAhead: 3, minutes: 600), language: "az")
        #expect(shown.contains("Yenidən açılış: bazar, 10:00."))
    }

    @Test func `where it never opens it says nothing of it`() throws {
        #expect(!(try text(nil).contains("again")))
    }

    @Test func `open again, it has forgotten it`() {
        var kiosk = Kiosk(Surveys.everyKind)
        kiosk.send(.opening(isOpen: false, next: OpeningTime(day: .mon, daysAhead: 1, minutes: 0)))
        #expect(kiosk.text.contains("tomorrow at 00:00"))
        kiosk.send(.opening(isOpen: true))
        #expect(kiosk.model.opensAgain == nil && kiosk.questionID == "visit")
    }

    @Test func `one who is answering when it closes may finish`() throws {
        var kiosk = Kiosk(Surveys.everyKind)
        try kiosk.touch(.option(4))
        kiosk.send(.opening(isOpen: false, next: OpeningTime(day: .mon, daysAhead: 1, minutes: 480)))
        #expect(kiosk.questionID == "stars")
        kiosk.send(.timer, after: 20_000)
        #expect(kiosk.model.screen == .closed && kiosk.sealed.count == 1)
    }

    @Test func `out of service at the centre's wish it asks nobody, and taken back it does`() throws {
        var kiosk = Kiosk(Surveys.everyKind)
        kiosk.send(.retired(true))
        #expect(kiosk.model.screen == .outOfService)
        #expect(kiosk.text.contains("Out of service"))
        #expect(kiosk.scene.targets.isEmpty)
        kiosk.send(.retired(false))
        #expect(kiosk.questionID == "visit")
        try kiosk.touch(.option(4))
        kiosk.send(.retired(true))
        #expect(kiosk.questionID == "stars", "one who is answering may finish")
        kiosk.send(.timer, after: 20_000)
        #expect(kiosk.model.screen == .outOfService && kiosk.sealed.count == 1)
    }
}
