import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

/// What the kiosk does besides asking: storage, surveys, hours, sizes and time.
@Suite struct KioskStateTests {
    @Test func `a failed commit is not thanked and is tried again until it holds`() throws {
        var kiosk = Kiosk(Surveys.exit)
        kiosk.sendOnly(.input(.key(.character("5"))))
        guard case .save(let draft, let ticket)? = kiosk.pending.first else {
            Issue.record("no draft was given out")
            return
        }
        kiosk.pending = []
        kiosk.send(.draftFailed(ticket: ticket))
        #expect(kiosk.model.screen == .outOfService && kiosk.scene.targets.isEmpty)
        #expect(kiosk.model.nextDeadline(at: kiosk.now) == kiosk.now.bootMS + 5_000)
        kiosk.sendOnly(.timer, after: 5_000)
        #expect(kiosk.pending == [.save(draft, ticket: ticket + 1)])
        kiosk.sendOnly(.draftSaved(ticket: ticket))
        #expect(kiosk.model.screen == .outOfService)
        kiosk.store()
        #expect(kiosk.model.screen == .thanks)
        kiosk.send(.timer, after: 3_000)
        #expect(kiosk.sealed == [draft.id])
    }

    @Test func `a commit that takes too long is out of service until it holds`() {
        var kiosk = Kiosk(Surveys.exit)
        kiosk.sendOnly(.input(.key(.character("5"))))
        #expect(kiosk.model.nextDeadline(at: kiosk.now) == kiosk.now.bootMS + 10_000)
        kiosk.sendOnly(.timer, after: 10_000)
        #expect(kiosk.model.screen == .outOfService)
        kiosk.store()
        #expect(kiosk.model.screen == .thanks)
    }

    @Test func `a walked-away interview is sealed only after its last commit`() throws {
        var kiosk = Kiosk(Surveys.everyKind)
        kiosk.type("5")
        kiosk.sendOnly(.timer, after: 20_000)
        var ended = try #require(kiosk.saved.last)
        ended.completion = .timeout
        #expect(kiosk.pending == [.save(ended, ticket: 2)])
        #expect(kiosk.questionID == "visit")
        kiosk.store()
        #expect(kiosk.sealed == [ended.id])
    }

    @Test func `while the storage is down nobody is asked`() {
        var kiosk = Kiosk(Surveys.everyKind)
        let attract = kiosk.scene
        kiosk.send(.storageFailed)
        kiosk.type("5")
        #expect(kiosk.model.screen == .outOfService && kiosk.saved.isEmpty)
        kiosk.send(.storageRecovered)
        #expect(kiosk.scene == attract)
    }

    @Test func `while there is no room nobody new is asked, and who is answering may finish`() throws {
        var kiosk = Kiosk(Surveys.everyKind)
        try kiosk.touch(.option(4))
        kiosk.send(.storageShort(true))
        #expect(kiosk.questionID == "stars")
        kiosk.send(.timer, after: 20_000)
        #expect(kiosk.model.screen == .outOfService && kiosk.sealed.count == 1)
        kiosk.type("5")
        #expect(kiosk.saved.allSatisfy { $0.id == kiosk.sealed.first })
        kiosk.send(.storageShort(false))
        // The layout rests elsewhere every minute: what is there to see is what an untouched kiosk shows now.
        #expect(kiosk.scene == Kiosk.untouched(Surveys.everyKind, at: kiosk.now))
    }

    @Test func `a survey that comes in the middle waits for the next customer`() throws {
        var kiosk = Kiosk(Surveys.everyKind)
        kiosk.type("5")
        kiosk.send(.surveyReady(Surveys.exit, bundle: "b2"))
        #expect(kiosk.questionID == "stars" && kiosk.model.interview?.survey == Surveys.everyKind)
        kiosk.send(.timer, after: 20_000)
        #expect(kiosk.model.interview?.survey == Surveys.exit)
        kiosk.type("5")
        #expect(kiosk.saved.last?.bundle == "b2" && kiosk.saved.last?.surveyVersion == 3)
    }

