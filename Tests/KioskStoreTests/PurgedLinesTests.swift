import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

struct PurgedLinesTests {
    private func ranges(_ store: KioskStore) throws -> [String] {
        try store.read { db in
            try String.fetchAll(
                db,
                sql:
                    "SELECT first_seq || '-' || last_seq || CASE WHEN sha256 IS NULL THEN '' ELSE ' ' || lower(hex(sha256)) END FROM purged"
            )
        }
    }

    @Test func `what was delivered and forgotten is noted, in ranges that grow together`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<8)
        try bench.deliver([sealed[0], sealed[1], sealed[3], sealed[4]], at: 1_000)
        #expect(try bench.store.purgeDelivered(before: 2_000, keeping: 0) == 4)
        #expect(try ranges(bench.store) == ["1-2 \(sealed[1].sha256.hex)", "4-5 \(sealed[4].sha256.hex)"])
        try bench.deliver([sealed[2], sealed[5]], at: 3_000)
        #expect(try bench.store.purgeDelivered(before: 4_000, keeping: 0) == 2)
        #expect(try ranges(bench.store) == ["1-6 \(sealed[5].sha256.hex)"])
    }

    @Test func `what the collector misses of it moves to the loss ledger, with the hash where it is known`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<8)
        try bench.deliver(Array(sealed[0..<6]), at: 1_000)
        try bench.store.purgeDelivered(before: 2_000, keeping: 0)
        let change = try bench.store.collectorState(
            collectorID: "c", epoch: "e", durableSeq: 0, gaps: [2...3, 6...6], nowMS: bench.now)
        #expect(change.lost == 3)
        #expect(try ranges(bench.store) == ["1-1", "4-5"])
        let losses = try bench.store.read { db in
            try String.fetchAll(
                db,
                sql:
                    "SELECT first_seq || '-' || last_seq || CASE WHEN sha256 IS NULL THEN '' ELSE ' ' || lower(hex(sha256)) END FROM loss"
            )
        }
        #expect(losses == ["2-3", "6-6 \(sealed[5].sha256.hex)"])
        #expect(try bench.books().isBalanced)
    }

    @Test func `a database from before these notes gets them from what is missing`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<6)
        try bench.deliver(Array(sealed[0..<3]), at: 1_000)
        try bench.store.purgeDelivered(before: 2_000, keeping: 1)
        try bench.store.execute("DELETE FROM purged")
        try bench.store.write { db in try PurgedLines.noteWhatIsMissing(db) }
        #expect(try ranges(bench.store) == ["1-2"])
    }
}
