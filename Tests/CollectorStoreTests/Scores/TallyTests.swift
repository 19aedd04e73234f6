import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// The tallies are always what a full count of the stored responses would make of them.
@Suite struct TallyTests {
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `tallies after any order of arrival and any change equal a full rebuild`(seed: UInt64) async throws {
        var chain = try await RandomChain(seed: seed)
        var waiting = try chain.lines(perKiosk: 60)
        let store = chain.centre.store
        var stored: [ResponseID] = []
        while waiting.contains(where: { !$0.isEmpty }) {
            let kiosk = chain.pick(waiting.count)
            guard !waiting[kiosk].isEmpty else { continue }
            let batch = (0..<min(1 + chain.pick(25), waiting[kiosk].count)).map { _ in
                waiting[kiosk].remove(at: chain.pick(waiting[kiosk].count))
            }
            // What was lost on the way back comes twice.
            for _ in 0...(chain.chance(4) ? 1 : 0) {
                let answer = try await store.ingest(
                    lines: batch, kiosk: chain.kiosks[kiosk], queue: Examples.queueID(100 + kiosk), sent: nil,
                    nowMS: RandomChain.nowMS)
                stored += answer.results.compactMap { $0.status == .accepted ? $0.id : nil }
            }
            try await change(&chain, stored)
        }
        while try await store.recountStep(atMost: 7) != nil {}
        let kept = try store.tallyDump()
        let counted = try await store.rebuildTallies()
        #expect(counted > 300)
        #expect(kept == (try store.tallyDump()))
    }

    /// What else happens at a centre.
    private func change(_ chain: inout RandomChain, _ stored: [ResponseID]) async throws {
        let store = chain.centre.store
        // Some of what a branch with new clocks has is counted anew, or none yet.
        for _ in 0..<chain.pick(3) { _ = try await store.recountStep(atMost: 7) }
        switch chain.pick(8) {
        case 0:
            guard let id = stored.randomElement(using: &chain.generator) else { return }
            let actor = AuditActor(name: "ops", role: .admin, token: nil)
            _ = try await store.erase(id, by: actor, reason: "asked for", nowMS: RandomChain.nowMS)
        case 1:
            try await store.upsertBranch(
                BranchInfo(
                    id: "berlin", name: "berlin", timeZone: chain.chance(2) ? "Europe/Berlin" : "America/New_York",
                    region: ["old-world", "", "north"][chain.pick(3)]))
        case 2:
            // A kiosk tells what it heard: what was a guess before has its hour now.
            let kiosk = chain.pick(chain.kiosks.count)
            let boot = chain.pick(3)
            let heard = ClockObservation(
                boot: "boot-\(boot)", bootMS: Int64(chain.pick(1_000_000)), serverMS: RandomChain.from + 5_000,
                rttMS: 40, seq: 0)
            let plain = Centre.books(created: 60, pending: 60)
            _ = try await store.checkIn(
                chain.kiosks[kiosk], queue: Examples.queueID(100 + kiosk),
                CheckinRequest(
                    app: plain.app, queue: plain.queue, survey: plain.survey, manifest: plain.manifest,
                    clock: plain.clock, refused: [], heard: [heard]), nowMS: RandomChain.nowMS)
        default: break
        }
    }

    @Test func `work that fails in a group leaves nothing behind in the tallies`() async throws {
        var chain = try await RandomChain(seed: 9)
        let lines = try chain.lines(perKiosk: 12)
        let store = chain.centre.store
        struct Refusal: Error {}
        await withTaskGroup(of: Void.self) { group in
            for (index, batch) in lines.enumerated() {
                let kiosk = chain.kiosks[index]
                group.addTask {
                    _ = try? await store.ingest(
                        lines: batch, kiosk: kiosk, queue: Examples.queueID(100 + index), sent: nil,
                        nowMS: RandomChain.nowMS)
                }
                group.addTask {
                    try? await store.commits.perform { db, tallies in
                        let row = try Row.fetchOne(
                            db, sql: "SELECT \(CountedResponseReader.columns) FROM response LIMIT 1")
                        if let row, let response = try CountedResponseReader(surveys: store.surveys).response(row, db) {
                            tallies.add(response)
                        }
                        throw Refusal()
                    }
                }
            }
        }
        let kept = try store.tallyDump()
        _ = try await store.rebuildTallies()
        #expect(!kept.isEmpty)
        #expect(kept == (try store.tallyDump()))
    }

    @Test func `a kiosk that moved leaves what it collected where it was, and a guess of the time moves nothing`()
        async throws
    {
        let centre = try await Centre()
        try await centre.store.upsertBranch(BranchInfo(id: "ganja", name: "Ganja", timeZone: "Asia/Baku"))
        let moved = Centre.now + 3_600_000
        _ = try await centre.store.moveKiosk(id: centre.kiosk.id, to: "ganja", by: .nobody, nowMS: moved)
        let kiosk = try unwrap(try await centre.store.kiosk(credentialHash: Data("credential-0".utf8)))
        let times: [(ms: Int64, clock: ClockState)] = [
            (moved - 60_000, .synchronised), (moved + 60_000, .synchronised), (moved - 60_000, .unknown),
        ]
        let drafts = times.enumerated().map { index, time in
            Examples.draft(
                id: Examples.responseID(index), score: index + 1,
                started: Timestamp(boot: "b\(index)", bootMS: 5, wallMS: time.ms, clock: time.clock))
        }
        _ = try await centre.store.ingest(
            lines: try Centre.chain(drafts).map(\.bytes), kiosk: kiosk, queue: Centre.queue, sent: nil,
            nowMS: moved + 3_600_000)
        #expect(try await centre.store.responses(in: .all).rows.map(\.branch).sorted() == ["baku", "ganja", "ganja"])
        let kiosks = try await centre.store.scores(ScoreFilter(days: .ever), by: .kiosk)
        #expect(kiosks.map(\.key) == ["baku/\(kiosk.id)", "ganja/\(kiosk.id)"])
    }

    @Test func `one region is one, whichever way its letters are composed`() async throws {
        let centre = try await Centre()
        try await centre.store.upsertBranch(
            BranchInfo(id: "a", name: "A", timeZone: "UTC", region: "S\u{327}\u{259}ki"))
        try await centre.store.upsertBranch(BranchInfo(id: "b", name: "B", timeZone: "UTC", region: "\u{15E}\u{259}ki"))
        let regions = try await centre.store.pool.read { db in
            try Data.fetchSet(db, sql: "SELECT CAST(region AS BLOB) FROM branch WHERE region <> ''")
        }
        #expect(regions.count == 1)
    }
}
