import Foundation
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

struct CollectorStateTests {
    private func tell(
        _ bench: Bench, durable: Int64, gaps: [ClosedRange<Int64>] = [], epoch: String = "e1"
    ) throws -> CollectorChange {
        try bench.store.collectorState(
            collectorID: "c1", epoch: epoch, durableSeq: durable, gaps: gaps, nowMS: bench.now)
    }

    @Test func `a rising number changes nothing`() throws {
        let bench = try Bench()
        try bench.deliver(try bench.seal(0..<5))
        #expect(
            try tell(bench, durable: 3) == CollectorChange(requeued: 0, lost: 0, epochChanged: false, isAhead: false))
        #expect(try tell(bench, durable: 5).requeued == 0)
        #expect(try bench.store.identity().durableSeq == 5)
        #expect(try bench.store.identity().collectorID == "c1")
    }

    @Test func `a number that went down puts back what was delivered above it`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<6)
        try bench.deliver(Array(sealed[0..<5]))
        _ = try tell(bench, durable: 5)
        #expect(try tell(bench, durable: 2).requeued == 3)
        #expect(try bench.pending() == Array(sealed[2...]))
        #expect(try bench.books().isBalanced)
        #expect(try bench.books().delivered == 2)
        #expect(try tell(bench, durable: 2).requeued == 0)
    }

    @Test func `another epoch puts back what it does not confirm`() throws {
        let bench = try Bench()
        try bench.deliver(try bench.seal(0..<4))
        _ = try tell(bench, durable: 4)
        let change = try tell(bench, durable: 0, epoch: "e2")
        #expect(change == CollectorChange(requeued: 4, lost: 0, epochChanged: true, isAhead: false))
        #expect(try tell(bench, durable: 0, epoch: "e2").epochChanged == false)
    }

    @Test func `a gap puts back the lines inside it`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<6)
        try bench.deliver(sealed)
        #expect(try tell(bench, durable: 6, gaps: [2...3, 5...5, 40...90]).requeued == 3)
        #expect(try bench.pending().map(\.seq) == [2, 3, 5])
        #expect(try bench.books().isBalanced)
    }

    @Test func `a gap of purged lines is lost, once, and declared`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<6)
        try bench.deliver(sealed, at: 1_000)
        try bench.store.purgeDelivered(before: 2_000, keeping: 2)
        #expect(
            try tell(bench, durable: 1, gaps: [2...5])
                == CollectorChange(requeued: 1, lost: 3, epochChanged: false, isAhead: false))
        #expect(try tell(bench, durable: 1, gaps: [2...5]).lost == 0)
        #expect(try tell(bench, durable: 0, gaps: [1...6]).lost == 1)
        let books = try bench.books()
        #expect(try bench.declared() == [Declaration(1...4, "purged", sha256: sealed[3].sha256)])
        #expect([books.created, books.delivered, books.pending, books.lost] == [6, 0, 2, 4])
    }

    @Test func `lines are put back a hundred at a time, and a stop in between loses nothing`() throws {
        let bench = try Bench()
        try bench.deliver(try bench.seal(0..<130))
        _ = try tell(bench, durable: 130)
        try bench.store.execute(
            """
            CREATE TRIGGER broken BEFORE UPDATE OF state ON response WHEN NEW.seq = 120
            BEGIN SELECT RAISE(ABORT, 'stop'); END
            """)
        #expect(throws: StoreError.self) { try tell(bench, durable: 0) }
        #expect(try bench.pending().map(\.seq) == Array(1...100))
        #expect(try bench.books().isBalanced)
        #expect(try bench.store.identity().durableSeq == 130)
        try bench.store.execute("DROP TRIGGER broken")
        #expect(try tell(bench, durable: 0).requeued == 30)
        #expect(try bench.pending().count == 130)
        #expect(try bench.books().isBalanced)
    }

    @Test func `a collector that is ahead of the kiosk is noticed`() throws {
        let bench = try Bench()
        try bench.seal(1)
        #expect(try tell(bench, durable: 7).isAhead)
        #expect(try bench.store.identity().durableSeq == 1)
    }

    @Test func `values are remembered over a restart`() throws {
        let bench = try Bench()
        try bench.store.remember(Data("a".utf8), as: "limits")
        try bench.store.remember(Data("b".utf8), as: "limits")
        bench.store.close()
        let again = try KioskStore(stateFolder: bench.state)
        #expect(try again.remembered("limits") == Data("b".utf8))
        #expect(try again.remembered("other") == nil)
    }
}
