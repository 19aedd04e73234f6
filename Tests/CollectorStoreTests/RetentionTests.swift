import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// What customers said goes when it has had its time; the scores and the ledger stay.
@Suite struct RetentionTests {
    private static let day: Int64 = 86_400_000
    private static let survey = Survey(
        id: "branch-exit", version: 4, languages: ["en"], title: LocalizedText(["en": "Exit"]),
        questions: [
            Question(id: "visit", kind: .smiley(levels: 5), ask: LocalizedText(["en": "How?"])),
            Question(id: "comment", kind: .text(maxLength: 280), ask: LocalizedText(["en": "More?"])),
            Question(
                id: "call", kind: .contact(consent: LocalizedText(["en": "Call me"])),
                ask: LocalizedText(["en": "Call me"]), isOptional: true),
        ], thanks: LocalizedText(["en": "Thanks"]))
    private static let start = Examples.start.wallMS

    /// A response a day, each with a comment and a contact, received when it was given.
    private func centre(_ days: Int) async throws -> Centre {
        let centre = try await Centre()
        _ = try await centre.publish(Self.survey, after: try await centre.manifest())
        let drafts = (0..<days).map { day in
            Draft(
                id: Examples.responseID(day), surveyID: "branch-exit", surveyVersion: 4, bundle: nil,
                started: Timestamp(
                    boot: Examples.start.boot, bootMS: Int64(day) * Self.day + 1_000,
                    wallMS: Self.start + Int64(day) * Self.day, clock: .synchronised),
                language: "en",
                answers: [
                    "visit": .score(1), "comment": .text("Zugzwang \(day)"), "call": .contact(.placeholder),
                ], completion: .done)
        }
        for (day, line) in try Centre.chain(drafts).enumerated() {
            let now = Self.start + Int64(day) * Self.day + 500
            let sent = Timestamp(
                boot: Examples.start.boot, bootMS: Int64(day) * Self.day + 1_500, wallMS: now, clock: .synchronised)
            _ = try await centre.ingest([line.bytes], at: now, sent: sent)
        }
        return centre
    }

    private func left(_ store: CollectorStore) async throws -> (contacts: Int, comments: Int) {
        let rows = try await store.responses(in: .all).rows
        return (rows.count { $0.answers["call"] != nil }, rows.count { $0.answers["comment"] != nil })
    }

    @Test func `day after day the oldest go, contacts before comments, and a second run finds nothing`() async throws {
        let centre = try await centre(10)
        let rule = RetentionRule(contactDays: 3, commentDays: 6)
        for day in 10..<20 {
            let now = Self.start + Int64(day) * Self.day
            try await centre.store.applyRetention(rule, nowMS: now)
            let left = try await left(centre.store)
            // What was given exactly so many days ago stays one more day.
            #expect(left.contacts == max(0, min(10, 13 - day)))
            #expect(left.comments == max(0, min(10, 16 - day)))
            #expect(try await centre.store.applyRetention(rule, nowMS: now) == RetentionOutcome())
        }
        let rows = try await centre.store.responses(in: .all).rows
        #expect(rows.count == 10)
        #expect(rows.allSatisfy { $0.answers == ["visit": .score(1)] && $0.deleted == ["contacts", "comments"] })
        #expect(try await centre.store.comments(CommentQuery(limit: 99)).comments.isEmpty)
        // That the questions were answered goes on to count, also when all is counted anew.
        let filter = ScoreFilter(days: .ever)
        let funnels = try await centre.store.funnels(filter)
        _ = try await centre.store.rebuildTallies()
        #expect(try await centre.store.funnels(filter) == funnels)
        let entries = try await centre.store.auditEntries(limit: 99)
        #expect(!entries.isEmpty)
        #expect(entries.allSatisfy { $0.action == "retention" && $0.actor.name == "retention" })
    }

    @Test func `not a byte of it is left in the files, and the kiosk is told duplicate when it sends it again`()
        async throws
    {
        let centre = try await centre(2)
        let line = try await centre.store.pool.read { db in
            try Data.fetchOne(db, sql: "SELECT line FROM response ORDER BY row LIMIT 1")
        }
        try await centre.store.applyRetention(
            RetentionRule(contactDays: 1, commentDays: 1), nowMS: Self.start + 90 * Self.day)
        let answer = try await centre.ingest([try #require(line)])
        #expect(answer.results.map(\.status) == [.duplicate])
        #expect(try await left(centre.store) == (0, 0))
        let scores = try await centre.store.branchScores(ScoreFilter(days: .ever))
        #expect(scores.first?.sli?.n == 2)
        for _ in 1...2 { try await centre.store.tendLog() }
        try centre.store.close()
        let file = try Data(contentsOf: URL(fileURLWithPath: centre.folder.file("collector.sqlite")))
        #expect(!file.contains(words: "Zugzwang"))
    }

    @Test func `without a rule nothing is deleted, and what was told of a contact is told no more`() async throws {
        let centre = try await centre(1)
        #expect(
            try await centre.store.applyRetention(RetentionRule(), nowMS: Self.start + 9_999 * Self.day)
                == RetentionOutcome())
        #expect(try await left(centre.store) == (1, 1))
        try await centre.store.applyRetention(RetentionRule(contactDays: 1), nowMS: Self.start + 9 * Self.day)
        let found = await problem {
            _ = try await centre.store.revealContacts(
                of: Examples.responseID(0), in: .all, by: TicketCentre.admin, reason: "x", nowMS: 1)
        }
        #expect(found == .notFound)
    }

    @Test func `where the time is not certain the receipt counts`() async throws {
        let centre = try await Centre()
        var draft = Examples.draft(
            id: Examples.responseID(1), score: 1,
            started: Timestamp(boot: Examples.start.boot, bootMS: 1, wallMS: 5_000, clock: .unknown))
        draft.answers["comment"] = .text("x")
        _ = try await centre.ingest(try Centre.chain([draft]).map(\.bytes))
        let rule = RetentionRule(commentDays: 3)
        try await centre.store.applyRetention(rule, nowMS: Centre.now + 3 * Self.day)
        #expect(try await left(centre.store).comments == 1)
        try await centre.store.applyRetention(rule, nowMS: Centre.now + 3 * Self.day + 1)
        #expect(try await left(centre.store).comments == 0)
    }
}
