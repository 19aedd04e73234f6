import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// Suspect presses are kept, and left out of the scores until they are asked for.
@Suite struct SuspectTests {
    private static let wall = Examples.start.wallMS

    /// Scores 5, 5, 1 (fast), 1 (mashing), 3; each with a comment.
    private func centre() async throws -> Centre {
        let centre = try await Centre()
        let reasons: [SuspectReason?] = [nil, nil, .fast, .mashing, nil]
        let drafts = zip([5, 5, 1, 1, 3], reasons).enumerated().map { index, vote in
            var draft = Examples.draft(id: Examples.responseID(index), score: vote.0)
            draft.answers["comment"] = .text("c\(index)")
            draft.suspect = vote.1
            return draft
        }
        let answer = try await centre.ingest(try Centre.chain(drafts).map(\.bytes))
        #expect(answer.results.allSatisfy { $0.status == .accepted })
        return centre
    }

    @Test func `the scores leave them out, and count them in on demand`() async throws {
        let store = try await centre().store
        let fair = try await store.branchScores(fromMS: Self.wall, toMS: Self.wall + 1)
        #expect(fair[0].sli == Metrics.sli(bestToWorst: [2, 0, 1, 0, 0]))
        let all = try await store.branchScores(fromMS: Self.wall, toMS: Self.wall + 1, countingSuspect: true)
        #expect(all[0].sli == Metrics.sli(bestToWorst: [2, 0, 1, 0, 2]))
    }

    @Test func `how many were left out is known by reason, for the asked time only`() async throws {
        let store = try await centre().store
        #expect(try await store.suspectCounts(fromMS: Self.wall, toMS: Self.wall + 1) == [.fast: 1, .mashing: 1])
        #expect(try await store.suspectCounts(fromMS: Self.wall + 1, toMS: Self.wall + 2) == [:])
    }

    @Test func `their comments are left out with them`() async throws {
        let store = try await centre().store
        #expect(try await store.lastComments(limit: 9).map(\.text) == ["c4", "c1", "c0"])
        #expect(
            try await store.lastComments(limit: 9, countingSuspect: true).map(\.text) == ["c4", "c3", "c2", "c1", "c0"])
    }

    @Test func `an export has them all with the reason, or none of them`() async throws {
        let store = try await centre().store
        #expect(try await store.responses(in: .all).rows.map(\.suspect) == [nil, nil, .fast, .mashing, nil])
        #expect(try await store.responses(in: .all, withSuspect: false).rows.map(\.seq) == [1, 2, 5])
    }

    @Test func `what was stored before there was the rule counts`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("collector.sqlite")
        let old = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(old, upTo: "5 queue owners")
        try await old.write { db in
            try db.execute(
                sql: """
                    INSERT INTO branch VALUES ('baku', 'Baku', 'UTC');
                    INSERT INTO answer (occurred_ms, response, position, branch, question, kind, levels, score)
                      VALUES (7, 1, 0, 'baku', 'visit', 'smiley', 5, 5);
                    """)
        }
        try old.close()
        let store = try CollectorStore(path: path)
        #expect(try await store.branchScores(fromMS: 0, toMS: 10)[0].sli?.n == 1)
    }
}
