import SurveyKit
import Testing

@testable import KioskStore

struct HolesTests {
    /// A queue that has lost `lost` numbers of `created`, of which the collector has confirmed those up to `durable`.
    private func holes(lost: [ClosedRange<Int64>], created: Int64, durable: Int64) throws -> [Int64] {
        let bench = try Bench()
        for range in lost {
            try bench.store.execute(
                """
                INSERT INTO loss(first_seq, last_seq, reason, wall_ms)
                VALUES (\(range.lowerBound), \(range.upperBound), 'purged', 0)
                """)
        }
        try bench.store.execute("UPDATE identity SET next_seq = \(created + 1), durable_seq = \(durable)")
        return try bench.books().holes
    }

    @Test func `few holes are all told, confirmed or not`() throws {
        #expect(try holes(lost: [2...3, 7...8], created: 9, durable: 7) == [2, 3, 7, 8])
    }

    @Test func `many holes are told ten thousand at a time, the lowest first`() throws {
        #expect(try holes(lost: [5...4_000_000_000], created: 4_000_000_000, durable: 0) == Array(5...10_004))
    }

    @Test func `what the collector has confirmed makes room for the rest`() throws {
        #expect(
            try holes(lost: [1...20_000, 20_005...50_000], created: 50_000, durable: 15_000)
                == Array(15_001...20_000) + Array(20_005...25_004))
        #expect(
            try holes(lost: [1...20_000, 20_005...20_006], created: 50_000, durable: 20_004)
                == Array(1...9_998) + [20_005, 20_006])
    }

    @Test func `dead letters are holes too`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<3)
        try bench.store.settle([.dead(sealed[1].id, reason: "conflict")], nowMS: bench.now)
        #expect(try bench.books().holes == [2])
    }
}
