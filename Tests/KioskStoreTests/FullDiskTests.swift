import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

/// Row K4 of the fault table: no room, on the disk or in the queue.
struct FullDiskTests {
    /// In bytes, for a disk of a few megabytes.
    private static let limits: StorageLimits = {
        var limits = StorageLimits()
        (limits.warn, limits.soft, limits.hard) = (3_300_000, 2_800_000, 2_000_000)
        (limits.ballast, limits.ease) = (400_000, 100_000)
        return limits
    }()

    private static let now: Int64 = 1_760_000_100_000

    @Test(
        "K4: ENOSPC at every write of draft, seal, settle and purge keeps every answer, once",
        .enabled(if: SmallDisk.isPossible))
    func everyWrite() throws {
        let disk = try SmallDisk(bytes: 6 << 20)
        var failures = 0
        for pages in 0..<32 {
            let store = try KioskStore(stateFolder: disk.path + "/state-\(pages)")
            var sealed: [SealedLine] = []
            for n in 0..<6 {
                try store.saveDraft(Examples.draft(id: Examples.responseID(n)))
                if let line = try store.sealDraft() { sealed.append(line) }
            }
            try disk.fill(leaving: pages * 4_096)
            failures += try attempts(store, sealed)
            disk.empty()
            try recovered(store, sealed)
            store.close()
            try FileManager.default.removeItem(atPath: disk.path + "/state-\(pages)")
        }
        #expect(failures > 20)
    }

    /// How often there was no room; any other failure is a fault.
    private func attempts(_ store: KioskStore, _ sealed: [SealedLine]) throws -> Int {
        var refused = 0
        func attempt(_ step: () throws -> Void) throws {
            do {
                try step()
            } catch let error as StoreError where error == .full(path: store.path) {
                refused += 1
            }
        }
        try attempt { try store.saveDraft(Examples.draft(id: Examples.responseID(6))) }
        try attempt { try store.sealDraft() }
        try attempt {
            try store.settle(sealed[0..<2].map { .delivered($0.id, sha256: $0.sha256) }, nowMS: 1_000)
        }
        try attempt { try store.purgeDelivered(before: 2_000, keeping: 0) }
        try attempt { try store.saveDraft(Examples.draft(id: Examples.responseID(7))) }
        return refused
    }

    private func recovered(_ store: KioskStore, _ sealed: [SealedLine]) throws {
        for n in 6...7 {
            if try store.draft()?.id == Examples.responseID(n) || store.sealDraft(Examples.responseID(n)) == nil {
                try store.saveDraft(Examples.draft(id: Examples.responseID(n)))
                try store.sealDraft()
            }
        }
        try store.settle(sealed[0..<2].map { .delivered($0.id, sha256: $0.sha256) }, nowMS: 1_000)
        let books = try store.accounting(nowMS: Self.now)
        #expect(books.isBalanced)
        #expect((books.created, books.delivered, books.pending, books.lost) == (8, 2, 6, 0))
        let ids = try store.pending(maxLines: 99, maxBytes: .max).lines.map(\.id)
        #expect(Set(ids) == Set((2..<8).map(Examples.responseID)))
        try store.check()
    }

    @Test(
        "K4: at the hard level the ballast and the shelf go, nothing unsent does, and all comes back with the room",
        .enabled(if: SmallDisk.isPossible))
    func ballastAndShelf() throws {
        let disk = try SmallDisk(bytes: 8 << 20)
        let store = try KioskStore(stateFolder: disk.path + "/state")
        let keeper = StorageKeeper(store: store, onFull: .stop, limits: Self.limits) { 86_400_000 }
        let sealed = try (0..<300).compactMap { n in
            try store.saveDraft(Examples.draft(id: Examples.responseID(n)))
            return try store.sealDraft()
        }
        try store.settle(
            sealed[0..<100].map { .delivered($0.id, sha256: $0.sha256) }, nowMS: Self.now - 90_000_000)
        try store.settle(sealed[100..<200].map { .delivered($0.id, sha256: $0.sha256) }, nowMS: Self.now - 1_000)
        #expect(try keeper.look(nowMS: Self.now).level == .normal)
        #expect(try keeper.look(nowMS: Self.now).hasBallast)

        try disk.fill(leaving: 2_600_000)
        #expect(try keeper.look(nowMS: Self.now).level == .soft)
        #expect(try shelf(store) == 100, "what the collector may ask for again stays")

        try disk.fill(leaving: 20_000)
        let hard = try keeper.look(nowMS: Self.now)
        #expect((hard.level, hard.hasBallast, hard.purgedEarly, hard.evicted) == (.hard, false, 100, 0))
        #expect(try store.accounting(nowMS: Self.now).pending == 100)
        try store.saveDraft(Examples.draft(id: Examples.responseID(900)))
        #expect(try store.sealDraft()?.seq == 301, "who is being asked may finish from the reserve")
        #expect(try keeper.look(nowMS: Self.now).level == .hard)

        disk.empty()
        let again = try keeper.look(nowMS: Self.now)
        #expect(again.level == .normal)
        #expect(try keeper.look(nowMS: Self.now).hasBallast)
        #expect(try store.accounting(nowMS: Self.now).isBalanced)
    }

