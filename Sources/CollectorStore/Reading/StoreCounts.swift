import GRDB
import SurveyKit

/// What `/metrics` tells of the store.
package struct StoreCounts: Equatable, Sendable {
    /// Lines ever taken.
    package let ledger: Int64
    /// Responses whose bodies are here.
    package let responses: Int64
    /// Lines kept apart, by reason.
    package let quarantined: [String: Int64]
    /// By kiosk id.
    package let queues: [QueueAccount]

    /// One kiosk's queue against the ledger.
    package struct QueueAccount: Equatable, Sendable {
        package let kioskID: String
        /// Lines in the ledger.
        package let stored: Int64
        /// Must be 0, see `CheckinRecord.difference`; nil before the first check-in.
        package let difference: Int64?
        package let pending: Int64
        package let dead: Int64
        package let lost: Int64
        /// Every sequence number up to here is stored or declared lost.
        package let durableSeq: Int64
        package let chainBreaks: Int64
        package let forks: Int64
    }
}

extension CollectorStore {
    /// Counts what is stored.
    ///
    /// - Throws: The database's error.
    package func storeCounts() async throws -> StoreCounts {
        try await pool.read { db in
            let reasons = try Row.fetchAll(db, sql: "SELECT reason, COUNT(*) FROM quarantine GROUP BY reason")
            return StoreCounts(
                ledger: try Int64.fetchOne(db, sql: "SELECT COALESCE(SUM(stored), 0) FROM queue") ?? 0,
                responses: try Int64.fetchOne(db, sql: "SELECT COUNT(*) FROM response") ?? 0,
                quarantined: Dictionary(uniqueKeysWithValues: reasons.map { ($0[0], $0[1]) }),
                queues: try Row.fetchAll(db, sql: StoreCounts.QueueAccount.query).map(
                    StoreCounts.QueueAccount.init(row:)))
        }
    }
}

extension StoreCounts.QueueAccount {
    fileprivate static let query = """
        SELECT k.id, q.stored, k.created - o.stored_then - k.pending - k.dead - k.lost AS difference, k.pending, k.dead,
          k.lost, q.durable_seq, q.chain_breaks, q.forks
        FROM kiosk k JOIN queue_owner o ON o.kiosk = k.id AND o.queue_id = k.queue_id
        LEFT JOIN queue q ON q.queue_id = k.queue_id ORDER BY k.id
        """

    fileprivate init(row: Row) {
        self.init(
            kioskID: row["id"], stored: row["stored"] ?? 0, difference: row["difference"], pending: row["pending"] ?? 0,
            dead: row["dead"] ?? 0, lost: row["lost"] ?? 0, durableSeq: row["durable_seq"] ?? 0,
            chainBreaks: row["chain_breaks"] ?? 0, forks: row["forks"] ?? 0)
    }
}
