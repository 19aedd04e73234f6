import Foundation
import GRDB
import SurveyKit

/// The table `erased`: lines that keep their place in the ledger and nothing else.
enum ErasedLines {
    /// Whether these bytes were erased: they are never stored again.
    static func hold(_ line: IncomingLine, _ db: Database) throws -> Bool {
        try hold(line.queue, line.id, sha256: line.sha256, db)
    }

    static func hold(_ queue: QueueID, _ id: ResponseID, sha256: Data, _ db: Database) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS(SELECT 1 FROM erased WHERE queue_id = ? AND id = ? AND sha256 = ?)")
        return try Bool.fetchOne(statement, arguments: [queue.bytes, id.bytes, sha256]) == true
    }

    /// Whether any line of a queue was erased.
    static func hold(_ queue: QueueID, _ db: Database) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT EXISTS(SELECT 1 FROM erased WHERE queue_id = ?)")
        return try Bool.fetchOne(statement, arguments: [queue.bytes]) == true
    }

    /// Whether a response was erased, in whatever queue.
    static func hold(_ id: ResponseID, _ db: Database) throws -> Bool {
        try Bool.fetchOne(db, sql: "SELECT EXISTS(SELECT 1 FROM erased WHERE id = ?)", arguments: [id.bytes]) == true
    }

    /// Every copy of a response that is here: its body, and what lies in quarantine under its id.
    ///
    /// Ids are looked up queue by queue: an index by the id alone would cost every batch what this saves once in a while.
    static func copies(of id: ResponseID, _ db: Database) throws -> [Copy] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT l.queue_id, l.sha256, l.seq, l.prev
                FROM queue k CROSS JOIN ledger l ON l.queue_id = k.queue_id AND l.id = ?1
                  JOIN response r ON r.queue_id = l.queue_id AND r.seq = l.seq AND r.id = l.id
                UNION SELECT q.queue_id, q.sha256, l.seq, l.prev FROM quarantine q
                  LEFT JOIN ledger l ON l.queue_id = q.queue_id AND l.id = q.id AND l.sha256 = q.sha256 WHERE q.id = ?1
                """, arguments: [id.bytes]
        ).map { Copy(queue: QueueID(bytes: $0[0]), sha256: $0[1], seq: $0[2], prev: $0[3]) }
    }

    struct Copy {
        let queue: QueueID
        let sha256: Data
        let seq: Int64?
        let prev: Data?
    }

    /// Deletes all that a line said, keeps its place, and enters in the audit log who wanted it; again without effect.
    static func apply(_ erasure: Erasure, _ surveys: SurveyCache, _ db: Database) throws {
        guard let sha256 = Data(hex: erasure.sha256) else { return }
        try db.execute(
            sql: "INSERT INTO erased (queue_id, id, sha256, entry) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            arguments: [
                erasure.queue.bytes, erasure.id.bytes, sha256, String(decoding: try erasure.encoded(), as: UTF8.self),
            ])
        guard db.changesCount == 1 else { return }
        try keepPlace(erasure, sha256, db)
        try deleteWords(of: erasure.id, in: erasure.queue, surveys, db)
        try enterInAudit(erasure, db)
    }

    /// Once for all copies of a response.
    private static func enterInAudit(_ erasure: Erasure, _ db: Database) throws {
        let isThere = try Bool.fetchOne(
            db, sql: "SELECT EXISTS(SELECT 1 FROM audit WHERE action = ? AND subject = ? AND at_ms = ?)",
            arguments: [AuditEntry.Action.erasure.rawValue, erasure.id.hex, erasure.atMS])
        guard isThere == false else { return }
        try AuditEntry.append(
            .erasure, by: erasure.actor, on: .response(erasure.id), reason: erasure.reason, nowMS: erasure.atMS, db)
    }

    /// Enters the line in a ledger from before it came, or its kiosk would be asked for it for ever.
    private static func keepPlace(_ erasure: Erasure, _ sha256: Data, _ db: Database) throws {
        guard let seq = erasure.seq else { return }
        let queue = erasure.queue.bytes
        try db.execute(
            sql: """
                INSERT INTO ledger (queue_id, id, sha256, prev, seq, received_ms) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """,
            arguments: [queue, erasure.id.bytes, sha256, erasure.prev.flatMap { Data(hex: $0) }, seq, erasure.atMS])
        guard db.changesCount == 1 else { return }
        try db.execute(
            sql: """
                INSERT INTO queue (queue_id, stored) VALUES (?, 1)
                ON CONFLICT(queue_id) DO UPDATE SET stored = stored + 1
                """, arguments: [queue])
        try Chain.entered(seq...seq, queue: erasure.queue, nowMS: erasure.atMS, db)
        _ = try Ledger.advance(erasure.queue, db)
    }

    /// What was counted of it goes too.
    private static func deleteWords(
        of id: ResponseID, in queue: QueueID, _ surveys: SurveyCache, _ db: Database
    ) throws {
        let reader = CountedResponseReader(surveys: surveys)
        var tallies = TallyChanges()
        let bodies = try Row.fetchAll(
            db,
            sql: """
                SELECT r.* FROM ledger l
                  JOIN response r ON r.queue_id = l.queue_id AND r.seq = l.seq AND r.id = l.id
                WHERE l.queue_id = ? AND l.id = ?
                """, arguments: [queue.bytes, id.bytes])
        for body in bodies {
            let row: Int64 = body["row"]
            if let response = try reader.response(body, db) { tallies.remove(response) }
            let occurredMS: Int64 = body["occurred_ms"]
            try db.execute(
                sql: "DELETE FROM comment WHERE occurred_ms = ? AND response = ?", arguments: [occurredMS, row])
            try db.execute(
                sql: "DELETE FROM sealed_contact WHERE id = ? AND response = ?", arguments: [id.bytes, row])
            try db.execute(sql: "DELETE FROM response WHERE row = ?", arguments: [row])
            try RecountPiece.follow(deletionFrom: db)
        }
        try tallies.write(db)
        try db.execute(
            sql: "DELETE FROM quarantine WHERE id = ? AND queue_id = ?", arguments: [id.bytes, queue.bytes])
    }
}

extension ErasedLines {
    /// Makes log and table say the same: a restored database erases again what the log names, and a log that was lost
    /// is written again from the table.
    ///
    /// - Returns: How many entries the database did not have.
    /// - Throws: `CollectorStoreError` for a log that can't be read or written; the database's error.
    @discardableResult
    static func reconcile(
        _ writer: some DatabaseWriter, with log: ErasureLog, _ surveys: SurveyCache
    ) throws -> Int {
        let isSame = try writer.read { db in try Difference(log: log, db).isEmpty }
        guard !isSame else { return 0 }
        return try writer.write { db in
            let difference = try Difference(log: log, db)
            try log.append(difference.missingInLog)
            for erasure in difference.missingHere { try apply(erasure, surveys, db) }
            return difference.missingHere.count
        }
    }

    private struct Difference {
        let missingInLog: [Erasure]
        let missingHere: [Erasure]

        var isEmpty: Bool { missingInLog.isEmpty && missingHere.isEmpty }

        init(log: ErasureLog, _ db: Database) throws {
            // The table first: an erasure under way is in the log before it is in the table.
            let here = try String.fetchAll(db, sql: "SELECT entry FROM erased").map { try Erasure(line: Data($0.utf8)) }
            let logged = try log.read()
            let (known, named) = (Set(here.map(\.key)), Set(logged.map(\.key)))
            missingInLog = here.filter { !named.contains($0.key) }
            missingHere = logged.filter { !known.contains($0.key) }
        }
    }
}
