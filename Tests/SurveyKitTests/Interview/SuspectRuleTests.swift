import SurveyKit
import TestSupport
import Testing

/// Which votes are suspect, and that nothing else is.
struct SuspectRuleTests {
    private let rule = SuspectRule.standard

    @Test(
        arguments: [
            ([], nil), ([98_001], .fast), ([98_000], nil), ([90_000, 94_500], nil), ([94_001, 97_000], .burst),
            ([94_000, 97_000], nil), ([10, 94_001, 97_000], .burst), ([94_001, 98_001], .fast),
        ] as [([Int64], SuspectReason?)])
    func `a vote is suspect sooner than 2 s after the one before, or as the third within 6 s`(
        earlier: [Int64], reason: SuspectReason?
    ) {
        #expect(rule.reason(ofVoteAt: 100_000, after: earlier) == reason)
    }

    @Test func `half a rule judges by its half alone`() {
        let slow = SuspectRule(within: nil, burst: .init(votes: 2, span: 1_000))
        #expect(slow.reason(ofVoteAt: 5_000, after: [4_001]) == .burst)
        #expect(slow.reason(ofVoteAt: 5_000, after: [4_000]) == nil)
        #expect(SuspectRule(within: 500, burst: nil).reason(ofVoteAt: 900, after: [1, 2, 300]) == nil)
    }

    @Test func `four idle touches within a second and a half are mashing, three or later ones are not`() {
        let vote = Vote(at: 10_000, option: 0, options: 5)
        func touches(_ times: Int64...) -> [IgnoredTouch] { times.map { IgnoredTouch(at: $0, option: nil) } }
        #expect(rule.isMashing(vote, ignored: touches(8_500, 9_900, 10_100, 11_500)))
        #expect(!rule.isMashing(vote, ignored: touches(8_499, 9_900, 10_100, 11_500)))
        #expect(!rule.isMashing(vote, ignored: touches(9_900, 10_100, 11_500)))
        #expect(!rule.isMashing(vote, ignored: touches(9_900, 10_100, 11_500, 11_501)))
    }

    @Test func `a hand wiped over all of three faces is mashing, over two it is not`() {
        let wipe = [IgnoredTouch(at: 10_010, option: 1), IgnoredTouch(at: 10_020, option: 2)]
        #expect(rule.isMashing(Vote(at: 10_000, option: 0, options: 3), ignored: wipe))
        #expect(!rule.isMashing(Vote(at: 10_000, option: 0, options: 4), ignored: wipe))
        #expect(!rule.isMashing(Vote(at: 10_000, option: 1, options: 3), ignored: wipe))
        #expect(!rule.isMashing(Vote(at: 10_000, option: 0, options: 2), ignored: Array(wipe.prefix(1))))
        #expect(!rule.isMashing(Vote(at: 10_000, option: nil, options: 3), ignored: wipe))
    }
}

/// The rule at work between customers.
struct SuspectInterviewTests {
    /// One customer after another, votes so many milliseconds apart; gives what was sealed.
    private func vote(_ pauses: Int64..., survey: Survey = Surveys.one) -> [SuspectReason?] {
        var sitting = Sitting(survey)
        for pause in pauses {
            sitting.on(.answered(.score(3)), after: pause - 100)
            sitting.on(.touched, after: 100)
        }
        return sitting.sealed.map(\.suspect)
    }

    @Test func `children at the kiosk are noticed, and the customer after them is not`() {
        #expect(vote(60_000, 1_500, 1_500, 2_500, 2_500, 30_000) == [nil, .fast, .fast, .burst, .burst, nil])
    }

    @Test func `a queue of people who each take three seconds is not suspect`() {
        #expect(vote(60_000, 3_100, 3_100, 3_100, 3_100) == [nil, nil, nil, nil, nil])
    }

    @Test func `a survey that switches it off suspects nobody`() {
        let off = Survey(
            id: "one", version: 1, languages: ["en"], title: Surveys.text("One"), questions: Surveys.one.questions,
            thanks: Surveys.text("Thanks."), suspect: nil)
        #expect(vote(60_000, 300, 300, 300, survey: off) == [nil, nil, nil, nil])
    }

    @Test func `only the first answer of a response counts as its vote`() {
        var sitting = Sitting(Surveys.everyKind)
        for answer: Answer in [.score(4), .score(5), .score(3), .score(7)] { sitting.on(.answered(answer), after: 300) }
        #expect(sitting.interview.phase == .thanking)
        sitting.on(.timePassed, after: 3_000)
        #expect(sitting.sealed.map(\.suspect) == [nil])
        #expect(sitting.interview.recent.votes.count == 1)
    }

    @Test func `a revote after undo is never suspect`() {
        var sitting = Sitting(Surveys.one)
        sitting.answer(.score(1))
        sitting.on(.touched, after: 500)
        sitting.on(.answered(.score(2)), after: 500)
        #expect(sitting.interview.draft?.suspect == .fast)
        sitting.on(.undone, after: 500)
        for _ in 0..<6 { sitting.on(.ignored(option: 0), after: 50) }
        sitting.on(.answered(.score(3)), after: 100)
        for _ in 0..<6 { sitting.on(.ignored(option: 0), after: 50) }
        #expect(sitting.on(.touched, after: 500) == [.seal(Examples.responseID(sitting.drawn - 15))])
        #expect(sitting.sealed.map(\.suspect) == [nil, nil])
    }

    @Test func `mashing after the vote is saved before the response is sealed`() throws {
        var sitting = Sitting(Surveys.one)
        sitting.answer(.score(1))
        for _ in 0..<3 { sitting.on(.ignored(option: nil), after: 100) }
        #expect(sitting.interview.draft?.suspect == nil)
        #expect(sitting.on(.ignored(option: nil), after: 100) == [])
        var ended = try #require(sitting.interview.draft)
        ended.completion = .done
        #expect(ended.suspect == .mashing)
        #expect(sitting.on(.timePassed, after: 3_000) == [.saveDraft(ended), .seal(ended.id)])
    }

    @Test func `mashing goes with the next answer, and is not saved twice`() throws {
        var sitting = Sitting(Surveys.everyKind)
        sitting.answer(.score(4))
        for _ in 0..<4 { sitting.on(.ignored(option: nil), after: 100) }
        sitting.answer(.score(5), .score(3), .score(7))
        let last = try #require(sitting.interview.draft)
        #expect(last.suspect == .mashing)
        #expect(sitting.on(.timePassed, after: 3_000) == [.seal(last.id)])
    }

    @Test func `idle touches before the vote count, and those of the customer before do not`() {
        var sitting = Sitting(Surveys.one)
        for _ in 0..<4 { sitting.on(.ignored(option: nil), after: 100) }
        sitting.on(.answered(.score(1)), after: 1_000)
        #expect(sitting.interview.draft?.suspect == .mashing)
        sitting.on(.timePassed, after: 3_000)
        sitting.on(.answered(.score(1)), after: 3_000)
        #expect(sitting.interview.draft?.suspect == nil)
    }
}

extension Sitting {
    /// The drafts as they were sealed.
    var sealed: [Draft] {
        var saved: Draft?
        return effects.compactMap { effect in
            switch effect {
            case .saveDraft(let draft):
                saved = draft
                return nil
            case .seal: return saved
            }
        }
    }
}
