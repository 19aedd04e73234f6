import Faults
import Foundation
import GRDB
import SurveyKit
import WireProtocol

/// The tables `ledger` and `queue`: what was ever taken, and how far each queue is whole.
enum Ledger {
    enum Entry: Equatable {
        case new
        case known(sha256: Data)
    }

    /// Enters a line, unless its id is there already.
    static func enter(_ line: IncomingLine, nowMS: Int64, _ db: Database) throws -> Entry {
        let (queue, id) = (line.queue.bytes, line.id.bytes)
        try db.cachedStatement(
            sql: """
                INSERT INTO ledger (queue_id, id, sha256, prev, seq, received_ms) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [queue, id, line.sha256, line.prev, line.seq, nowMS])
        if db.changesCount == 1 || SeededBug.isPlanted(.noUniqueKey) { return .new }
        if SeededBug.isPlanted(.shortMemory), try isForgotten(line, nowMS: nowMS, db) { return .new }
        let held = try db.cachedStatement(sql: "SELECT sha256 FROM ledger WHERE queue_id = ? AND id = ?")
        return .known(sha256: try Data.fetchOne(held, arguments: [queue, id]) ?? Data())
    }

    /// Whether a ledger that is divided by the minute would not find this line: for a seeded bug.
    private static func isForgotten(_ line: IncomingLine, nowMS: Int64, _ db: Database) throws -> Bool {
        let sql = "SELECT received_ms FROM ledger WHERE queue_id = ? AND id = ?"
        let received = try Int64.fetchOne(db, sql: sql, arguments: [line.queue.bytes, line.id.bytes]) ?? nowMS
        return received / 60_000 != nowMS / 60_000
    }

    /// Counts lines that were entered, and compares them with their neighbours.
    static func count(_ lines: [IncomingLine], queue: QueueID, nowMS: Int64, _ db: Database) throws {
        guard !lines.isEmpty else { return }
        try db.cachedStatement(
            sql: """
                INSERT INTO queue (queue_id, stored) VALUES (?, ?)
                ON CONFLICT(queue_id) DO UPDATE SET stored = stored + excluded.stored
                """
        ).execute(arguments: [queue.bytes, lines.count])
        try Chain.arrived(lines, queue: queue, nowMS: nowMS, db)
    }

    /// Lines of a queue in the ledger.
    static func stored(_ queue: QueueID, _ db: Database) throws -> Int64 {
        let statement = try db.cachedStatement(sql: "SELECT stored FROM queue WHERE queue_id = ?")
        return try Int64.fetchOne(statement, arguments: [queue.bytes]) ?? 0
    }
}

extension Ledger {
    /// Every number up to here is in the ledger or declared.
    static func watermark(_ queue: QueueID, _ db: Database) throws -> Int64 {
        let statement = try db.cachedStatement(sql: "SELECT durable_seq FROM queue WHERE queue_id = ?")
        return try Int64.fetchOne(statement, arguments: [queue.bytes]) ?? 0
    }

    /// Moves a queue's watermark over all that is there without a gap.
    static func advance(_ queue: QueueID, _ db: Database) throws -> Int64 {
        let before = try watermark(queue, db)
        var after = before
        try known(queue, above: before, db) { range in
            guard range.lowerBound <= after + 1 else { return false }
            after = max(after, range.upperBound)
            return true
        }
        guard after > before else { return before }
        try db.cachedStatement(
            sql: """
                INSERT INTO queue (queue_id, durable_seq) VALUES (?, ?)
                ON CONFLICT(queue_id) DO UPDATE SET durable_seq = excluded.durable_seq
                """
        ).execute(arguments: [queue.bytes, after])
        return after
    }

    /// What is neither in the ledger nor declared above the watermark, up to `created`; at most so many ranges.
    static func holes(
        _ queue: QueueID, above watermark: Int64, upTo created: Int64, atMost limit: Int, _ db: Database
    ) throws -> SequenceNumbers {
        var holes = SequenceNumbers()
        var next = watermark + 1
        var count = 0
        try known(queue, above: watermark, db) { range in
            if range.lowerBound > next, next <= created {
                holes.insert(contentsOf: next..<min(range.lowerBound, created + 1))
                count += 1
            }
            next = max(next, range.upperBound + 1)
            return count < limit && next <= created
        }
        if count < limit, next <= created { holes.insert(contentsOf: next..<created + 1) }
        return holes
    }

    /// Calls `visit` with what is in the ledger or declared above a number, rising, as long as it says true.
    private static func known(
        _ queue: QueueID, above watermark: Int64, _ db: Database, visit: (ClosedRange<Int64>) -> Bool
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                SELECT seq, seq FROM ledger WHERE queue_id = ?1 AND seq > ?2
                UNION ALL SELECT first_seq, last_seq FROM declared WHERE queue_id = ?1 AND last_seq > ?2
                  AND first_seq >= coalesce(
                    (SELECT max(first_seq) FROM declared WHERE queue_id = ?1 AND first_seq <= ?2), 0)
                ORDER BY 1
                """)
        let rows = try Row.fetchCursor(statement, arguments: [queue.bytes, watermark])
        while let row = try rows.next() {
            let (first, last): (Int64, Int64) = (row[0], row[1])
            guard visit(first...last) else { return }
        }
    }
}