    @Test func `a newer survey takes the place of one that waits`() {
        var kiosk = Kiosk(Surveys.everyKind)
        kiosk.type("5")
        kiosk.send(.surveyReady(Surveys.exit, bundle: "b2"))
        kiosk.send(.surveyReady(Surveys.everyKind, bundle: "b3"))
        kiosk.send(.timer, after: 20_000)
        #expect(kiosk.model.interview?.bundle == "b3")
    }

    @Test func `closing lets a customer finish and asks no other`() {
        var kiosk = Kiosk(Surveys.exit)
        kiosk.type("1")
        kiosk.send(.opening(isOpen: false))
        #expect(kiosk.questionID == "reason")
        kiosk.type("1")
        kiosk.press(.enter)
        #expect(kiosk.model.screen == .thanks)
        kiosk.send(.timer, after: 3_000)
        #expect(kiosk.model.screen == .closed)
        kiosk.type("5")
        #expect(kiosk.saved.count == 2)
        kiosk.send(.opening(isOpen: true))
        #expect(kiosk.questionID == "visit")
    }

    @Test func `an attract screen without a blink wants a timer once a minute`() {
        var kiosk = Kiosk(Surveys.everyKind)
        func minute() -> Int64 { (kiosk.now.bootMS / 60_000 + 1) * 60_000 }
        #expect(kiosk.model.nextDeadline(at: kiosk.now) == minute())
        kiosk.send(.input(.touch(Point(column: 0, row: 0))))
        #expect(kiosk.model.nextDeadline(at: kiosk.now) == minute())
        kiosk.press(.right)
        #expect(kiosk.model.nextDeadline(at: kiosk.now) == kiosk.now.bootMS + 20_000)
        kiosk.send(.timer, after: 20_000)
        #expect(kiosk.scene == Kiosk.untouched(Surveys.everyKind, at: kiosk.now))
        #expect(kiosk.model.nextDeadline(at: kiosk.now) == minute())
    }

    @Test func `the countdown wakes once a second in its last part only`() throws {
        var kiosk = Kiosk(Surveys.everyKind)
        kiosk.type("5")
        let start = kiosk.now.bootMS
        #expect(kiosk.model.countdown(at: kiosk.now) == nil)
        var wakes: [Int64] = []
        var shown: [Int] = []
        while kiosk.questionID == "stars" {
            let deadline = try #require(kiosk.model.nextDeadline(at: kiosk.now))
            kiosk.send(.timer, after: deadline - kiosk.now.bootMS)
            wakes.append(deadline - start)
            if let countdown = kiosk.model.countdown(at: kiosk.now) { shown.append(countdown.seconds) }
        }
        #expect(wakes == (10...20).map { Int64($0) * 1_000 })
        #expect(shown == (1...10).reversed())
    }

    @Test func `undo counts its seconds down`() {
        var kiosk = Kiosk(Surveys.exit)
        kiosk.type("5")
        #expect(kiosk.text.contains("Undo  (3 s)"))
        kiosk.send(.timer, after: 1_000)
        #expect(kiosk.text.contains("Undo  (2 s)"))
    }

    @Test func `a resize keeps the interview and moves the targets`() throws {
        var kiosk = Kiosk(Surveys.everyKind)
        kiosk.type("5")
        kiosk.send(.resized(Size(width: 60, height: 20)))
        try kiosk.touch(.option(4))
        #expect(kiosk.saved.last?.answers["stars"] == .score(5))
        kiosk.send(.resized(Size(width: 20, height: 4)))
        #expect(kiosk.scene.targets.isEmpty)
        kiosk.type("9")
        kiosk.press(.enter)
        #expect(kiosk.saved.last?.answers["nps"] == .score(9))
    }
}
