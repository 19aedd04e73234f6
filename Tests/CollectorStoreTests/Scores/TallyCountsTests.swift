import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing

@testable import CollectorStore

/// The counts of a row are those of a dictionary, whatever is added in whatever order, and come back from their bytes.
@Suite struct TallyCountsTests {
    private static func draw(_ generator: inout SeededGenerator) -> (counts: TallyCounts, plain: [TallyKey: Int32]) {
        var counts = TallyCounts()
        var plain: [TallyKey: Int32] = [:]
        for _ in 0..<Int.random(in: 0...80, using: &generator) {
            let series = Int32.random(in: 1...(Bool.random(using: &generator) ? 9 : 60_000), using: &generator)
            let key = TallyKey(series: series, column: Int.random(in: 0...10, using: &generator))
            let count = Int32.random(in: -3...1_000_000, using: &generator)
            counts.add(count, at: key)
            plain[key, default: 0] += count
        }
        return (counts, plain)
    }

    private static func plain(_ counts: TallyCounts) -> [TallyKey: Int32] {
        Dictionary(uniqueKeysWithValues: counts.entries.map { ($0.key, $0.count) })
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `sums are those of a dictionary, rise by key and come back from bytes`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let (one, plainOne) = Self.draw(&generator)
        let (other, plainOther) = Self.draw(&generator)
        var sum = one
        sum.add(other)
        let expected = plainOne.merging(plainOther, uniquingKeysWith: +)
        #expect(Self.plain(sum) == expected)
        #expect(sum.entries.map(\.key) == expected.keys.sorted())
        let stored = TallyCounts(sum.data)
        #expect(Self.plain(stored) == expected.filter { $0.value != 0 })
        let found = try DatabaseQueue().write { db in
            db.add(function: TallyFunctions.sum)
            return try Data.fetchOne(db, sql: "SELECT tally_sum(?, ?)", arguments: [one.data, other.data])
        }
        #expect(TallyCounts(found ?? Data()) == stored)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `what is taken away again leaves no bytes`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var (counts, _) = Self.draw(&generator)
        counts.add(counts.negated())
        #expect(counts.isZero)
        #expect(counts.data.isEmpty)
    }

    @Test func `bytes that were cut off are no entry`() {
        var counts = TallyCounts()
        counts.add(7, at: TallyKey(series: 3, column: 10))
        counts.add(9, at: TallyKey(series: 4, column: 0))
        #expect(TallyCounts(counts.data.dropLast(3)).entries == [counts.entries[0]])
    }

    @Test func `a row that counts nothing any more is gone, and one that lost a part of it is not`() async throws {
        let centre = try await Centre()
        let drafts = (0..<2).map { Examples.draft(id: Examples.responseID($0), score: $0 + 1) }
        _ = try await centre.store.ingest(
            lines: try Centre.chain(drafts).map(\.bytes), kiosk: centre.kiosk, queue: Centre.queue, sent: nil,
            nowMS: Centre.now)
        let actor = AuditActor(name: "ops", role: .admin, token: nil)
        let rows = { try await centre.store.pool.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM tally") ?? 0 } }
        #expect(try await centre.store.storeCounts().responses == 2)
        _ = try await centre.store.erase(Examples.responseID(0), by: actor, reason: "asked for", nowMS: Centre.now)
        #expect(try await rows() > 0)
        #expect(try await centre.store.storeCounts().responses == 1)
        _ = try await centre.store.erase(Examples.responseID(1), by: actor, reason: "asked for", nowMS: Centre.now)
        #expect(try await rows() == 0)
        #expect(try await centre.store.storeCounts().responses == 0)
    }
}
