import GRDB
package import WireProtocol

extension CollectorStore {
    /// How long an answer may take to prove that a cause is back, ms.
    static let comebackMS: Int64 = 30 * 86_400_000

    /// How the loop closes: of tickets within reach that were closed from `fromMS` up to, not including, `toMS`.
    ///
    /// - Parameter branch: Only this one; nil for all within reach.
    /// - Throws: The database's error.
    package func ticketReport(
        fromMS: Int64, toMS: Int64, branch: String? = nil, reach: Reach, nowMS: Int64
    ) async throws -> ApiTicketReport {
        let scope: StatementArguments = [try reach.list, branch]
        return try await pool.read(within: readingLimit) { db in
            let times = try Self.closingTimes(scope, fromMS: fromMS, toMS: toMS, db).sorted()
            return ApiTicketReport(
                closed: times.count, medianMS: Self.quantile(times, 0.5), p90MS: Self.quantile(times, 0.9),
                branches: try Self.openBranches(scope, nowMS: nowMS, db),
                causes: try Self.causes(scope, fromMS: fromMS, toMS: toMS, db))
        }
    }

    /// From opening to closing, ms.
    ///
    /// - Parameter scope: A JSON array of branches, and one branch; null for all, for this and the two below.
    static func closingTimes(
        _ scope: StatementArguments, fromMS: Int64, toMS: Int64, _ db: Database
    ) throws -> [Int64] {
        try Int64.fetchAll(
            db,
            sql: """
                SELECT closed_ms - opened_ms FROM ticket WHERE \(inScope) AND state = 'closed'
                  AND closed_ms >= ?3 AND closed_ms < ?4
                """, arguments: scope + [fromMS, toMS])
    }

    static let inScope = """
        (?1 IS NULL OR ticket.branch IN (SELECT value FROM json_each(?1))) AND (?2 IS NULL OR ticket.branch = ?2)
        """

    static func openBranches(
        _ scope: StatementArguments, nowMS: Int64, _ db: Database
    ) throws -> [ApiTicketReport.Branch] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT branch, COUNT(*) AS open, SUM(due_ms < ?3) AS overdue FROM ticket
                WHERE \(inScope) AND state <> 'closed' GROUP BY branch ORDER BY open DESC, branch
                """, arguments: scope + [nowMS]
        ).map { .init(branch: $0["branch"], open: $0["open"], overdue: $0["overdue"]) }
    }

    /// A cause came back where another ticket of the branch, opened after the fix, was closed with the same one.
    static func causes(
        _ scope: StatementArguments, fromMS: Int64, toMS: Int64, _ db: Database
    ) throws -> [ApiTicketReport.Cause] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT c.id, c.name, COUNT(*) AS closed, SUM(EXISTS (
                    SELECT 1 FROM ticket later WHERE later.branch = ticket.branch AND later.state = 'closed'
                      AND later.root_cause = ticket.root_cause AND later.opened_ms > ticket.closed_ms
                      AND later.opened_ms <= ticket.closed_ms + \(comebackMS))) AS back
                FROM ticket JOIN root_cause c ON c.id = ticket.root_cause
                WHERE \(inScope) AND ticket.state = 'closed' AND closed_ms >= ?3 AND closed_ms < ?4
                GROUP BY c.id ORDER BY closed DESC, c.position
                """, arguments: scope + [fromMS, toMS]
        ).map { .init(cause: $0["id"], name: $0["name"], closed: $0["closed"], cameBack: $0["back"]) }
    }

    /// The smallest value that at least this share of the sorted ones is not above; nil for none.
    static func quantile(_ sorted: [Int64], _ share: Double) -> Int64? {
        guard !sorted.isEmpty else { return nil }
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }
}
