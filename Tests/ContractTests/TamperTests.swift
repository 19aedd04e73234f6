import Foundation
import GRDB
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

/// Somebody with `sqlite3` at a stopped kiosk: up to the last check-in, whatever was done is found and named.
@Suite(.timeLimit(.minutes(3)))
struct TamperTests {
    private let collector: LiveCollector
    private let kiosk: TamperedKiosk

    init() async throws {
        collector = try await LiveCollector.start()
        #expect(try await collector.publish(try Publisher().publication(3...3)).status == 201)
        kiosk = try await TamperedKiosk(at: collector)
    }

    /// A queue of random length: some lines delivered, some told at a check-in and still on the kiosk.
    private struct Scene {
        /// Delivered before anybody came.
        let delivered: Int64
        /// Made by the last check-in.
        let anchored: Int64
        /// A line on the kiosk that the last check-in covers, and not the last of them.
        let victim: Int64
    }

    private func scene(_ random: inout SeededGenerator) async throws -> Scene {
        try kiosk.seal(Int.random(in: 1...6, using: &random))
        try await kiosk.sync()
        try kiosk.seal(Int.random(in: 4...9, using: &random))
        try await kiosk.deliver(Int.random(in: 1...2, using: &random))
        // Some check-ins are made while lines wait, the last one covers all.
        try await kiosk.checkIn()
        let delivered = Int64(kiosk.sealed.count) - (try kiosk.store.accounting(nowMS: 0).pending)
        try kiosk.seal(Int.random(in: 0...3, using: &random))
        try await kiosk.checkIn()
        let anchored = Int64(kiosk.sealed.count)
        return Scene(
            delivered: delivered, anchored: anchored,
            victim: Int64.random(in: delivered + 1..<anchored, using: &random))
    }

    private func end(_ random: inout SeededGenerator) async throws -> ApiLedger {
        try kiosk.seal(Int.random(in: 0...4, using: &random))
        try await kiosk.sync()
        return try await kiosk.ledger
    }

