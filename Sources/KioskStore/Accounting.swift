package import Foundation
import GRDB

/// A queue's books: `created = delivered + pending + dead + lost`, each term counted on its own.
package struct Accounting: Equatable, Sendable {
    package let created: Int64
    package let delivered: Int64
    package let pending: Int64
    package let dead: Int64
    package let lost: Int64
    /// The chain's anchor: 32 bytes.
    package let head: Data
    /// Since the oldest pending line was begun, by the wall clock; nil with none.
    package let oldestPendingMS: Int64?

    package var isBalanced: Bool { created == delivered + pending + dead + lost }
}

/// A line that the collector would not take, or that was found altered.
package struct DeadLetter: Equatable, Sendable {
    package let seq: Int64
    package let id: String
    package let reason: String
    /// Of the line as it was sealed: 32 bytes.
    package let sha256: Data
}

extension KioskStore {
    /// The books at this moment.
    ///
    /// - Parameter nowMS: Wall clock, ms since 1970.
    package func accounting(nowMS: Int64) throws(StoreError) -> Accounting {
        try read { [path] db in try Self.accounting(nowMS: nowMS, path: path, db) }
    }

    static func accounting(nowMS: Int64, path: String, _ db: Database) throws -> Accounting {
        let identity = try identity(db, path: path)
        let counters = try Row.fetchOne(db, sql: "SELECT delivered, lost FROM identity")
        let oldest = try Int64.fetchOne(
            db, sql: "SELECT wall_ms FROM response INDEXED BY response_pending WHERE state = 0 ORDER BY seq LIMIT 1")
        return Accounting(
            created: identity.created, delivered: counters?["delivered"] ?? 0, pending: try count(state: 0, db),
            dead: try count(state: 2, db), lost: counters?["lost"] ?? 0, head: identity.head,
            oldestPendingMS: oldest.map { max(0, nowMS - $0) })
    }

    /// Dead letters, oldest first.
    package func deadLetters() throws(StoreError) -> [DeadLetter] {
        try read { db in
            let sql = "SELECT seq, id, last_error, sha256 FROM response WHERE state = 2 ORDER BY seq"
            return try Row.fetchAll(db, sql: sql).map {
                DeadLetter(seq: $0["seq"], id: $0["id"], reason: $0["last_error"] ?? "", sha256: $0["sha256"])
            }
        }
    }

    private static func count(state: Int, _ db: Database) throws -> Int64 {
        // The literal lets SQLite use the partial index of the state.
        try Int64.fetchOne(db, sql: "SELECT count(*) FROM response WHERE state = \(state)") ?? 0
    }
}
