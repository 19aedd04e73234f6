import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// Observations that come after the responses they are about.
@Suite struct TimeReviewTests {
    private static let hour: Int64 = 3_600_000

    private static func books(_ created: Int, _ heard: [ClockObservation]?) -> CheckinRequest {
        let plain = Centre.books(created: Int64(created))
        return CheckinRequest(
            app: plain.app, queue: plain.queue, survey: plain.survey, manifest: plain.manifest, clock: plain.clock,
            refused: [], heard: heard)
    }

    /// Lines begun ten seconds apart in one boot, the first at `t` 0; the wall clock stands at 1970.
    private static func lines(_ count: Int) throws -> [SealedLine] {
        try Centre.chain(
            (0..<count).map { n in
                let started = Timestamp(boot: "boot-a", bootMS: Int64(n) * 10_000, wallMS: Int64(n), clock: .unknown)
                var draft = Examples.draft(id: Examples.responseID(n), started: started)
                draft.answers["comment"] = .option("comment \(n)")
                return draft
            })
    }

    private static func seen(_ bootMS: Int64, seq: Int, at serverMS: Int64) -> ClockObservation {
        ClockObservation(boot: "boot-a", bootMS: bootMS, serverMS: serverMS, rttMS: 60, seq: Int64(seq))
    }

    @Test("T1: an observation that comes later makes the times of stored responses exact, and their receipt stays")
    func laterObservation() async throws {
        let centre = try await Centre()
        let lines = try Self.lines(8)
        _ = try await centre.ingest(lines.map(\.bytes))
        let before = try await centre.store.responses(in: .all).rows
        #expect(before.map(\.time) == Array(repeating: .uncertain, count: 8))
        #expect(before.map(\.occurredErrMS) == Array(repeating: nil, count: 8))
        let start = Centre.now - 50 * Self.hour
        _ = try await centre.checkIn(Self.books(8, [Self.seen(40_000, seq: 4, at: start + 40_050)]))
        let after = try await centre.store.responses(in: .all).rows
        #expect(after.map(\.id) == before.map(\.id))
        #expect(after.map(\.receivedMS) == before.map(\.receivedMS))
        #expect(after.map(\.time) == Array(repeating: .certain, count: 8))
        for (n, row) in after.enumerated() {
            #expect(abs(row.occurredMS - (start + Int64(n) * 10_000)) <= row.occurredErrMS ?? 0)
            #expect((row.occurredErrMS ?? .max) <= 100)
        }
        // What the scores and comments are found by has moved with them.
        let comments = try await centre.store.comments(CommentQuery(limit: 8)).comments
        #expect(comments.map(\.text) == (0..<8).reversed().map { "comment \($0)" })
        #expect(comments.map(\.occurredMS) == after.reversed().map(\.occurredMS))
        #expect(comments.map(\.score?.score) == Array(repeating: 2, count: 8))
    }

    @Test func `a long backlog is looked at page by page, and over a restart`() async throws {
        var centre = try await Centre()
        let lines = try Self.lines(TimeReview.pageSize * 2 + 30)
        for start in stride(from: 0, to: lines.count, by: 100) {
            _ = try await centre.ingest(lines[start..<min(start + 100, lines.count)].map(\.bytes))
        }
        let seen = Self.seen(0, seq: 0, at: Centre.now - 50 * Self.hour)
        var certain: [Int] = []
        for heard in [[seen], nil, [seen], nil] {
            _ = try await centre.checkIn(Self.books(lines.count, heard))
            certain.append(
                try await centre.store.responses(in: .all, limit: 5_000).rows.count { $0.time == .certain })
            try centre.reopen()
        }
        #expect(certain == [TimeReview.pageSize, TimeReview.pageSize * 2, lines.count, lines.count])
    }

    @Test func `a time that becomes certain after a move brings the response to where the kiosk stood then`()
        async throws
    {
        let centre = try await Centre()
        try await centre.store.upsertBranch(BranchInfo(id: "ganja", name: "Ganja", timeZone: "Europe/Berlin"))
        for (name, branch) in [("anar", "baku"), ("leyla", "ganja")] {
            try await centre.store.addUser(
                name: name, role: .agent, places: [.branch(branch)], passwordHash: "x", nowMS: Centre.now)
        }
        let moved = Centre.now + 10 * Self.hour
        _ = try await centre.store.moveKiosk(id: centre.kiosk.id, to: "ganja", by: .nobody, nowMS: moved)
        let kiosk = try unwrap(try await centre.store.kiosk(credentialHash: Data("credential-0".utf8)))
        _ = try await centre.store.ingest(
            lines: try Self.lines(8).map(\.bytes), kiosk: kiosk, queue: Centre.queue, sent: nil,
            nowMS: moved + 20 * Self.hour)
        #expect(Set(try await centre.store.responses(in: .all).rows.map(\.branch)) == ["ganja"])
        // The first four were given before the move, ten seconds apart.
        _ = try await centre.store.checkIn(
            kiosk, queue: Centre.queue, Self.books(8, [Self.seen(35_000, seq: 4, at: moved)]),
            nowMS: moved + 21 * Self.hour)
        let rows = try await centre.store.responses(in: .all).rows
        #expect(rows.map(\.branch) == Array(repeating: "baku", count: 4) + Array(repeating: "ganja", count: 4))
        for (branch, owner) in [("baku", "anar"), ("ganja", "leyla")] {
            let reach = Reach.branches([branch])
            let own = rows.filter { $0.branch == branch }.map(\.id)
            let comments = try await centre.store.comments(CommentQuery(limit: 9), reach: reach).comments
            #expect(comments.map(\.id) == own.reversed())
            let tickets = try await centre.store.tickets(TicketFilter(), reach: reach, limit: 9, nowMS: moved).tickets
            #expect(Set(tickets.map(\.response)) == Set(own))
            #expect(tickets.allSatisfy { $0.owner == owner })
        }
        let kept = try centre.store.tallyDump()
        _ = try await centre.store.rebuildTallies()
        #expect(kept == (try centre.store.tallyDump()))
    }

