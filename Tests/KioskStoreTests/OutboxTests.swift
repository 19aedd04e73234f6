import Foundation
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

struct OutboxTests {
    @Test func `a draft is kept as it was last saved, over a restart`() throws {
        let bench = try Bench()
        var draft = Examples.draft(id: Examples.responseID(1), completion: nil)
        try bench.store.saveDraft(draft)
        draft.answers["reason"] = .options(["queue", "staff"])
        draft.skips["comment"] = .customer
        try bench.store.saveDraft(draft)
        bench.store.close()
        let again = try KioskStore(stateFolder: bench.state)
        #expect(try again.draft() == draft)
    }

    @Test func `sealing draws the next number, chains the hash and takes the draft away`() throws {
        let bench = try Bench()
        let queue = try bench.store.identity().queueID
        #expect(try bench.store.identity().head == SealedLine.genesis(of: queue))
        let first = try #require(try bench.seal(1))
        let second = try #require(try bench.seal(2))
        let lines = try [first, second].map { try JSONDecoder().decode(ResponseLine.self, from: $0.bytes) }
        #expect(lines.map(\.seq) == [1, 2])
        #expect(lines.map(\.prev) == [SealedLine.genesis(of: queue).hex, first.sha256.hex])
        #expect(lines.map(\.q) == [queue, queue])
        #expect(try bench.store.identity().head == second.sha256)
        #expect(try bench.store.draft() == nil)
    }

    @Test func `sealing twice gives one line`() throws {
        let bench = try Bench()
        let line = try bench.seal(1)
        #expect(try bench.store.sealDraft() == nil)
        #expect(try bench.store.sealDraft(Examples.responseID(1)) == line)
        #expect(try bench.books().created == 1)
        #expect(try bench.store.draft() == nil)
    }

    @Test func `pending lines come oldest first, within both limits, never none`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<6)
        let two = sealed[0].bytes.count + sealed[1].bytes.count + 2
        #expect(try bench.store.pending(maxLines: 3, maxBytes: .max).lines == Array(sealed[0..<3]))
        #expect(try bench.store.pending(maxLines: 9, maxBytes: two).lines == Array(sealed[0..<2]))
        #expect(try bench.store.pending(maxLines: 9, maxBytes: two - 1).lines == [sealed[0]])
        #expect(try bench.store.pending(maxLines: 9, maxBytes: 1).lines == [sealed[0]])
        #expect(
            try bench.store.pending(maxLines: 2, maxBytes: .max, after: 2, excluding: [4]).lines
                == [sealed[2], sealed[4]])
    }

    @Test func `only the right id with the right hash settles a line`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<3)
        let wrong = Data(repeating: 7, count: 32)
        let count = try bench.store.settle(
            [
                .delivered(sealed[0].id, sha256: sealed[0].sha256), .delivered(sealed[1].id, sha256: wrong),
                .delivered(Examples.responseID(99), sha256: sealed[2].sha256),
            ], nowMS: bench.now)
        #expect(count == SettleCount(delivered: 1, dead: 0))
        #expect(try bench.pending() == Array(sealed[1...]))
        #expect(try bench.books().delivered == 1)
    }

    @Test func `settling again changes nothing`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<2)
        try bench.deliver(sealed)
        try bench.deliver(sealed)
        try bench.store.settle(sealed.map { .dead($0.id, reason: "conflict") }, nowMS: bench.now)
        let books = try bench.books()
        #expect([books.created, books.delivered, books.pending, books.dead, books.lost] == [2, 2, 0, 0, 0])
    }

    @Test func `a dead letter is kept with its reason and hash, and is declared`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<3)
        try bench.store.settle([.dead(sealed[1].id, reason: "conflict")], nowMS: bench.now)
        #expect(
            try bench.store.deadLetters() == [
                DeadLetter(seq: 2, id: sealed[1].id.hex, reason: "conflict", sha256: sealed[1].sha256)
            ])
        #expect(try bench.declared() == [Declaration(2...2, "dead", sha256: sealed[1].sha256)])
        #expect(try bench.books().isBalanced)
    }

    @Test func `a line altered on the disk is dead and the rest goes on`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<3)
        bench.store.close()
        #expect(try damage(sealed[0], inDatabaseAt: bench.store.path))
        let store = try KioskStore(stateFolder: bench.state)
        let batch = try store.pending(maxLines: 10, maxBytes: .max)
        #expect(batch == PendingBatch(lines: Array(sealed[1...]), corrupt: [1]))
        #expect(try store.deadLetters().map(\.reason) == ["corrupt"])
        #expect(try store.pending(maxLines: 10, maxBytes: .max).corrupt == [])
        #expect(try store.accounting(nowMS: 0).isBalanced)
    }

    @Test func `an export has every pending line and leaves them pending`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<230)
        try bench.deliver(Array(sealed[0..<10]))
        var exported: [SealedLine] = []
        #expect(try bench.store.exportLines { exported.append($0) } == 220)
        #expect(exported == Array(sealed[10...]))
        #expect(try bench.books().pending == 220)
    }

    @Test func `purging takes old delivered lines only, and keeps the newest`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<250)
        try bench.deliver(Array(sealed[0..<240]), at: 1_000)
        #expect(try bench.store.purgeDelivered(before: 1_000, keeping: 0) == 0)
        #expect(try bench.store.purgeDelivered(before: 1_001, keeping: 20) == 220)
        #expect(try bench.store.purgeDelivered(before: 1_001, keeping: 20) == 0)
        let books = try bench.books()
        #expect([books.created, books.delivered, books.pending] == [250, 240, 10])
        #expect(try bench.pending() == Array(sealed[240...]))
    }

    @Test func `the age of the oldest pending line is told, and never below nothing`() throws {
        let bench = try Bench()
        #expect(try bench.books().oldestPendingMS == nil)
        try bench.seal(1)
        #expect(try bench.books().oldestPendingMS == 100_000)
        #expect(try bench.store.accounting(nowMS: 5).oldestPendingMS == 0)
    }
}
