import Foundation
import GRDB
package import SurveyKit

/// Why a queue was or was not left for a new one.
package enum QueueRenewal: Equatable, Sendable {
    /// New responses go to this queue.
    case begun(QueueID)
    /// Another queue was begun before: there is nothing to do.
    case doneBefore
    /// Something of it has not arrived, or was made since the collector was told: the next check-in tries again.
    case tooEarly
}

extension KioskStore {
    /// Leaves a queue for a new one, in the moment that nothing of it is pending and the collector has its last books.
    ///
    /// Two devices that share a queue, such as copies of one memory card, number their responses alike; a queue of its
    /// own ends that. What was delivered of the old one stays for as long as it would have, dead letters for good.
    ///
    /// - Parameters:
    ///   - queue: The queue to leave.
    ///   - created: What the collector was told last; another number now means that something was sealed since.
    ///   - nowMS: Wall clock, ms since 1970.
    package func renewQueue(
        leaving queue: QueueID, created: Int64, nowMS: Int64
    ) throws(StoreError) -> QueueRenewal {
        guard try isReady(queue, created) else { return try identity().queueID == queue ? .tooEarly : .doneBefore }
        // In slices, so that a tap never waits for a whole shelf; after a stop in between the next try goes on.
        while try write({ db in try Self.shelve(queue, db) }) > 0 {}
        let renewal: QueueRenewal = try write { [path] db in
            let identity = try Self.identity(db, path: path)
            guard identity.queueID == queue else { return .doneBefore }
            guard try Self.isReady(identity, created, db) else { return .tooEarly }
            return .begun(try Self.begin(after: identity, nowMS, db))
        }
        // A database that breaks before the first line of the new queue must not come back as the old one.
        if case .begun = renewal { folder.note(HighWater(try identity())) }
        return renewal
    }

    /// Forgets delivered lines of left queues that were settled before this moment, 100 a transaction.
    ///
    /// - Parameter before: Wall clock, ms since 1970.
    package func purgeLeft(before: Int64) throws(StoreError) {
        while true {
            let count = try write { db in
                try db.execute(
                    sql: """
                        DELETE FROM left_response WHERE (queue_id, seq) IN (
                          SELECT queue_id, seq FROM left_response WHERE state = 1 AND settled_ms < ? LIMIT 100)
                        """, arguments: [before])
                return db.changesCount
            }
            if count < 100 { return }
        }
    }

    private func isReady(_ queue: QueueID, _ created: Int64) throws(StoreError) -> Bool {
        try read { [path] db in
            let identity = try Self.identity(db, path: path)
            return try identity.queueID == queue && Self.isReady(identity, created, db)
        }
    }

    private static func isReady(_ identity: Identity, _ created: Int64, _ db: Database) throws -> Bool {
        let waits = try Bool.fetchOne(db, sql: "SELECT EXISTS(SELECT 1 FROM response WHERE state = 0)")
        return waits == false && identity.created == created
    }

    /// Moves up to 100 delivered lines to the shelf of left queues.
    private static func shelve(_ queue: QueueID, _ db: Database) throws -> Int {
        let rows = try Row.fetchAll(
            db, sql: "SELECT seq, sha256 FROM response WHERE state = 1 ORDER BY seq LIMIT 100")
        guard let last: Int64 = rows.last?["seq"] else { return 0 }
        try copy(queue, state: 1, upTo: last, db)
        try PurgedLines.forget(rows, db)
        return rows.count
    }

    private static func copy(_ queue: QueueID, state: Int, upTo last: Int64, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO left_response(queue_id, seq, id, line, sha256, state, last_error, settled_ms)
                SELECT ?, seq, id, line, sha256, state, last_error, settled_ms FROM response
                WHERE state = ? AND seq <= ?
                """, arguments: [queue.hex, state, last])
    }

    private static func begin(after old: Identity, _ nowMS: Int64, _ db: Database) throws -> QueueID {
        var generator = SystemRandomNumberGenerator()
        let queue = QueueID(drawnFrom: &generator)
        try db.execute(
            sql: """
                INSERT INTO left_queue(queue_id, created, head, delivered, lost, left_ms)
                SELECT queue_id, next_seq - 1, head, delivered, lost, ? FROM identity
                """, arguments: [nowMS])
        // Dead letters go with the counters that count them.
        try copy(old.queueID, state: 2, upTo: .max, db)
        for table in ["response", "loss", "purged"] { try db.execute(sql: "DELETE FROM " + table) }
        try db.execute(
            sql: "UPDATE identity SET queue_id = ?, next_seq = 1, head = ?, delivered = 0, lost = 0, durable_seq = 0",
            arguments: [queue.hex, SealedLine.genesis(of: queue)])
        return queue
    }
}