    @Test func `a closed ticket that moves with its response stays with whoever closed it, who hears nothing`()
        async throws
    {
        let centre = try await Centre()
        try await centre.store.setMail(on: true)
        try await centre.store.upsertBranch(BranchInfo(id: "ganja", name: "Ganja", timeZone: "Europe/Berlin"))
        let agents = [("anar", "baku"), ("leyla", "ganja")]
        for (name, branch) in agents {
            try await centre.store.addUser(
                name: name, role: .agent, email: "\(name)@x", places: [.branch(branch)], passwordHash: "x",
                nowMS: Centre.now)
        }
        let moved = Centre.now + 10 * Self.hour
        _ = try await centre.store.moveKiosk(id: centre.kiosk.id, to: "ganja", by: .nobody, nowMS: moved)
        let kiosk = try unwrap(try await centre.store.kiosk(credentialHash: Data("credential-0".utf8)))
        _ = try await centre.store.ingest(
            lines: try Self.lines(1).map(\.bytes), kiosk: kiosk, queue: Centre.queue, sent: nil,
            nowMS: moved + 20 * Self.hour)
        let leyla = AuditActor(name: "leyla", role: .agent, token: nil)
        _ = try await centre.store.change(
            ticket: 1, .close, ApiTicketOrder(rootCause: "staff", action: "Talked"), by: leyla, reach: .all,
            nowMS: moved + 20 * Self.hour)
        _ = try await centre.store.checkIn(
            kiosk, queue: Centre.queue, Self.books(1, [Self.seen(35_000, seq: 1, at: moved)]),
            nowMS: moved + 21 * Self.hour)
        let detail = try await centre.store.ticket(1, reach: .branches(["baku"]), nowMS: moved)
        #expect((detail.ticket.owner, detail.ticket.state) == ("leyla", .closed))
        #expect(detail.history.map(\.what) == ["opened", "closed", "moved"])
        #expect(try await centre.store.waitingLanes() == ["mail:leyla@x"])
    }

    @Test func `more observations than a check-in may bring are left out, and impossible ones too`() async throws {
        let centre = try await Centre()
        let many = (0..<50).map { Self.seen(Int64($0), seq: 0, at: Centre.now) }
        let wild = [
            Self.seen(-1, seq: 0, at: 1), Self.seen(1, seq: -1, at: 1), Self.seen(1, seq: 0, at: .max),
            ClockObservation(boot: "", bootMS: 1, serverMS: 1, rttMS: 1, seq: 1),
            ClockObservation(boot: "unknown", bootMS: 1, serverMS: 1, rttMS: 1, seq: 1),
            ClockObservation(boot: "b", bootMS: 1, serverMS: 1, rttMS: .max, seq: 1),
        ]
        _ = try await centre.checkIn(Self.books(0, many))
        _ = try await centre.checkIn(Self.books(0, wild))
        let count = try await centre.store.pool.read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM clock_observation")
        }
        #expect(count == CheckinRequest.maximumHeard)
    }

    @Test func `the observations of a queue are bounded, the newest stay`() async throws {
        let centre = try await Centre()
        let limit = ClockObservations.maximumKept
        let kept = try centre.store.pool.write { db in
            for start in stride(from: 0, to: limit + 40, by: 20) {
                let some = (start..<start + 20).map { Self.seen(Int64($0), seq: $0, at: Centre.now + Int64($0)) }
                _ = try ClockObservations.keep(some, of: Centre.queue, db)
            }
            return try Row.fetchOne(db, sql: "SELECT count(*) AS n, min(seq) AS first FROM clock_observation")
        }
        #expect(kept?["n"] == limit)
        #expect(kept?["first"] == 40)
    }

    @Test func `a line that waited in quarantine gets the time that is known when it comes out`() async throws {
        let centre = try await Centre()
        let started = Timestamp(boot: "boot-a", bootMS: 5_000, wallMS: 3, clock: .unknown)
        let draft = Draft(
            id: Examples.responseID(1), surveyID: "branch-exit", surveyVersion: 4, bundle: nil, started: started,
            language: "en", answers: ["visit": .score(2)], durations: [:], completion: .done)
        let answer = try await centre.ingest([try Centre.chain([draft])[0].bytes])
        #expect(answer.results.map(\.status) == [.quarantined])
        let start = Centre.now - 9 * Self.hour
        _ = try await centre.checkIn(Self.books(1, [Self.seen(0, seq: 0, at: start + 30)]))
        let later = Survey(
            id: "branch-exit", version: 4, languages: ["en", "ar"], title: Examples.branchExit.title,
            questions: Examples.branchExit.questions, thanks: Examples.branchExit.thanks)
        _ = try await centre.publish(later, after: try await centre.manifest())
        let row = try unwrap(try await centre.store.responses(in: .all).rows.first)
        #expect(row.time == .certain)
        #expect(abs(row.occurredMS - (start + 5_000)) <= row.occurredErrMS ?? 0)
        #expect(row.receivedMS == Centre.now)
    }
}
