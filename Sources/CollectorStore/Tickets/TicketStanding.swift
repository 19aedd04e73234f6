import GRDB
import SurveyKit

/// How many tickets are not closed, and which of them need somebody now.
package struct TicketStanding: Equatable, Sendable {
    package let open: Int
    package let overdue: Int
    /// Without an owner, overdue or not.
    package let nobodys: Int
}

extension CollectorStore {
    /// How the tickets within reach stand, counted from indexes alone.
    ///
    /// - Parameter branch: Only this one; nil for all within reach.
    /// - Throws: The database's error; `Problem` `overloaded`.
    package func ticketStanding(branch: String? = nil, reach: Reach, nowMS: Int64) async throws -> TicketStanding {
        try await pool.read(within: readingLimit) { db in
            let branches = try TicketSlice.branches(in: reach, only: branch, db)
            let row = try Row.fetchOne(
                db, sql: TicketStanding.sql, arguments: [try WordList.encode(branches), nowMS])
            return TicketStanding(
                open: row?["open"] ?? 0, overdue: row?["overdue"] ?? 0, nobodys: row?["nobodys"] ?? 0)
        }
    }
}

extension TicketStanding {
    /// Of the branches in ?1 at the moment ?2.
    static let sql = """
        SELECT COUNT(*) AS open, COALESCE(SUM(due_ms < ?2), 0) AS overdue,
          COALESCE(SUM(owner IS NULL), 0) AS nobodys
        FROM json_each(?1) mine CROSS JOIN ticket ON branch = mine.value AND state <> 'closed'
        """
}
