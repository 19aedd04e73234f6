import GRDB
package import SurveyKit

extension CollectorStore {
    /// How many responses given from `fromMS` up to, not including, `toMS` the scores leave out, by reason.
    ///
    /// - Throws: The database's error.
    package func suspectCounts(fromMS: Int64, toMS: Int64) async throws -> [SuspectReason: Int64] {
        try await pool.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT suspect, COUNT(*) FROM response
                    WHERE suspect IS NOT NULL AND occurred_ms >= ? AND occurred_ms < ? GROUP BY suspect
                    """, arguments: [fromMS, toMS])
            var counts: [SuspectReason: Int64] = [:]
            for row in rows { if let reason = SuspectReason(rawValue: row[0]) { counts[reason] = row[1] } }
            return counts
        }
    }
}
