import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// A branch that gets new clocks, with a long past.
@Suite(.timeLimit(.minutes(2))) struct RecountTests {
    private struct Bench {
        var chain: RandomChain
        var waiting: [[Data]]
        var store: CollectorStore

        init(seed: UInt64, perKiosk: Int) async throws {
            chain = try await RandomChain(seed: seed)
            waiting = try chain.lines(perKiosk: perKiosk + 10)
            store = chain.centre.store
            for kiosk in waiting.indices { try await send(perKiosk, from: kiosk) }
        }

        mutating func send(_ count: Int, from kiosk: Int) async throws {
            let lines = Array(waiting[kiosk].prefix(count))
            waiting[kiosk].removeFirst(lines.count)
            let answer = try await store.ingest(
                lines: lines, kiosk: chain.kiosks[kiosk], queue: Examples.queueID(100 + kiosk), sent: nil,
                nowMS: RandomChain.nowMS)
            #expect(answer.results.allSatisfy { $0.status == .accepted })
        }

        func move(_ zone: String, region: String = "old-world") async throws {
            try await store.upsertBranch(
                BranchInfo(id: "berlin", name: "berlin", timeZone: zone, region: region))
        }

        /// Closes the database and opens it again.
        mutating func restart() throws {
            try store.close()
            store = try CollectorStore(path: chain.centre.folder.file("collector.sqlite"))
        }
    }

    /// What the tallies hold is what a full count makes of the responses.
    private func expectWhole(_ store: CollectorStore) async throws {
        let kept = try store.tallyDump()
        _ = try await store.rebuildTallies()
        #expect(kept == (try store.tallyDump()))
    }

    @Test func `its past is counted anew in bounded steps, between which kiosks are served, and over a restart`()
        async throws
    {
        var bench = try await Bench(seed: 3, perKiosk: 300)
        let before = try bench.store.tallyDump()
        try await bench.move("America/New_York")
        #expect(try bench.store.tallyDump() == before, "the change itself counts nothing")
        var steps: [RecountStep] = []
        while let step = try await bench.store.recountStep() {
            steps.append(step)
            #expect(step.responses <= 250)
            #expect(try await bench.store.isBeingRecounted("berlin") == !step.isLast)
            // One of the branch, and one of another.
            if steps.count == 1 { for kiosk in 0..<2 { try await bench.send(5, from: kiosk) } }
            if steps.count == 2 { try bench.restart() }
        }
        #expect(steps.count > 2)
        #expect(steps.reduce(0) { $0 + $1.responses } == 600)
        #expect(steps.map(\.isLast) == steps.dropLast().map { _ in false } + [true])
        #expect(try bench.store.tallyDump() != before)
        try await expectWhole(bench.store)
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `clocks and regions that change again and again meanwhile, with erasures and arrivals, end in the same counts`(
        seed: UInt64
    ) async throws {
        var bench = try await Bench(seed: seed, perKiosk: 25)
        let zones = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Nowhere/None"]
        for round in 0..<6 {
            try await bench.move(zones[bench.chain.pick(4)], region: ["old-world", "", "north"][bench.chain.pick(3)])
            for _ in 0..<bench.chain.pick(6) { _ = try await bench.store.recountStep(atMost: 1 + bench.chain.pick(9)) }
            // The newest goes, so that the next one gets its row.
            let newest = try await bench.store.pool.read { db in
                try Data.fetchOne(db, sql: "SELECT id FROM response ORDER BY row DESC LIMIT 1")
            }
            if bench.chain.chance(2), let newest {
                _ = try await bench.store.erase(
                    ResponseID(bytes: newest), by: .nobody, reason: "asked for", nowMS: RandomChain.nowMS)
            }
            try await bench.send(1, from: bench.chain.pick(6))
            if round == 3 { try bench.restart() }
        }
        while try await bench.store.recountStep(atMost: 5) != nil {}
        try await expectWhole(bench.store)
    }
}
