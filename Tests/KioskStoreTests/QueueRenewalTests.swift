import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

struct QueueRenewalTests {
    private let bench: Bench

    init() throws { bench = try Bench() }

    private var queue: QueueID {
        get throws { try bench.store.identity().queueID }
    }

    private func renew(_ queue: QueueID, created: Int64) throws -> QueueRenewal {
        try bench.store.renewQueue(leaving: queue, created: created, nowMS: bench.now)
    }

    private func left(_ sql: String) throws -> Int {
        try bench.store.read { db in try Int.fetchOne(db, sql: sql) ?? -1 }
    }

    @Test func `a queue is left for an empty one once all of it has arrived, and what is kept of it stays`() throws {
        let lines = try bench.seal(0..<250)
        try bench.deliver(Array(lines.dropLast()))
        try bench.store.settle([.dead(lines[249].id, reason: "conflict")], nowMS: bench.now)
        let old = try queue
        let renewal = try renew(old, created: 250)
        let fresh = try queue
        #expect(renewal == .begun(fresh))
        #expect(fresh != old)
        let books = try bench.books()
        #expect([books.created, books.delivered, books.pending, books.dead, books.lost] == [0, 0, 0, 0, 0])
        #expect(books.head == SealedLine.genesis(of: fresh))
        #expect(try bench.store.queueState(parked: [], nowMS: bench.now).declared.isEmpty)
        #expect(try left("SELECT count(*) FROM left_response WHERE queue_id = '\(old.hex)' AND state = 1") == 249)
        #expect(try left("SELECT count(*) FROM left_response WHERE queue_id = '\(old.hex)' AND state = 2") == 1)
        #expect(try left("SELECT created FROM left_queue WHERE queue_id = '\(old.hex)'") == 250)
        #expect(try left("SELECT delivered FROM left_queue") == 249)

        #expect(
            bench.store.folder.highWater()
                == HighWater(queueID: fresh, seq: 0, head: SealedLine.genesis(of: fresh)))
        let next = try #require(try bench.seal(300))
        #expect(next.seq == 1)
        let line = try JSONDecoder().decode(ResponseLine.self, from: next.bytes)
        #expect(line.q == fresh)
        #expect(line.prev == SealedLine.genesis(of: fresh).hex)
        #expect(try renew(old, created: 250) == .doneBefore)
        #expect(try queue == fresh)
    }

    @Test func `a queue of which something waits, or was made since the centre was told, is not left`() throws {
        let lines = try bench.seal(0..<3)
        let old = try queue
        try bench.deliver(Array(lines.dropLast()))
        #expect(try renew(old, created: 3) == .tooEarly)
        try bench.deliver(lines)
        #expect(try renew(old, created: 2) == .tooEarly)
        #expect(try queue == old)
        #expect(try bench.books().isBalanced)
        #expect(try bench.store.accounting(nowMS: bench.now).delivered == 3)
    }

    @Test func `an interview that is under way becomes the new queue's`() throws {
        try bench.store.saveDraft(Examples.draft(id: Examples.responseID(7), completion: nil))
        let old = try queue
        #expect(try renew(old, created: 0) != .tooEarly)
        let line = try #require(try bench.store.sealDraft())
        #expect(line.id == Examples.responseID(7))
        #expect(try JSONDecoder().decode(ResponseLine.self, from: line.bytes).q != old)
    }

    @Test func `delivered lines of a left queue are forgotten in time, dead letters are not`() throws {
        let lines = try bench.seal(0..<3)
        try bench.deliver([lines[0]], at: 1_000)
        try bench.deliver([lines[1]], at: 9_000)
        try bench.store.settle([.dead(lines[2].id, reason: "conflict")], nowMS: 1_000)
        _ = try renew(try queue, created: 3)
        try bench.store.purgeLeft(before: 5_000)
        #expect(try left("SELECT count(*) FROM left_response") == 2)
        #expect(try left("SELECT count(*) FROM left_response WHERE state = 2") == 1)
    }
}
