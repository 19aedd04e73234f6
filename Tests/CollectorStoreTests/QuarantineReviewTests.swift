import CollectorStore
import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

/// Kiosks settle what is quarantined and never send it again: publishing the survey must be enough.
@Suite struct QuarantineReviewTests {
    private static let lobby = Survey(
        id: "lobby", version: 1, languages: ["en"], title: LocalizedText(["en": "Lobby"]),
        questions: [
            Question(id: "visit", kind: .smiley(levels: 5), ask: LocalizedText(["en": "How was it?"])),
            Question(
                id: "contact", kind: .contact(consent: LocalizedText(["en": "May we write?"])),
                ask: LocalizedText(["en": "Your mail"]), isOptional: true),
        ], thanks: LocalizedText(["en": "Thanks"]))

    private func drafts(_ count: Int) -> [Draft] {
        (0..<count).map { number in
            let started = Examples.start.advanced(by: Int64(number))
            return copy(
                Examples.draft(id: Examples.responseID(number), score: number % 5 + 1, started: started),
                survey: "lobby", version: 1)
        }
    }

    @Test func `answers to a survey that is published later are in the export and the scores`() async throws {
        var centre = try await Centre()
        // More than one page of the review.
        let lines = try Centre.chain(drafts(1_234))
        let sent = Examples.start.advanced(by: 4_000)
        let answer = try await centre.ingest(lines.map(\.bytes), sent: sent)
        #expect(answer.results.allSatisfy { $0.code == "unknown-survey" })
        #expect(try await centre.exported() == [])
        try centre.reopen()
        _ = try await centre.publish(Self.lobby, after: try await centre.manifest())
        let rows = try await centre.store.responses(in: .all).rows
        #expect(rows.map(\.id) == lines.map(\.id))
        #expect(Set(rows.map(\.kiosk)) == [centre.kiosk.id])
        #expect(Set(rows.map(\.branch)) == ["baku"])
        #expect(rows.map(\.occurredMS) == (0..<1_234).map { Centre.now - 4_000 + $0 })
        #expect(Set(rows.map(\.receivedMS)) == [Centre.now])
        let scores = try await centre.store.branchScores(ScoreFilter(days: .ever))
        #expect(scores[0].sli == Metrics.sli(bestToWorst: [246, 247, 247, 247, 247]))
        let counts = try await centre.store.storeCounts()
        #expect((counts.ledger, counts.responses) == (1_234, 1_234))
        #expect(counts.quarantined == [:])
    }

    @Test func `what does not fit the published survey stays, under the reason it now has`() async throws {
        let centre = try await Centre()
        let misfits = [
            copy(drafts(1)[0], answers: ["visit": .score(9)]),
            copy(Examples.draft(id: Examples.responseID(7)), survey: "lobby", version: 2),
            copy(Examples.draft(id: Examples.responseID(8)), survey: "atrium", version: 1),
        ]
        _ = try await centre.ingest(try Centre.chain(misfits).map(\.bytes))
        _ = try await centre.publish(Self.lobby, after: try await centre.manifest())
        #expect(try await centre.exported() == [])
        #expect(
            try await centre.store.storeCounts().quarantined
                == ["bad-answer": 1, "unknown-version": 1, "unknown-survey": 1])
    }

    @Test(arguments: [Answer.text("leyla@example.com"), .option("leyla@example.com")])
    func `a contact in plain text is no answer`(contact: Answer) async throws {
        let centre = try await Centre()
        _ = try await centre.publish(Self.lobby, after: try await centre.manifest())
        let line = try Centre.chain([copy(drafts(1)[0], answers: ["visit": .score(3), "contact": contact])])[0]
        #expect(try await centre.ingest([line.bytes]).results.map(\.code) == ["bad-answer"])
        #expect(try await centre.exported() == [])
    }
}
