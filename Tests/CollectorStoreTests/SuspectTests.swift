import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// Suspect presses are kept, and left out of the scores until they are asked for.
@Suite struct SuspectTests {
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
        var filter = ScoreFilter(days: .ever)
        let fair = try await store.branchScores(filter)
        #expect(fair[0].sli == Metrics.sli(bestToWorst: [2, 0, 1, 0, 0]))
        filter.withSuspect = true
        let all = try await store.branchScores(filter)
        #expect(all[0].sli == Metrics.sli(bestToWorst: [2, 0, 1, 0, 2]))
    }

    @Test func `how many were left out is known by reason, for the asked time only`() async throws {
        let store = try await centre().store
        let day = LocalDay(year: 2025, month: 10, day: 9)
        #expect(try await store.leftOut(ScoreFilter(days: day...day)).suspect == [.fast: 1, .mashing: 1])
        #expect(try await store.leftOut(ScoreFilter(days: (day + 1)...(day + 9))).suspect == [:])
    }

    @Test func `their comments are left out with them`() async throws {
        let store = try await centre().store
        var query = CommentQuery(limit: 9)
        #expect(try await store.comments(query).comments.map(\.text) == ["c4", "c1", "c0"])
        query.withSuspect = true
        #expect(try await store.comments(query).comments.map(\.text) == ["c4", "c3", "c2", "c1", "c0"])
    }

    @Test func `an export has them all with the reason, or none of them`() async throws {
        let store = try await centre().store
        #expect(try await store.responses(in: .all).rows.map(\.suspect) == [nil, nil, .fast, .mashing, nil])
        #expect(try await store.responses(in: .all, withSuspect: false).rows.map(\.seq) == [1, 2, 5])
    }
}
