import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

/// Random hands, sizes, moments and a store that fails now and then.
@Suite struct KioskMonkeyTests {
    @Test(arguments: 0..<30)
    func `whatever happens, there is a way out and the next customer finds a clean screen`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let survey = [Surveys.everyKind, Examples.branchExit, Surveys.typing(in: "en")][seed % 3]
        var kiosk = Kiosk(survey)
        for _ in 0..<150 {
            try step(&kiosk, &random)
            check(kiosk)
        }
        kiosk.store()
        try leaveAlone(&kiosk)
        kiosk.send(.resized(Size(width: 120, height: 33)))
        #expect(kiosk.scene == Kiosk.untouched(survey, at: kiosk.now))
        #expect(Set(kiosk.sealed).count == kiosk.sealed.count)
        #expect(Set(kiosk.saved.map(\.id)) == Set(kiosk.sealed))
        // A contact goes out to be sealed, and nowhere else.
        #expect(kiosk.contacts.allSatisfy { $0.contact.isWellFormed })
        #expect(Set(kiosk.contacts.map(\.response)).isSubset(of: Set(kiosk.sealed)))
        #expect(!"\(kiosk.saved.map(\.answers).map { $0["contact"].map { "\($0)" } ?? "" })".contains("@"))
    }

    private func step(_ kiosk: inout Kiosk, _ random: inout SeededGenerator) throws {
        let pause = Int64.random(in: 0...3_000, using: &random)
        switch Int.random(in: 0..<17, using: &random) {
        case 0:
            let size = Size(
                width: Int.random(in: 1...180, using: &random), height: Int.random(in: 1...60, using: &random))
            kiosk.sendOnly(.resized(size), after: pause)
        case 1: kiosk.sendOnly(.timer, after: pause * 10)
        case 2: kiosk.sendOnly(.timer, after: pause)
        case 3...7:
            guard let target = kiosk.scene.targets.randomElement(using: &random) else { return }
            kiosk.sendOnly(.input(.touch(target.rect.middle)), after: pause)
        case 8:
            let place = Point(
                column: Int.random(in: -1...200, using: &random), row: Int.random(in: -1...70, using: &random))
            kiosk.sendOnly(.input(.touch(place)), after: pause)
        case 9: kiosk.sendOnly(.contactKey(isKnown: Bool.random(using: &random)), after: pause)
        case 10:
            kiosk.canSeal = Int.random(in: 0..<4, using: &random) > 0
            for letter in "a@b.co" { kiosk.sendOnly(.input(.key(.character(letter))), after: 60) }
            kiosk.sendOnly(.input(.key(.enter)), after: 600)
        default: kiosk.sendOnly(.input(.key(Self.keys.randomElement(using: &random) ?? .enter)), after: pause)
        }
        if case .save(_, let ticket)? = kiosk.pending.first, Int.random(in: 0..<12, using: &random) == 0 {
            kiosk.pending.removeFirst()
            kiosk.sendOnly(.draftFailed(ticket: ticket), after: 20)
        } else if Int.random(in: 0..<4, using: &random) > 0 {
            kiosk.store()
        }
    }

    private static let keys: [Key] =
        "0123456789 slu-+x@é😀".map { .character($0) } + [
            .enter, .escape, .backspace, .tab, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .insert,
            .delete,
        ]

    private func check(_ kiosk: Kiosk) {
        let scene = kiosk.scene
        for (index, target) in scene.targets.enumerated() {
            let rect = target.rect
            #expect(rect.width > 0 && rect.height > 0 && rect.column >= 0 && rect.row >= 0)
            #expect(rect.column + rect.width <= scene.frame.size.width)
            #expect(rect.row + rect.height <= scene.frame.size.height)
            #expect(scene.targets[..<index].allSatisfy { !$0.rect.overlaps(rect) }, "\(scene.targets)")
        }
        if kiosk.pending.isEmpty, kiosk.model.interview?.phase != .waiting || kiosk.model.isSaving {
            #expect(kiosk.model.nextDeadline(at: kiosk.now) != nil)
        }
    }

    /// Lets time do its work until nothing waits for it.
    private func leaveAlone(_ kiosk: inout Kiosk) throws {
        for _ in 0..<100 {
            if kiosk.model.isUntouched, kiosk.model.interview?.phase == .waiting { return }
            let deadline = try #require(kiosk.model.nextDeadline(at: kiosk.now))
            kiosk.send(.timer, after: max(0, deadline - kiosk.now.bootMS))
        }
        Issue.record("time alone did not end it: \(kiosk.model.screen)")
    }
}
