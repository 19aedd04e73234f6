import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

/// A store that is away for longer than a customer waits: nobody goes on with another one's answers.
struct LateStoreTests {
    @Test func `a commit that outlasts the idle time belongs to a customer who has left`() throws {
        var kiosk = Kiosk(Examples.branchExit)
        let face = try #require(kiosk.scene.targets.first { $0.action == .option(0) })
        kiosk.sendOnly(.input(.touch(face.rect.middle)))
        guard case .save(let draft, let first)? = kiosk.pending.popLast() else {
            Issue.record("a touch on a face saves nothing")
            return
        }
        kiosk.sendOnly(.draftFailed(ticket: first))
        kiosk.sendOnly(.timer, after: 30_000)
        guard case .save(draft, let second)? = kiosk.pending.popLast() else {
            Issue.record("a failed commit is not tried again")
            return
        }
        kiosk.send(.draftSaved(ticket: second))
        #expect(kiosk.saved.last?.completion == .timeout)
        #expect(kiosk.saved.last?.answers == draft.answers)
        #expect(kiosk.sealed == [draft.id])
        #expect(kiosk.scene == Kiosk.untouched(Examples.branchExit, at: kiosk.now))
    }

    @Test func `a commit that is only slow goes on with the next question`() throws {
        var kiosk = Kiosk(Surveys.exit)
        let face = try #require(kiosk.scene.targets.first { $0.action == .option(0) })
        kiosk.sendOnly(.input(.touch(face.rect.middle)))
        guard case .save(_, let ticket)? = kiosk.pending.popLast() else {
            Issue.record("a touch on a face saves nothing")
            return
        }
        kiosk.send(.draftSaved(ticket: ticket), after: 4_000)
        #expect(kiosk.questionID == "reason")
    }
}
