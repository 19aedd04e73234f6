import GRDB

/// What `/metrics` tells of the store.
package struct StoreCounts: Equatable, Sendable {
    /// Lines ever taken.
    package let ledger: Int64
    /// Responses whose bodies are here.
    package let responses: Int64
    /// Lines kept apart, by reason.
    package let quarantined: [String: Int64]
}

extension CollectorStore {
    /// Counts what is stored.
    ///
    /// - Throws: The database's error.
    package func storeCounts() async throws -> StoreCounts {
        try await pool.read(within: readingLimit) { db in
            let reasons = try Row.fetchAll(db, sql: "SELECT reason, COUNT(*) FROM quarantine GROUP BY reason")
            return StoreCounts(
                ledger: try Int64.fetchOne(db, sql: "SELECT COALESCE(SUM(stored), 0) FROM queue") ?? 0,
                responses: try Tallies.responses(db),
                quarantined: Dictionary(uniqueKeysWithValues: reasons.map { ($0[0], $0[1]) }))
        }
    }

    /// Lines that are kept apart.
    ///
    /// - Throws: The database's error.
    package func setAsideLines() async throws -> Int64 {
        try await pool.read { db in try Int64.fetchOne(db, sql: "SELECT COUNT(*) FROM quarantine") ?? 0 }
    }
}
