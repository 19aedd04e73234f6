import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

/// Whole interviews, by hands on the screen and on the keys.
@Suite struct InterviewFlowTests {
    @Test func `touches lead through a whole interview`() throws {
        var kiosk = Kiosk(Surveys.everyKind)
        try kiosk.touch(.option(1))
        try kiosk.touch(.option(2))
        try kiosk.touch(.option(0))
        try kiosk.touch(.next)
        try kiosk.touch(.option(3))
        try kiosk.touch(.option(10))
        try kiosk.touch(.option(6))
        try kiosk.touch(.option(1))
        try kiosk.touch(.option(2))
        for letter in "fine" { try kiosk.touch(.key(.character(letter))) }
        try kiosk.touch(.next)
        #expect(kiosk.model.screen == .thanks)
        let draft = try #require(kiosk.saved.last)
        #expect(
            draft.answers == [
                "visit": .score(2), "reason": .options(["waiting-time", "price"]), "stars": .score(4),
                "nps": .score(10),
                "ease": .score(7), "found": .option("no"), "why": .option("just-looking"),
                "comment": .text("fine"),
            ])
        #expect(draft.completion == .done)
        #expect(draft.skips == ["contact": .noKey])
        #expect(kiosk.saved.count == 8 && kiosk.sealed.isEmpty)
        kiosk.send(.timer, after: 3_000)
        #expect(kiosk.sealed == [draft.id])
        #expect(kiosk.questionID == "visit")
    }

    @Test func `keys lead through a whole interview`() throws {
        var kiosk = Kiosk(Surveys.everyKind)
        kiosk.type("1")
        kiosk.press(.right, .character(" "), .right, .down, .character(" "), .enter)
        kiosk.type("0")
        kiosk.type("10")
        kiosk.press(.enter)
        kiosk.type("7")
        kiosk.press(.right, .enter, .down, .enter)
        kiosk.press(.enter)
        let draft = try #require(kiosk.saved.last)
        #expect(
            draft.answers == [
                "visit": .score(1), "reason": .options(["waiting-time", "cleanliness"]), "nps": .score(10),
                "ease": .score(7), "found": .option("yes"), "why": .option("shopping"),
            ])
        #expect(draft.skips == ["stars": .customer, "comment": .customer, "contact": .noKey])
        #expect(draft.completion == .skipped)
    }

    @Test(arguments: [("10", 10), ("1", 1), ("0", 0), ("11", 1), ("100", 0), ("39", 9), ("01", 1)])
    func `digits choose a recommendation score and Enter answers it`(digits: String, score: Int) {
        var kiosk = Kiosk(Surveys.everyKind)
        kiosk.type("50")
        for digit in digits { kiosk.send(.input(.key(.character(digit))), after: 20) }
        #expect(kiosk.questionID == "nps")
        kiosk.press(.enter)
        #expect(kiosk.saved.last?.answers["nps"] == .score(score))
    }

    @Test func `the touched card shows at once and the next question only after the commit`() throws {
        var kiosk = Kiosk(Surveys.everyKind)
        let attract = kiosk.scene
        let target = try #require(attract.targets.first { $0.action == .option(3) })
        kiosk.sendOnly(.input(.touch(target.rect.middle)))
        #expect(kiosk.pending.count == 1)
        #expect(kiosk.questionID == "visit" && kiosk.model.pressed == .option(3))
        #expect(kiosk.scene.frame != attract.frame)
        kiosk.sendOnly(.input(.key(.character("1"))))
        #expect(kiosk.pending.count == 1 && kiosk.model.ignoredInputs == 1)
        kiosk.store()
        #expect(kiosk.questionID == "stars" && kiosk.model.pressed == nil)
    }

    @Test func `going back shows the answer given and Enter keeps it`() throws {
        var kiosk = Kiosk(Surveys.everyKind)
        kiosk.type("50")
        kiosk.type("8")
        kiosk.press(.enter)
        let plain = kiosk.scene
        try kiosk.touch(.back)
        #expect(kiosk.questionID == "nps")
        kiosk.press(.enter)
        #expect(kiosk.questionID == "ease" && kiosk.saved.last?.answers["nps"] == .score(8))
        #expect(kiosk.scene == plain)
    }

    @Test(arguments: [Key.backspace, .escape, .left, .character("-"), .delete])
    func `keys that go back`(key: Key) {
        var kiosk = Kiosk(Surveys.everyKind)
        kiosk.type("5")
        kiosk.press(key)
        #expect(kiosk.questionID == "visit")
    }

    @Test(arguments: [(Key.end, 1), (.pageDown, 3)])
    func `a number pad without NumLock answers too`(key: Key, score: Int) {
        var kiosk = Kiosk(Surveys.everyKind)
        kiosk.press(key)
        #expect(kiosk.saved.last?.answers["visit"] == .score(score))
    }

    @Test func `undo reopens the interview and the next touch elsewhere ends it`() throws {
        var kiosk = Kiosk(Surveys.exit)
        kiosk.type("5")
        let id = try #require(kiosk.saved.last?.id)
        try kiosk.touch(.undo)
        #expect(kiosk.questionID == "visit")
        #expect(kiosk.saved.last?.answers == [:] && kiosk.saved.last?.completion == nil)
        kiosk.type("4")
        kiosk.send(.input(.touch(Point(column: 0, row: 0))))
        #expect(kiosk.sealed == [id] && kiosk.questionID == "visit")
        #expect(kiosk.saved.last?.answers == ["visit": .score(4)])
        #expect(kiosk.saved.count == 3)
    }

    @Test func `a key pressed twice within half a second is one stroke`() {
        var kiosk = Kiosk(Surveys.everyKind)
        kiosk.type("4")
        for _ in 0..<10 { kiosk.send(.input(.key(.character("4"))), after: 300) }
        #expect(kiosk.questionID == "stars" && kiosk.saved.count == 1 && kiosk.model.ignoredInputs == 10)
        kiosk.send(.input(.key(.character("4"))), after: 500)
        #expect(kiosk.questionID == "nps")
    }

    @Test func `a finger that bounces is one touch and another place is not`() throws {
        var kiosk = Kiosk(Surveys.everyKind)
        let first = try #require(kiosk.scene.targets.first { $0.action == .option(0) }).rect.middle
        kiosk.send(.input(.touch(first)))
        kiosk.send(.input(.touch(Point(column: first.column + 1, row: first.row))), after: 100)
        #expect(kiosk.questionID == "reason" && kiosk.model.ignoredInputs == 1)
        let next = try #require(kiosk.scene.targets.first { $0.action == .skip })
        kiosk.send(.input(.touch(next.rect.middle)), after: 100)
        #expect(kiosk.questionID == "stars")
    }

    @Test func `no more than the allowed number of choices can be made`() {
        var kiosk = Kiosk(Surveys.everyKind)
        kiosk.type("1")
        kiosk.type("12345")
        kiosk.press(.enter)
        #expect(kiosk.saved.last?.answers["reason"] == .options(["waiting-time", "staff", "price"]))
    }

    @Test func `a language is for one customer and keeps what was chosen`() throws {
        var kiosk = Kiosk(Surveys.everyKind)
        try kiosk.touch(.language("ar"))
        kiosk.type("1")
        kiosk.type("1")
        try kiosk.touch(.language("en"))
        kiosk.press(.enter)
        #expect(kiosk.saved.last?.answers["reason"] == .options(["waiting-time"]))
        #expect(kiosk.saved.last?.language == "en")
        kiosk.press(.tab, .character("+"))
        #expect(kiosk.saved.last?.language == "ar")
        kiosk.send(.timer, after: 20_000)
        #expect(kiosk.scene == Kiosk.untouched(Surveys.everyKind, at: kiosk.now))
    }
}
