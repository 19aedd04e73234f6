import Foundation
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

/// However an interview ends, what was answered is kept with how it ended.
struct CompletionTests {
    private let bench: Bench
    private var interview = Interview(survey: CompletionTests.survey, at: Examples.start)
    private var now = Examples.start

    private static let survey = Survey(
        id: "branch-exit", version: 3, languages: ["en"], title: LocalizedText(["en": "Exit"]),
        questions: [
            Question(id: "visit", kind: .smiley(levels: 5), ask: LocalizedText(["en": "How was it?"])),
            Question(id: "food", kind: .stars, ask: LocalizedText(["en": "And the food?"]), isOptional: true),
            Question(id: "nps", kind: .nps, ask: LocalizedText(["en": "Recommend us?"])),
        ], thanks: LocalizedText(["en": "Thanks"]))

    init() throws { bench = try Bench() }

    /// Gives events to the interview, and what comes back to the store.
    private mutating func live(_ events: InterviewEvent..., pause: Int64 = 1_000) throws {
        for event in events {
            now = now.advanced(by: pause)
            for effect in interview.apply(event, at: now, newID: Examples.responseID(1)) {
                switch effect {
                case .saveDraft(let draft): try bench.store.saveDraft(draft)
                case .seal(let id): try bench.store.sealDraft(id)
                }
            }
        }
    }

    private func line() throws -> ResponseLine {
        let lines = try bench.pending()
        #expect(lines.count == 1)
        #expect(try bench.store.draft() == nil)
        return try JSONDecoder().decode(ResponseLine.self, from: try #require(lines.first).bytes)
    }

    @Test mutating func `all answered is done`() throws {
        try live(.answered(.score(4)), .answered(.score(5)), .answered(.score(9)))
        try live(.timePassed, pause: 3_000)
        let line = try line()
        #expect(line.end == .done)
        #expect(line.answers == ["visit": .score(4), "food": .score(5), "nps": .score(9)] && line.skips.isEmpty)
    }

    @Test mutating func `a question passed over makes it skipped`() throws {
        try live(.answered(.score(4)), .skipped, .answered(.score(9)))
        try live(.timePassed, pause: 3_000)
        let line = try line()
        #expect(line.end == .skipped)
        #expect(line.answers == ["visit": .score(4), "nps": .score(9)] && line.skips == ["food": .customer])
    }

    @Test mutating func `a customer who walks away leaves a timeout with the score given`() throws {
        try live(.answered(.score(1)), .answered(.score(2)))
        try live(.timePassed, pause: 20_000)
        let line = try line()
        #expect(line.end == .timeout)
        #expect(line.answers == ["visit": .score(1), "food": .score(2)])
    }

    @Test mutating func `a kiosk that is stopped in the middle has it as left when it starts again`() throws {
        try live(.answered(.score(1)))
        bench.store.close()
        let store = try KioskStore(stateFolder: bench.state)
        try store.sealDraft()
        let sealed = try #require(try store.pending(maxLines: 9, maxBytes: .max).lines.first)
        let line = try JSONDecoder().decode(ResponseLine.self, from: sealed.bytes)
        #expect(line.end == .left)
        #expect(line.answers == ["visit": .score(1)])
    }

    @Test mutating func `a kiosk that is stopped while it thanks has it as done`() throws {
        try live(.answered(.score(4)), .answered(.score(5)), .answered(.score(9)))
        bench.store.close()
        let store = try KioskStore(stateFolder: bench.state)
        try store.sealDraft()
        let sealed = try #require(try store.pending(maxLines: 9, maxBytes: .max).lines.first)
        #expect(try JSONDecoder().decode(ResponseLine.self, from: sealed.bytes).end == .done)
    }
}
