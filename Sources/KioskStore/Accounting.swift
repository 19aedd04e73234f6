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
    /// Sequence numbers that will never arrive, rising: at most `maximumHoles`.
    ///
    /// Of more, the lowest that the collector has not confirmed yet come first: its `durable_seq` moves over them, and
    /// the next ones follow. Room that is left goes to confirmed ones, from the lowest.
    package let holes: [Int64]

    /// A check-in with more of them would be refused as a whole.
    package static let maximumHoles = 10_000

    package var isBalanced: Bool { created == delivered + pending + dead + lost }
}

/// A line that the collector would not take, or that was found altered.
package struct DeadLetter: Equatable, Sendable {
    package let seq: Int64
    package let id: String
    package let reason: String
}

extension KioskStore {
    /// The books at this moment.
    ///
    /// - Parameter nowMS: Wall clock, ms since 1970.
    package func accounting(nowMS: Int64) throws(StoreError) -> Accounting {
        try read { [path] db in
            let identity = try Self.identity(db, path: path)
            let counters = try Row.fetchOne(db, sql: "SELECT delivered, lost FROM identity")
            let oldest = try Int64.fetchOne(
                db,
                sql: """
                    SELECT wall_ms FROM response INDEXED BY response_pending WHERE state = 0 ORDER BY seq LIMIT 1
                    """)
            return Accounting(
                created: identity.created, delivered: counters?["delivered"] ?? 0,
                pending: try Self.count(state: 0, db), dead: try Self.count(state: 2, db),
                lost: counters?["lost"] ?? 0, head: identity.head,
                oldestPendingMS: oldest.map { max(0, nowMS - $0) },
                holes: try Self.holes(confirmed: identity.durableSeq, db))
        }
    }

    /// Dead letters, oldest first.
    package func deadLetters() throws(StoreError) -> [DeadLetter] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT seq, id, last_error FROM response WHERE state = 2 ORDER BY seq").map {
                DeadLetter(seq: $0["seq"], id: $0["id"], reason: $0["last_error"] ?? "")
            }
        }
    }

    private static func count(state: Int, _ db: Database) throws -> Int64 {
        // The literal lets SQLite use the partial index of the state.
        try Int64.fetchOne(db, sql: "SELECT count(*) FROM response WHERE state = \(state)") ?? 0
    }

    private static func holes(confirmed: Int64, _ db: Database) throws -> [Int64] {
        let ranges = try Row.fetchCursor(
            db,
            sql: """
                SELECT seq AS first, seq AS last FROM response WHERE state = 2
                UNION ALL SELECT first_seq, last_seq FROM loss ORDER BY 1
                """)
        var old: [Int64] = []
        var new: [Int64] = []
        // Ranges stay ranges: one of them may hold more numbers than there is memory.
        while new.count < Accounting.maximumHoles, let row = try ranges.next() {
            let (first, last): (Int64, Int64) = (row["first"], row["last"])
            if first <= confirmed {
                old += (first...min(last, confirmed)).prefix(Accounting.maximumHoles - old.count)
            }
            if last > confirmed {
                new += (max(first, confirmed + 1)...last).prefix(Accounting.maximumHoles - new.count)
            }
        }
        return old.prefix(Accounting.maximumHoles - new.count) + new
    }
}
