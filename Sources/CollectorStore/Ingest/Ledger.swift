import Faults
import Foundation
import GRDB
import SurveyKit
import WireProtocol

/// The tables `ledger`, `hole` and `queue`: what was ever taken, and how far each queue is whole.
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

    /// Counts lines that were entered, and those that came behind the watermark: a second line under one number, or
    /// one that had been given up.
    static func count(_ lines: [IncomingLine], queue: QueueID, _ db: Database) throws {
        guard !lines.isEmpty else { return }
        try db.cachedStatement(
            sql: """
                INSERT INTO queue (queue_id, stored) VALUES (?, ?)
                ON CONFLICT(queue_id) DO UPDATE SET stored = stored + excluded.stored
                """
        ).execute(arguments: [queue.bytes, lines.count])
        let durable = try watermark(queue, db).seq
        for line in lines where line.seq >= 1 && line.seq <= durable {
            try db.cachedStatement(sql: "DELETE FROM hole WHERE queue_id = ? AND seq = ?")
                .execute(arguments: [queue.bytes, line.seq])
            guard db.changesCount == 0 else { continue }
            try db.cachedStatement(sql: "UPDATE queue SET forks = forks + 1 WHERE queue_id = ?")
                .execute(arguments: [queue.bytes])
        }
    }

    /// Lines of a queue in the ledger.
    static func stored(_ queue: QueueID, _ db: Database) throws -> Int64 {
        let statement = try db.cachedStatement(sql: "SELECT stored FROM queue WHERE queue_id = ?")
        return try Int64.fetchOne(statement, arguments: [queue.bytes]) ?? 0
    }

    /// Keeps the numbers a kiosk declared dead or lost; one that it can't have drawn is none of them.
    static func declare(holes: [Int64], queue: QueueID, upTo created: Int64, _ db: Database) throws {
        for seq in holes where seq >= 1 && seq <= created {
            try db.cachedStatement(
                sql: """
                    INSERT INTO hole (queue_id, seq) SELECT ?1, ?2
                    WHERE NOT EXISTS (SELECT 1 FROM ledger WHERE queue_id = ?1 AND seq = ?2) ON CONFLICT DO NOTHING
                    """
            ).execute(arguments: [queue.bytes, seq])
        }
    }
}

extension Ledger {
    /// How far a queue is whole, and the hash of the line there; nil hash behind a hole.
    private struct Watermark {
        var seq: Int64
        var sha256: Data?
        var chainBreaks = 0
        var forks = 0
    }

    private static func watermark(_ queue: QueueID, _ db: Database) throws -> Watermark {
        let statement = try db.cachedStatement(sql: "SELECT durable_seq, durable_sha256 FROM queue WHERE queue_id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [queue.bytes]) else {
            return Watermark(seq: 0, sha256: SealedLine.genesis(of: queue))
        }
        let seq: Int64 = row["durable_seq"]
        let sha256: Data? = row["durable_sha256"]
        return Watermark(seq: seq, sha256: seq == 0 ? SealedLine.genesis(of: queue) : sha256)
    }

    /// Moves a queue's watermark over all that is there without a gap, checking the chain of hashes on the way.
    static func advance(_ queue: QueueID, _ db: Database) throws -> Int64 {
        let before = try watermark(queue, db)
        let after = try walk(from: before, queue: queue, db)
        guard after.seq > before.seq else { return before.seq }
        try db.cachedStatement(
            sql: """
                INSERT INTO queue (queue_id, durable_seq, durable_sha256, chain_breaks, forks) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT(queue_id) DO UPDATE SET durable_seq = excluded.durable_seq,
                  durable_sha256 = excluded.durable_sha256, chain_breaks = chain_breaks + excluded.chain_breaks,
                  forks = forks + excluded.forks
                """
        ).execute(arguments: [queue.bytes, after.seq, after.sha256, after.chainBreaks, after.forks])
        return after.seq
    }

    private static func walk(from start: Watermark, queue: QueueID, _ db: Database) throws -> Watermark {
        let statement = try db.cachedStatement(
            sql: """
                SELECT seq, sha256, prev FROM ledger WHERE queue_id = ?1 AND seq > ?2
                UNION ALL SELECT seq, NULL, NULL FROM hole WHERE queue_id = ?1 AND seq > ?2 ORDER BY seq
                """)
        var mark = start
        let rows = try Row.fetchCursor(statement, arguments: [queue.bytes, start.seq])
        while let row = try rows.next() {
            let seq: Int64 = row[0]
            if seq == mark.seq {
                mark.forks += 1
                continue
            }
            guard seq == mark.seq + 1 else { break }
            let (prev, sha256): (Data?, Data?) = (row[2], row[1])
            if let prev, let before = mark.sha256, prev != before { mark.chainBreaks += 1 }
            mark.seq = seq
            mark.sha256 = sha256
        }
        return mark
    }

    /// What is missing between the watermark and `created`, as ranges; at most 200 of them.
    static func gaps(_ queue: QueueID, above watermark: Int64, upTo created: Int64, _ db: Database) throws -> [[Int64]]
    {
        let statement = try db.cachedStatement(
            sql: """
                SELECT seq FROM ledger WHERE queue_id = ?1 AND seq > ?2
                UNION ALL SELECT seq FROM hole WHERE queue_id = ?1 AND seq > ?2 ORDER BY seq
                """)
        var gaps: [[Int64]] = []
        var next = watermark + 1
        let present = try Int64.fetchCursor(statement, arguments: [queue.bytes, watermark])
        while gaps.count < 200, let seq = try present.next() {
            if seq > next { gaps.append([next, seq - 1]) }
            next = max(next, seq + 1)
        }
        if gaps.count < 200, next <= created { gaps.append([next, created]) }
        return gaps
    }
}
