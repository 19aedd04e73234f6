import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

@Suite struct ReadingTests {
    @Test func `scores are those of the counts, for the asked time only`() async throws {
        let centre = try await Centre()
        try await centre.store.upsertBranch(BranchInfo(id: "ganja", name: "Ganja", timeZone: "Asia/Baku"))
        let scores = [5, 5, 4, 1, 3]
        let drafts = scores.enumerated().map { Examples.draft(id: Examples.responseID($0), score: $1) }
        let old = Examples.draft(
            id: Examples.responseID(99), score: 1,
            started: Timestamp(
                boot: "earlier", bootMS: 1, wallMS: Examples.start.wallMS - 86_400_000, clock: .synchronised))
        _ = try await centre.ingest(try Centre.chain(drafts + [old]).map(\.bytes))
        let day = LocalDay(year: 2025, month: 10, day: 9)
        let branches = try await centre.store.branchScores(ScoreFilter(days: day...day))
        #expect(branches.map(\.branch.id) == ["baku", "ganja"])
        #expect(branches[0].sli == Metrics.sli(bestToWorst: [2, 1, 1, 0, 1]))
        #expect(branches[0].csat == Metrics.csat(bestToWorst: [2, 1, 1, 0, 1]))
        #expect(branches[0].nps == nil)
        #expect(branches[1].sli == nil)
        #expect(try await centre.store.branchScores(ScoreFilter(days: (day - 1)...(day - 1)))[0].sli?.n == 1)
    }

    @Test func `scales of different length are pooled level by level`() {
        var counts = ScoreCounts()
        counts.add(3, kind: "smiley", levels: 3, score: 3)
        counts.add(2, kind: "smiley", levels: 4, score: 2)
        counts.add(1, kind: "stars", levels: 5, score: 4)
        counts.add(4, kind: "nps", levels: 11, score: 10)
        counts.add(4, kind: "ces", levels: 7, score: 6)
        // 3 × 100 from three levels, 2 × -33⅓ from four, 1 × 50 from five.
        let expected: Double = (300.0 - 200.0 / 3.0 + 50.0) / 6.0
        let error = abs((counts.sli?.value ?? 0) - expected)
        #expect(error < 1e-9)
        #expect(counts.csat == Metrics.csat(bestToWorst: [4, 0, 0, 0, 2]))
        #expect(counts.nps == Metrics.nps(promoters: 4, passives: 0, detractors: 0))
        #expect(counts.ces?.value == 6)
        #expect((counts + counts).sli?.n == 12)
    }

    @Test func `comments come newest first with the score of their interview`() async throws {
        let centre = try await Centre()
        let answers: [[String: Answer]] = [
            ["visit": .score(1), "comment": .text("c1")], ["comment": .text("two")],
            ["visit": .score(3), "comment": .text("c3")],
        ]
        let drafts = answers.enumerated().map { index, answers in
            let started = Examples.start.advanced(by: Int64(index + 1))
            return copy(Examples.draft(id: Examples.responseID(index), started: started), answers: answers)
        }
        _ = try await centre.ingest(try Centre.chain(drafts).map(\.bytes))
        let comments = try await centre.store.comments(CommentQuery(limit: 2)).comments
        #expect(comments.map(\.text) == ["c3", "two"])
        #expect(comments.map(\.score?.score) == [3, nil])
        #expect(comments[0].score == Comment.Given(kind: "smiley", score: 3, levels: 5))
        #expect(comments[0].branch.name == "Baku")
        #expect(comments[0].kioskName == "Exit 0")
        #expect(comments[0].occurredMS == Examples.start.wallMS + 3)
        #expect(comments[0].language == "en")
    }

    @Test func `pages of the export hold every response once, in order`() async throws {
        let centre = try await Centre()
        let drafts = (0..<23).map { number in
            Examples.draft(id: Examples.responseID(number), started: Examples.start.advanced(by: Int64(number / 4)))
        }
        _ = try await centre.ingest(try Centre.chain(drafts).map(\.bytes))
        var ids: [ResponseID] = []
        var cursor: String?
        repeat {
            let page = try await centre.store.responses(in: .all, after: cursor, limit: 5)
            ids += page.rows.map(\.id)
            cursor = page.next
        } while cursor != nil
        #expect(ids == drafts.map(\.id))
        let wall = Examples.start.wallMS
        #expect(
            try await centre.store.responses(in: .all, fromMS: wall + 1, toMS: wall + 2).rows.map(\.id)
                == ids[4..<8].map { $0 })
        #expect(await problem { _ = try await centre.store.responses(in: .all, after: "x") } == .badRequest)
    }

    @Test func `an exported response is the line as it was sealed`() async throws {
        let centre = try await Centre()
        let draft = Examples.draft(id: Examples.responseID(1), score: 4)
        _ = try await centre.ingest(try Centre.chain([draft]).map(\.bytes))
        #expect(
            try await centre.store.responses(in: .all).rows == [
                ApiResponse(
                    id: draft.id, kiosk: centre.kiosk.id, branch: "baku", survey: "branch-exit", version: 3,
                    completion: .done, language: "en", occurredMS: Examples.start.wallMS, receivedMS: Centre.now,
                    seq: 1,
                    answers: ["visit": .score(4)], skips: [:], occurredErrMS: 16_000, time: .certain)
            ])
    }

    @Test(
        arguments: [
            ("the boot's own clock where it is the same boot", 1_004_000, true, Centre.now - 4_000),
            ("the wall clock after another boot", 1_004_000, false, Examples.start.wallMS),
            ("the wall clock where the boot's clock went back", 999_999, true, Examples.start.wallMS),
            ("not before 1970", Int64.max, true, 0),
        ] as [(String, Int64, Bool, Int64)])
    func `a response's time is`(rule: String, sentMS: Int64, isSameBoot: Bool, expected: Int64) async throws {
        let centre = try await Centre()
        let line = try Centre.lines(1)[0]
        let sent = Timestamp(
            boot: isSameBoot ? Examples.start.boot : "another", bootMS: sentMS, wallMS: 0, clock: .unknown)
        _ = try await centre.ingest([line.bytes], sent: sent)
        #expect(try await centre.store.responses(in: .all).rows.map(\.occurredMS) == [expected], "\(rule)")
    }

    @Test func `a wall clock that runs ahead is held to the time of receipt`() async throws {
        let centre = try await Centre()
        let ahead = Timestamp(boot: "b", bootMS: 0, wallMS: Centre.now + 5_000, clock: .unknown)
        let line = try Centre.chain([Examples.draft(id: Examples.responseID(1), started: ahead)])[0]
        _ = try await centre.ingest([line.bytes])
        #expect(try await centre.store.responses(in: .all).rows.map(\.occurredMS) == [Centre.now])
    }
}
