import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

/// Row K10 of the fault table, as far as it is the store's: a kiosk that was offline for months.
struct LargeQueueTests {
    private static let rows = 100_000

    private func bench() throws -> Bench {
        let bench = try Bench()
        try bench.store.write { db in
            let statement = try db.makeStatement(
                sql: """
                    INSERT INTO response(seq, id, survey_id, survey_version, line, sha256, boot_id, boot_ms, wall_ms, clock)
                    VALUES (?, ?, 's', 1, ?, ?, 'b', 0, ?, 0)
                    """)
            for n in 1...Self.rows {
                let line = Data("line \(n)".utf8)
                try statement.execute(arguments: [n, Self.id(n).hex, line, SealedLine.hash(of: line), n])
            }
            try db.execute(sql: "UPDATE identity SET next_seq = ?", arguments: [Self.rows + 1])
        }
        return bench
    }

    private static func id(_ n: Int) -> ResponseID {
        let digits = String(n, radix: 16)
        return ResponseID(uncheckedHex: String(repeating: "0", count: 32 - digits.count) + digits)
    }

    /// The quickest of three: the machine may be busy.
    private func quickest(_ work: () throws -> Void) rethrows -> Duration {
        var best = Duration.seconds(3_600)
        for _ in 0..<3 { best = min(best, try ContinuousClock().measure(work)) }
        return best
    }

    @Test("K10: with 100,000 rows pending a batch, its settling, a seal and the books cost no more than with few")
    func bounded() throws {
        let bench = try bench()
        let store = bench.store
        var (after, found): (Int64, Int) = (0, 0)
        let batch = try quickest {
            after += 30_000
            found += try store.pending(maxLines: 100, maxBytes: .max, after: after).lines.count
        }
        var next = 0
        var settled = 0
        let settling = try quickest {
            let lines = try store.pending(maxLines: 100, maxBytes: .max).lines
            settled += try store.settle(
                lines.map { .delivered($0.id, sha256: $0.sha256) }, nowMS: bench.now
            ).delivered
        }
        let sealing = try quickest {
            next += 1
            try bench.seal(next)
        }
        var balanced = true
        let books = try quickest { balanced = try bench.books().isBalanced && balanced }
        #expect((found, settled, balanced) == (300, 300, true))
        for (name, time) in [("batch", batch), ("settling", settling), ("sealing", sealing), ("books", books)] {
            #expect(time < .milliseconds(250), "\(name) took \(time)")
        }
        #expect(try bench.books().pending == Int64(Self.rows - 300 + 3))
    }

    @Test("K10: no question that syncing asks walks over rows that are not pending")
    func plans() throws {
        let store = try Bench().store
        let questions = [
            """
            SELECT seq, id, line, sha256 FROM response INDEXED BY response_pending
            WHERE state = 0 AND seq > 0 ORDER BY seq
            """,
            "SELECT wall_ms FROM response INDEXED BY response_pending WHERE state = 0 ORDER BY seq LIMIT 1",
            "SELECT count(*) FROM response WHERE state = 0", "SELECT count(*) FROM response WHERE state = 2",
        ]
        for question in questions {
            let plan = try store.read { db in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + question).map { $0["detail"] as String }
            }
            #expect(plan.allSatisfy { $0.contains("USING") && $0.contains("INDEX response_") }, "\(question): \(plan)")
        }
    }
}
