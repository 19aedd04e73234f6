import GRDB
import SurveyKit

extension CollectorStore {
    /// Whether `kiosk` may bring lines of `queue`; a queue that is nobody's becomes its own.
    func admits(_ queue: QueueID, of kiosk: Kiosk, nowMS: Int64) async throws -> Bool {
        if kiosk.queue == queue { return true }
        if try await pool.read({ db in try QueueOwner.isOwned(queue, by: kiosk.id, db) }) { return true }
        return try await commits.perform { db in try QueueOwner.claim(queue, for: kiosk.id, nowMS: nowMS, db) }
    }
}

/// The table `queue_owner`: whose lines a queue takes.
enum QueueOwner {
    /// Gives a queue that is nobody's to `kiosk`, which has replaced its database; false where it is another's.
    static func claim(_ queue: QueueID, for kiosk: String, nowMS: Int64, _ db: Database) throws -> Bool {
        if try isOwned(queue, by: kiosk, db) { return true }
        let statement = try db.cachedStatement(sql: "SELECT EXISTS(SELECT 1 FROM queue_owner WHERE queue_id = ?)")
        guard try Bool.fetchOne(statement, arguments: [queue.bytes]) == false else { return false }
        try add(queue, to: kiosk, nowMS: nowMS, db)
        return true
    }

    /// Lets `kiosk` bring lines of `queue`, whoever else may: an enrolment says so.
    static func add(_ queue: QueueID, to kiosk: String, nowMS: Int64, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO queue_owner (queue_id, kiosk, since_ms) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            arguments: [queue.bytes, kiosk, nowMS])
    }

    static func isOwned(_ queue: QueueID, by kiosk: String, _ db: Database) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS(SELECT 1 FROM queue_owner WHERE queue_id = ? AND kiosk = ?)")
        return try Bool.fetchOne(statement, arguments: [queue.bytes, kiosk]) == true
    }
}