    private func shelf(_ store: KioskStore) throws -> Int? {
        try store.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM response WHERE state = 1") }
    }

    @Test("K4: with the ballast gone a full disk is still survived", .enabled(if: SmallDisk.isPossible))
    func noBallast() throws {
        let disk = try SmallDisk(bytes: 6 << 20)
        let store = try KioskStore(stateFolder: disk.path + "/state")
        let keeper = StorageKeeper(store: store, onFull: .stop, limits: Self.limits) { 0 }
        try store.saveDraft(Examples.draft(id: Examples.responseID(1)))
        let line = try #require(try store.sealDraft())
        try disk.fill(leaving: 0)
        #expect(throws: StoreError.full(path: store.path)) {
            for n in 2..<40 {
                try store.saveDraft(Examples.draft(id: Examples.responseID(n)))
                try store.sealDraft()
            }
        }
        #expect(try keeper.look(nowMS: Self.now, afterFull: true).level == .hard)
        disk.empty()
        #expect(try keeper.look(nowMS: Self.now).level == .normal)
        _ = try store.sealDraft()
        try store.saveDraft(Examples.draft(id: Examples.responseID(99)))
        #expect(try store.sealDraft() != nil)
        #expect(try store.pending(maxLines: 99, maxBytes: .max).lines.first == line)
        #expect(try store.accounting(nowMS: Self.now).isBalanced)
    }

    private func filled(_ onFull: OnFull) throws -> (bench: Bench, keeper: StorageKeeper, sealed: [SealedLine]) {
        let bench = try Bench(maximumBytes: 400_000)
        let keeper = StorageKeeper(store: bench.store, onFull: onFull, maximumBytes: 400_000) { 86_400_000 }
        var sealed: [SealedLine] = []
        while try keeper.look(nowMS: bench.now).level < .hard, sealed.count < 2_000 {
            sealed += try bench.seal(sealed.count..<sealed.count + 3)
            if onFull == .dropOldest, try bench.books().lost > 0 { break }
        }
        return (bench, keeper, sealed)
    }

    @Test("K4: a queue at its page cap stops by default, and loses nothing")
    func stopsAtTheCap() throws {
        let (bench, keeper, sealed) = try filled(.stop)
        #expect(try keeper.look(nowMS: bench.now).level == .hard)
        #expect(sealed.count > 100)
        #expect(try bench.pending() == sealed)
        #expect(try bench.seal(5_000) != nil, "the last 32nd is for who is being asked")
        try bench.deliver(Array(sealed[0..<100]))
        #expect(try keeper.look(nowMS: bench.now).level < .hard, "delivered lines make room by themselves")
    }

    @Test("K4: where kiosk.conf allows it the oldest go, each range in the ledger with its reason and last hash")
    func dropsTheOldest() throws {
        let (bench, keeper, sealed) = try filled(.dropOldest)
        let report = try keeper.look(nowMS: bench.now)
        #expect(report.level < .hard)
        let lost = Int(report.evicted)
        #expect(lost > 0 && lost < sealed.count)
        #expect(try bench.pending() == Array(sealed[lost...]))
        let rows = try bench.store.read { db in try Row.fetchAll(db, sql: "SELECT * FROM loss") }
        #expect(rows.count == 1, "ranges that follow each other are one")
        let row = try #require(rows.first)
        #expect((row["first_seq"], row["last_seq"], row["reason"]) == (1, lost, "evicted"))
        #expect(row["sha256"] == sealed[lost - 1].sha256)
        let books = try bench.books()
        #expect(books.isBalanced && books.lost == Int64(lost))
    }

    @Test func `dead letters are dropped with the rest, by number, and what was delivered between splits the range`()
        throws
    {
        let bench = try Bench()
        let sealed = try bench.seal(0..<8)
        try bench.deliver([sealed[3]])
        try bench.store.settle([.dead(sealed[1].id, reason: "conflict")], nowMS: bench.now)
        #expect(try bench.store.dropOldest(nowMS: bench.now) == 7)
        let ranges = try bench.store.read { db in
            try String.fetchAll(db, sql: "SELECT first_seq || '-' || last_seq FROM loss ORDER BY 1")
        }
        #expect(ranges == ["1-3", "5-8"])
        let books = try bench.books()
        #expect((books.delivered, books.pending, books.dead, books.lost) == (1, 0, 0, 7))
        #expect(books.isBalanced)
    }
}