    @Test(arguments: 1...4) func `an untouched queue is whole`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        _ = try await scene(&random)
        try kiosk.stopped { _ in }
        let ledger = try await end(&random)
        #expect(ledger.verdict == AuditVerdict(state: .whole, words: "whole"))
        #expect(try collector.database.ledger() == kiosk.sealed.entries)
    }

    /// How the books are made to fit a row that was deleted.
    enum Books: String, CaseIterable { case left, delivered, lost }

    @Test(arguments: [1, 2, 3] as [UInt64], Books.allCases)
    func `a deleted row is named, however the books were made to fit`(seed: UInt64, books: Books) async throws {
        var random = SeededGenerator(seed: seed)
        let scene = try await scene(&random)
        try kiosk.stopped { db in
            let hash = try Data.fetchOne(
                db, sql: "SELECT sha256 FROM response WHERE seq = ?", arguments: [scene.victim])
            try db.execute(sql: "DELETE FROM response WHERE seq = ?", arguments: [scene.victim])
            switch books {
            case .left: break
            case .delivered: try db.execute(sql: "UPDATE identity SET delivered = delivered + 1")
            case .lost:
                try db.execute(sql: "UPDATE identity SET lost = lost + 1")
                try db.execute(
                    sql: """
                        INSERT INTO loss(first_seq, last_seq, reason, wall_ms, sha256) VALUES (?1, ?1, 'evicted', 0, ?2)
                        """, arguments: [scene.victim, hash])
            }
        }
        try await kiosk.checkIn()
        let words = books == .lost ? "lost 1 line: \(scene.victim) (evicted)" : "missing 1 line: \(scene.victim)"
        #expect(try await kiosk.ledger.verdict.words.contains(words))
        let ledger = try await end(&random)
        #expect(ledger.verdict == AuditVerdict(state: books == .lost ? .lost : .missing, words: words))
        let accounts = try kiosk.store.accounting(nowMS: 0)
        #expect(accounts.isBalanced)
        #expect(accounts.lost == 1)
    }

    @Test(arguments: 1...5) func `an edited line with its hash made anew is named`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let scene = try await scene(&random)
        try kiosk.stopped { try Tampering.edit(scene.victim, $0) }
        let ledger = try await end(&random)
        #expect(ledger.verdict == AuditVerdict(state: .altered, words: "line \(scene.victim) altered"))
    }

    @Test(arguments: [false, true])
    func `the newest line that a check-in told, edited, is named`(withHead: Bool) async throws {
        var random = SeededGenerator(seed: 77)
        let scene = try await scene(&random)
        try kiosk.stopped { db in
            if withHead {
                try Tampering.sealAnew(from: scene.anchored, db)
            } else {
                try Tampering.edit(scene.anchored, db)
            }
        }
        let ledger = try await end(&random)
        let altered = try #require(ledger.queues.first?.altered.first)
        #expect(altered.last == scene.anchored)
        #expect(altered.first > scene.delivered)
        #expect(!ledger.verdict.isWell)
    }

    @Test(arguments: 1...3) func `an edited line with its old hash never leaves the kiosk, and is named`(
        seed: UInt64
    ) async throws {
        var random = SeededGenerator(seed: seed)
        let scene = try await scene(&random)
        try kiosk.stopped { db in
            try db.execute(
                sql: """
                    UPDATE response SET line = CAST(replace(CAST(line AS TEXT), 'visit', 'visat') AS BLOB) WHERE seq = ?
                    """, arguments: [scene.victim])
        }
        let ledger = try await end(&random)
        #expect(
            ledger.verdict
                == AuditVerdict(state: .altered, words: "line \(scene.victim) altered on the kiosk's disk"))
        #expect(ledger.queues.first?.declared.map(\.sha256) == [kiosk.sealed[Int(scene.victim) - 1].sha256.hex])
    }

    @Test(arguments: 1...5) func `a chain sealed anew from a line on is named from there to the check-in`(
        seed: UInt64
    ) async throws {
        var random = SeededGenerator(seed: seed)
        let scene = try await scene(&random)
        try kiosk.stopped { try Tampering.sealAnew(from: scene.victim, $0) }
        let ledger = try await end(&random)
        let altered = try #require(ledger.queues.first?.altered)
        #expect(altered.contains { ($0.first...$0.last).contains(scene.victim) && $0.last <= scene.anchored })
        #expect(altered.allSatisfy { $0.first > scene.delivered })
        #expect(ledger.verdict.words.contains("altered"))
        #expect(!ledger.verdict.isWell)
    }

    @Test(arguments: 1...3) func `the answers of two lines exchanged are named`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let scene = try await scene(&random)
        let first = min(scene.victim, scene.anchored - 1)
        try kiosk.stopped { try Tampering.swapAnswers(first, $0) }
        let ledger = try await end(&random)
        let altered = try #require(ledger.queues.first?.altered)
        for line in [first, first + 1] {
            #expect(altered.contains { ($0.first...$0.last).contains(line) })
        }
        #expect(ledger.verdict.state == .altered)
    }

    @Test(arguments: 1...3) func `two rows exchanged change nothing: each line carries its own number`(
        seed: UInt64
    ) async throws {
        var random = SeededGenerator(seed: seed)
        let scene = try await scene(&random)
        try kiosk.stopped { try Tampering.swapRows(min(scene.victim, scene.anchored - 1), $0) }
        let ledger = try await end(&random)
        #expect(ledger.verdict == AuditVerdict(state: .whole, words: "whole"))
        #expect(try collector.database.ledger() == kiosk.sealed.entries)
    }

    @Test(arguments: 1...3) func `a tail that was cut off is given up by the kiosk itself, which noted how far it was`(
        seed: UInt64
    ) async throws {
        var random = SeededGenerator(seed: seed)
        let scene = try await scene(&random)
        // The note tells of one line more: it may be behind by one.
        let noted = kiosk.sealed.count + 1
        try kiosk.stopped { try Tampering.cutTail(after: scene.victim, $0) }
        let ledger = try await end(&random)
        #expect(ledger.verdict.state == .lost)
        #expect(ledger.verdict.words.hasSuffix(": \(scene.victim + 1)-\(noted) (salvaged)"))
    }

    @Test(arguments: 1...3) func `a tail cut off below the last check-in, and the kiosk's note of it too, is named`(
        seed: UInt64
    ) async throws {
        var random = SeededGenerator(seed: seed)
        let scene = try await scene(&random)
        try kiosk.stopped(forgettingNumbers: true) { try Tampering.cutTail(after: scene.victim, $0) }
        let ledger = try await end(&random)
        // Either the count went back, or what was made since does not lead to the check-in; numbers may have been given
        // a second time meanwhile.
        let queue = try #require(ledger.queues.first)
        let named = (queue.rewound + queue.altered).map { $0.first...$0.last }
        #expect(
            named.contains { $0.overlaps(scene.victim + 1...scene.anchored) },
            "after \(scene.victim), told up to \(scene.anchored): \(named), \(ledger.verdict.words)")
        #expect([.rewound, .altered].contains(ledger.verdict.state))
    }

    @Test(arguments: 1...3) func `a tail made after the last check-in and cut off is not promised, and raises no alarm`(
        seed: UInt64
    ) async throws {
        var random = SeededGenerator(seed: seed)
        let scene = try await scene(&random)
        try kiosk.seal(3)
        try kiosk.stopped(forgettingNumbers: true) { try Tampering.cutTail(after: scene.anchored, $0) }
        try await kiosk.sync()
        #expect(try await kiosk.ledger.verdict == AuditVerdict(state: .whole, words: "whole"))
        #expect(try collector.database.ledger() == kiosk.sealed.prefix(Int(scene.anchored)).entries)
    }
}
