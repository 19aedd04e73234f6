import Foundation
import SurveyKit
import TestSupport
import Testing

/// Random hands on an interview; every seed is a sequence of its own.
@Suite struct InterviewMonkeyTests {
    static let surveys = [Examples.branchExit, Surveys.everyKind, Surveys.one, Surveys.textFirst]

    @Test(arguments: 0..<40)
    func `whatever happens, there is a way out and nothing is mixed up`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let survey = Self.surveys[seed % Self.surveys.count]
        var monkey = Monkey(survey: survey)
        for _ in 0..<250 {
            try monkey.act(using: &random)
        }
        let bytes = try JSONEncoder().encode(monkey.recording)
        let recording = try JSONDecoder().decode(Recording.self, from: bytes)
        let replayed = try #require(Interview.replay(recording, survey: survey))
        #expect(replayed.interview == monkey.interview)
        #expect(replayed.effects == monkey.effects)
    }

    @Test func `a recording is not played with another survey`() {
        let recording = Recording(of: Surveys.one, from: Examples.start)
        #expect(Interview.replay(recording, survey: Examples.branchExit) == nil)
    }
}

/// Does random things, keeps its own account of the answers, and checks every step.
private struct Monkey {
    var interview: Interview
    var now = Examples.start
    var recording: Recording
    var effects: [InterviewEffect] = []
    /// What the monkey itself remembers having answered, by question.
    var remembered: [String: Answer] = [:]
    var saved: Draft?
    var sealed: Set<ResponseID> = []
    var step = 0

    init(survey: Survey) {
        interview = Interview(survey: survey, at: now)
        recording = Recording(of: survey, from: now)
    }

    mutating func act(using random: inout SeededGenerator) throws {
        step += 1
        now = now.advanced(by: Int64.random(in: 0...4_000, using: &random))
        if Int.random(in: 0..<30, using: &random) == 0 { now = now.advanced(by: 30_000) }
        let event = pick(using: &random)
        let before = interview
        let newID = Examples.responseID(step)
        recording.append(event, at: now, newID: newID)
        let given = interview.apply(event, at: now, newID: newID)
        effects += given
        remember(event, before: before)
        try check(given, before: before)
    }

    private func pick(using random: inout SeededGenerator) -> InterviewEvent {
        let wild: [Answer] = [.score(-1), .score(99), .option("nope"), .options([]), .text("hi")]
        switch Int.random(in: 0..<13, using: &random) {
        case 12: return .ignored(option: Int.random(in: 0..<4, using: &random))
        case 0: return .skipped
        case 1: return .wentBack
        case 2: return .choseLanguage(["en", "ar", "xx"].randomElement(using: &random) ?? "en")
        case 3: return .touched
        case 4: return .undone
        case 5, 6: return .timePassed
        case 7: return .answered(wild.randomElement(using: &random) ?? .score(-1))
        case 8: return .appeared
        default: return .answered(fitting(using: &random))
        }
    }

    private func fitting(using random: inout SeededGenerator) -> Answer {
        guard let kind = interview.question?.kind else { return .score(1) }
        if let scores = kind.scores { return .score(Int.random(in: scores, using: &random)) }
        if case .choices(_, let max) = kind {
            return .options(
                Array(kind.optionIDs.shuffled(using: &random).prefix(Int.random(in: 1...max, using: &random))))
        }
        return .option(kind.optionIDs.randomElement(using: &random) ?? "")
    }

    private mutating func remember(_ event: InterviewEvent, before: Interview) {
        switch event {
        case .answered(let answer):
            guard let question = before.question, let fitted = question.kind.fitting(answer) else { return }
            remembered[question.id] = fitted
        case .skipped:
            if before.canSkip, let question = before.question { remembered[question.id] = nil }
        case .undone:
            if before.phase == .thanking, let question = interview.question { remembered[question.id] = nil }
        default: return
        }
        for question in before.survey.questions where !(question.showIf?.holds(for: remembered) ?? true) {
            remembered[question.id] = nil
        }
    }

    private mutating func check(_ given: [InterviewEffect], before: Interview) throws {
        for effect in given {
            switch effect {
            case .saveDraft(let draft):
                #expect(!sealed.contains(draft.id))
                #expect(draft.answers == remembered)
                saved = draft
            case .seal(let id):
                #expect(saved?.id == id)
                #expect(saved?.suspect == before.draft?.suspect)
                #expect(saved?.completion != nil)
                #expect(sealed.insert(id).inserted)
                remembered = [:]
            }
        }
        #expect(interview.phase == .waiting || interview.nextDeadline != nil)
        #expect((interview.nextDeadline ?? .max) > before.survey.timing.thanks)
        if interview.phase == .waiting {
            #expect(interview.draft == nil && interview.chosen == nil)
            if before.phase != .waiting {
                #expect(interview == Interview(survey: before.survey, recent: interview.recent, at: now))
            }
        } else {
            // A draft that became suspect by idle touches is given out again before its sealing.
            saved?.suspect = interview.draft?.suspect
            #expect(interview.draft == saved)
            #expect(interview.draft?.id == before.draft?.id || before.draft == nil)
        }
    }
}
