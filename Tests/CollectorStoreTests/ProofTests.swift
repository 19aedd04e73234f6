import CollectorStore
import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

/// What the ledger of a kiosk says, fault by fault.
@Suite struct ProofTests {
    private func ledger(_ centre: Centre) async throws -> ApiQueueLedger {
        let ledger = try await centre.store.ledger(ofKiosk: centre.kiosk.id, in: .all)
        #expect(ledger.verdict.words == ledger.queues.first?.verdict.words)
        return try unwrap(ledger.queues.first)
    }

    private static func declared(_ first: Int64, _ last: Int64, _ reason: String, _ sha256: Data? = nil)
        -> DeclaredRange
    {
        DeclaredRange(first: first, last: last, reason: reason, sha256: sha256?.hex)
    }

    @Test func `a kiosk that was never heard waits for its first check-in`() async throws {
        let centre = try await Centre()
        let queue = try await ledger(centre)
        #expect(queue.books == nil)
        #expect(queue.verdict == AuditVerdict(state: .waiting, words: "waiting for its first check-in"))
        #expect(await problem { _ = try await centre.store.ledger(ofKiosk: "k_0", in: .all) } == .notFound)
    }

    @Test func `a queue whose lines are all here is whole, and says so with its anchor`() async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(4)
        _ = try await centre.ingest(lines.map(\.bytes))
        _ = try await centre.checkIn(Centre.books(created: 4), at: Centre.now + 7)
        let queue = try await ledger(centre)
        #expect(queue.books == ApiQueueLedger.Books(created: 4, pending: 0, dead: 0, lost: 0))
        #expect((queue.ledger, queue.durableSeq) == (4, 4))
        #expect(
            queue.anchor == ApiQueueLedger.Anchor(created: 4, head: lines[3].sha256.hex, atMS: Centre.now + 7))
        #expect(queue.verdict == AuditVerdict(state: .whole, words: "whole"))
    }

    @Test func `lines on their way are waiting, those held back by name`() async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(9)
        _ = try await centre.ingest([0, 1, 3].map { lines[$0].bytes })
        _ = try await centre.checkIn(
            Centre.books(
                created: 9, pending: 6, waiting: [[3, 3], [5, 9]],
                declared: [Self.declared(3, 3, "parked", lines[2].sha256)]))
        let waiting = try await ledger(centre)
        #expect(waiting.verdict.words == "waiting for 6 lines: 3, 5-9 (held back: 3)")
        #expect(waiting.durableSeq == 4)
        _ = try await centre.ingest(lines[4...7].map(\.bytes))
        #expect(try await ledger(centre).verdict.words == "waiting for 2 lines: 3, 9 (held back: 3)")
        _ = try await centre.ingest([lines[8].bytes, lines[2].bytes])
        let whole = try await ledger(centre)
        #expect(whole.verdict.words == "whole")
        #expect(whole.declared.isEmpty)
    }

    @Test func `what nobody holds is missing at once, and a gap at the second check-in`() async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(9)
        _ = try await centre.ingest([0, 1, 2, 5, 6].map { lines[$0].bytes })
        let books = Centre.books(created: 9, pending: 2, waiting: [[8, 9]])
        #expect(try await centre.checkIn(books).gaps == [[4, 5]])
        #expect(try await ledger(centre).verdict.words == "missing 2 lines: 4-5; waiting for 2 lines: 8-9")
        #expect(try await ledger(centre).gaps.isEmpty)
        #expect(try await centre.store.openFaults().values.allSatisfy { $0 == 0 })
        #expect(try await centre.store.kiosks(in: .all).map(\.missing) == [0])
        _ = try await centre.checkIn(books, at: Centre.now + 60_000)
        let gap = ApiQueueLedger.Fault(first: 4, last: 5, seenMS: Centre.now + 60_000)
        #expect(try await ledger(centre).gaps == [gap])
        #expect(try await centre.store.openFaults()["gap"] == 1)
        #expect(try await centre.store.kiosks(in: .all).map(\.missing) == [2])
    }

    @Test func `a gap whose lines come after all is over, and is not forgotten`() async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(3)
        _ = try await centre.ingest([lines[0].bytes, lines[2].bytes])
        for minute in 1...3 {
            _ = try await centre.checkIn(Centre.books(created: 3), at: Centre.now + Int64(minute) * 60_000)
        }
        _ = try await centre.ingest([lines[1].bytes])
        #expect(try await ledger(centre).verdict.words == "whole")
        _ = try await centre.checkIn(Centre.books(created: 3), at: Centre.now + 240_000)
        let gap = ApiQueueLedger.Fault(
            first: 2, last: 2, seenMS: Centre.now + 120_000, clearedMS: Centre.now + 240_000)
        #expect(try await ledger(centre).gaps == [gap])
        #expect(try await centre.store.kiosks(in: .all).map(\.hasFaults) == [false])
    }

    @Test func `a line that was held back and is not waited for any more is missing below the watermark`() async throws
    {
        let centre = try await Centre()
        let lines = try Centre.lines(4)
        _ = try await centre.ingest([0, 2, 3].map { lines[$0].bytes })
        let parked = Self.declared(2, 2, "parked", lines[1].sha256)
        let held = try await centre.checkIn(
            Centre.books(created: 4, pending: 1, waiting: [[2, 2]], declared: [parked]))
        #expect((held.durableSeq, held.gaps) == (4, []))
        let released = try await centre.checkIn(Centre.books(created: 4, pending: 1, waiting: [[2, 2]]))
        #expect((released.durableSeq, released.gaps) == (4, []))
        let gone = try await centre.checkIn(Centre.books(created: 4))
        #expect((gone.durableSeq, gone.gaps) == (4, [[2, 2]]))
        #expect(try await ledger(centre).verdict.words == "missing 1 line: 2")
    }

    @Test(arguments: [
        ("dead", AuditVerdict.State.dead, "2 dead letters: 2-3"),
        ("corrupt", .altered, "lines 2-3 altered on the kiosk's disk"),
        ("purged", .missing, "missing 2 lines: 2-3"), ("evicted", .lost, "lost 2 lines: 2-3 (evicted)"),
        ("salvaged", .lost, "lost 2 lines: 2-3 (salvaged)"), ("eaten", .lost, "lost 2 lines: 2-3 (lost)"),
    ])
    func `the chain closes over what was declared, and the audit names it with its reason`(
        reason: String, state: AuditVerdict.State, words: String
    ) async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(5)
        let declared = Self.declared(2, 3, reason, lines[2].sha256)
        _ = try await centre.ingest([lines[0].bytes, lines[3].bytes])
        let answer = try await centre.checkIn(Centre.books(created: 5, lost: 2, declared: [declared]))
        #expect((answer.durableSeq, answer.gaps) == (4, [[5, 5]]))
        _ = try await centre.ingest([lines[4].bytes])
        let queue = try await ledger(centre)
        #expect(queue.verdict == AuditVerdict(state: state, words: words))
        #expect(queue.declared.map(\.first) == [2])
        #expect(queue.altered.isEmpty)
        #expect(try await centre.store.openFaults().values.allSatisfy { $0 == 0 })
    }

    @Test func `a declared hash that the next line does not name is an altered line`() async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(3)
        _ = try await centre.ingest([lines[0].bytes, lines[2].bytes])
        _ = try await centre.checkIn(
            Centre.books(created: 3, dead: 1, declared: [Self.declared(2, 2, "dead", Data(repeating: 7, count: 32))]))
        #expect(try await ledger(centre).verdict.words == "line 2 altered; 1 dead letter: 2")
    }

    @Test func `a range that was told in other pieces is told once`() async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(9)
        _ = try await centre.ingest([lines[0].bytes, lines[5].bytes, lines[8].bytes])
        let told: [[(Int64, Int64)]] = [[(2, 3)], [(4, 5), (7, 8)], [(2, 8)], [(3, 4)], [(2, 5), (7, 8)]]
        for pieces in told {
            let answer = try await centre.checkIn(
                Centre.books(created: 9, lost: 6, declared: pieces.map { Self.declared($0.0, $0.1, "evicted") }))
            if pieces.count == 2 { #expect(answer.durableSeq == 9) }
        }
        #expect(try await ledger(centre).verdict.words == "lost 6 lines: 2-5, 7-8 (evicted)")
        _ = try await centre.ingest([lines[3].bytes])
        #expect(try await ledger(centre).declared.map { [$0.first, $0.last] } == [[2, 3], [5, 5], [7, 8]])
    }

    @Test func `two lines under one number are a fork, and so are two texts under one id`() async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(3)
        let twin = try SealedLine(
            sealing: Examples.draft(id: Examples.responseID(50)), queue: Centre.queue, seq: 2, prev: lines[0].sha256)
        _ = try await centre.ingest([lines[0].bytes, lines[1].bytes, twin.bytes], at: Centre.now + 1)
        _ = try await centre.ingest([lines[2].bytes, lines[2].bytes + Data([0x20])], at: Centre.now + 2)
        _ = try await centre.checkIn(Centre.books(created: 3))
        let queue = try await ledger(centre)
        #expect(queue.verdict == AuditVerdict(state: .forked, words: "forked at 2-3"))
        #expect(queue.forks.map(\.seenMS) == [Centre.now + 1, Centre.now + 2])
        #expect(queue.altered.isEmpty)
    }

    @Test func `the second line under a number explains the link that seemed broken`() async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(2)
        let twin = try SealedLine(
            sealing: Examples.draft(id: Examples.responseID(50)), queue: Centre.queue, seq: 2, prev: lines[0].sha256)
        let heir = try SealedLine(
            sealing: Examples.draft(id: Examples.responseID(51)), queue: Centre.queue, seq: 3, prev: twin.sha256)
        _ = try await centre.ingest([lines[0].bytes, lines[1].bytes, heir.bytes])
        _ = try await centre.checkIn(Centre.books(created: 3, head: heir.sha256))
        #expect(try await ledger(centre).verdict.words == "line 2 altered")
        _ = try await centre.ingest([twin.bytes])
        #expect(try await ledger(centre).verdict.words == "forked at 2")
    }

    @Test func `a queue that goes back is rewound, and a last line made again is told`() async throws {
        let centre = try await Centre()
        _ = try await centre.ingest(try Centre.lines(9).map(\.bytes))
        _ = try await centre.checkIn(Centre.books(created: 9))
        _ = try await centre.checkIn(Centre.books(created: 6), at: Centre.now + 1)
        #expect(try await ledger(centre).verdict.words == "rewound: lines 7-9 made again")
        _ = try await centre.checkIn(
            Centre.books(created: 9, head: Data(repeating: 1, count: 32)), at: Centre.now + 2)
        let queue = try await ledger(centre)
        #expect(queue.rewound.map { [$0.first, $0.last, $0.seenMS - Centre.now] } == [[9, 9, 2], [7, 9, 1]])
        #expect(queue.verdict.state == .rewound)
        #expect(try await centre.store.kiosks(in: .all).map(\.isRewound) == [true])
    }

    @Test func `a check-in that was overtaken on its way is answered and changes nothing`() async throws {
        let centre = try await Centre()
        _ = try await centre.ingest(try Centre.lines(9).map(\.bytes))
        func sent(_ bootMS: Int64, boot: String = "b") -> Timestamp {
            Timestamp(boot: boot, bootMS: bootMS, wallMS: 0, clock: .unknown)
        }
        func tell(_ created: Int64, _ sent: Timestamp) async throws -> CheckinAnswer {
            try await centre.store.checkIn(
                centre.kiosk, queue: Centre.queue, Centre.books(created: created), sent: sent, nowMS: Centre.now)
        }
        _ = try await tell(9, sent(2_000))
        #expect(try await tell(6, sent(1_000)).durableSeq == 9)
        let queue = try await ledger(centre)
        #expect(queue.verdict.words == "whole")
        #expect(queue.books?.created == 9)
        _ = try await tell(6, sent(1_000, boot: "c"))
        #expect(try await ledger(centre).verdict.state == .rewound)
    }

    @Test func `anchors that a later one has made needless are forgotten`() async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(30)
        for count in 1...10 {
            _ = try await centre.checkIn(Centre.books(created: Int64(count * 3), pending: Int64(count * 3)))
        }
        #expect(try await centre.anchors() == 10)
        _ = try await centre.ingest(lines.prefix(14).map(\.bytes))
        _ = try await centre.checkIn(Centre.books(created: 30, pending: 16))
        #expect(try await centre.anchors() == 7)
        _ = try await centre.ingest(lines.map(\.bytes))
        _ = try await centre.checkIn(Centre.books(created: 30))
        #expect(try await centre.anchors() == 1)
        #expect(try await ledger(centre).verdict.words == "whole")
    }

    @Test func `a check-in that names its last report is held against the ledger as that one was`() async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(3)
        _ = try await centre.ingest([lines[0].bytes, lines[2].bytes])
        _ = try await centre.store.checkIn(
            centre.kiosk, queue: Centre.queue, Centre.books(created: 3), tag: "t", nowMS: Centre.now)
        let answer = try await centre.store.checkIn(
            centre.kiosk, queue: Centre.queue, unchanged: UnchangedReport(same: "t"), nowMS: Centre.now + 1)
        #expect(answer.gaps == [[2, 2]])
        #expect(try await ledger(centre).gaps.map(\.seenMS) == [Centre.now + 1])
    }

    @Test func `the audit of a kiosk with two queues names the one that is not whole`() async throws {
        let centre = try await Centre()
        _ = try await centre.ingest(try Centre.lines(2).map(\.bytes))
        _ = try await centre.checkIn(Centre.books(created: 2))
        let other = Examples.queueID(9)
        _ = try await centre.store.checkIn(
            centre.kiosk, queue: other, Centre.books(created: 1), nowMS: Centre.now + 1)
        let ledger = try await centre.store.ledger(ofKiosk: centre.kiosk.id, in: .all)
        #expect(ledger.queues.map(\.verdict.state) == [.whole, .missing])
        #expect(
            ledger.verdict
                == AuditVerdict(state: .missing, words: "queue \(other.hex.prefix(8)): missing 1 line: 1"))
    }
}

extension Centre {
    /// Anchors kept of the queue.
    fileprivate func anchors() async throws -> Int {
        try DatabaseCount.of("anchor", in: folder.file("collector.sqlite"))
    }
}
