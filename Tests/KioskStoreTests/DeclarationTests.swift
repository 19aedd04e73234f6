import Foundation
import SurveyKit
import Testing

@testable import KioskStore

/// Which lines a check-in names, and with what word and hash.
struct DeclarationTests {
    /// A queue of `created` numbers that has lost these, each as a row of its own.
    private func bench(lost: [ClosedRange<Int64>], reason: String = "evicted", created: Int64) throws -> Bench {
        let bench = try Bench()
        for range in lost {
            try bench.store.execute(
                """
                INSERT INTO loss(first_seq, last_seq, reason, wall_ms)
                VALUES (\(range.lowerBound), \(range.upperBound), '\(reason)', 0)
                """)
        }
        try bench.store.execute("UPDATE identity SET next_seq = \(created + 1)")
        return bench
    }

    /// Checks in until nothing is left to tell; gives what each check-in declared.
    private func tellAll(_ bench: Bench) throws -> [[Declaration]] {
        var told: [[Declaration]] = []
        while told.count < 100 {
            let declared = try bench.declared()
            guard !declared.isEmpty else { return told }
            told.append(declared)
            try bench.store.markTold(declared)
        }
        return told
    }

    @Test func `a dead letter keeps its hash, and a line altered on the disk is told as corrupt`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<4)
        try bench.store.settle([.dead(sealed[1].id, reason: "line-too-large")], nowMS: bench.now)
        try bench.store.execute("UPDATE response SET line = CAST('{}' AS BLOB) WHERE seq = 3")
        #expect(try bench.store.pending(maxLines: 9, maxBytes: .max).corrupt == [3])
        #expect(
            try bench.declared() == [
                Declaration(2...2, "dead", sha256: sealed[1].sha256),
                Declaration(3...3, "corrupt", sha256: sealed[2].sha256),
            ])
    }

    @Test func `neighbours with one reason are one range, closed by the hash of the last`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<5)
        try bench.store.settle(sealed[1...3].map { .dead($0.id, reason: "conflict") }, nowMS: bench.now)
        #expect(try bench.declared() == [Declaration(2...4, "dead", sha256: sealed[3].sha256)])
    }

    @Test func `held lines are told every time, the others once`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<6)
        try bench.store.settle([.dead(sealed[0].id, reason: "conflict")], nowMS: bench.now)
        let parked = Declaration(3...4, "parked", sha256: sealed[3].sha256)
        let declared = try bench.declared(parked: [3, 4, 1, 77])
        #expect(declared == [parked, Declaration(1...1, "dead", sha256: sealed[0].sha256)])
        try bench.store.markTold(declared)
        #expect(try bench.declared(parked: [3, 4]) == [parked])
    }

    @Test func `a queue that goes on dropping its oldest lines declares every one of them in time`() throws {
        let bench = try bench(lost: (1...1_000).map { Int64($0 * 2)...Int64($0 * 2) }, created: 5_000)
        let told = try tellAll(bench)
        #expect(told.map(\.count) == [400, 400, 200])
        #expect(told.flatMap { $0.map(\.range.lowerBound) } == (1...1_000).map { Int64($0 * 2) })
        try bench.store.execute(
            "INSERT INTO loss(first_seq, last_seq, reason, wall_ms) VALUES (1, 1, 'evicted', 0)")
        #expect(try bench.declared().map(\.range) == [1...1])
    }

    @Test func `a loss of more numbers than there is memory is one range`() throws {
        let bench = try bench(lost: [5...4_000_000_000], reason: "salvaged", created: 4_000_000_000)
        #expect(try bench.declared() == [Declaration(5...4_000_000_000, "salvaged", sha256: nil)])
    }

    @Test func `a collector that has lost its notes is told again`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<5)
        try bench.store.settle([1, 3].map { .dead(sealed[$0].id, reason: "conflict") }, nowMS: bench.now)
        func tell(_ epoch: String, gaps: [ClosedRange<Int64>]) throws {
            _ = try bench.store.collectorState(
                collectorID: "c1", epoch: epoch, durableSeq: 1, gaps: gaps, nowMS: bench.now)
        }
        try bench.store.markTold(try bench.declared())
        try tell("e1", gaps: [3...3])
        #expect(try bench.declared().isEmpty)
        try tell("e1", gaps: [3...5])
        #expect(try bench.declared().map(\.range) == [4...4])
        try bench.store.markTold(try bench.declared())
        try tell("e2", gaps: [])
        #expect(try bench.declared().map(\.range) == [2...2, 4...4])
    }

    @Test func `waiting lines are told as ranges, the lowest first`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<9)
        func waiting() throws -> [ClosedRange<Int64>] {
            try bench.store.queueState(parked: [], nowMS: bench.now).waiting
        }
        #expect(try waiting() == [1...9])
        try bench.deliver([sealed[0], sealed[1]])
        #expect(try waiting() == [3...9])
        try bench.deliver([sealed[4]])
        #expect(try waiting() == [3...4, 6...9])
        try bench.store.execute("DELETE FROM response WHERE seq = 7")
        #expect(try waiting() == [3...4, 6...6, 8...9])
        try bench.deliver(sealed)
        #expect(try waiting().isEmpty)
    }

    @Test func `the lowest number on the shelf is told once something has left it`() throws {
        let bench = try Bench()
        func keptFrom() throws -> Int64? { try bench.store.queueState(parked: [], nowMS: bench.now).keptFrom }
        #expect(try keptFrom() == nil)
        try bench.deliver(try bench.seal(0..<6), at: 1_000)
        #expect(try keptFrom() == nil)
        try bench.store.purgeDelivered(before: 2_000, keeping: 2)
        #expect(try keptFrom() == 5)
        try bench.store.purgeDelivered(before: 2_000, keeping: 0)
        #expect(try keptFrom() == 7)
    }

    @Test func `a row that went without a trace is not taken off those that were delivered`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<3)
        try bench.store.execute("DELETE FROM response WHERE seq = 2")
        try bench.deliver([sealed[0], sealed[2]])
        #expect(try !bench.books().isBalanced)
        let change = try bench.store.collectorState(
            collectorID: "c1", epoch: "e1", durableSeq: 1, gaps: [2...2], nowMS: bench.now)
        #expect(change.lost == 1)
        let books = try bench.books()
        #expect([books.created, books.delivered, books.pending, books.dead, books.lost] == [3, 2, 0, 0, 1])
        #expect(try bench.declared() == [Declaration(2...2, "purged", sha256: nil)])
    }
}
