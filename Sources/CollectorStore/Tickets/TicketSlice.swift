import Foundation
import GRDB
import SurveyKit
import WireProtocol

/// The tickets of branches that have the same clocks, and when the steps of a span begin and end there.
///
/// Everything is read branch by branch from an index that holds all of it, so that a year of a large chain is counted
/// once, and a week of it alone.
struct TicketSlice {
    /// A JSON array.
    private let branches: String
    /// Ms since 1970, the last one past the end.
    private let edges: [Int64]

    /// How long an answer may take to prove that a cause is back, ms.
    private static let comebackMS: Int64 = 30 * 86_400_000

    init(_ branches: [String], edges: [Int64]) throws {
        self.branches = try WordList.encode(branches)
        self.edges = edges
    }

    /// The branches by their time zones; those that are not known, where they are meant, count as in UTC.
    static func all(
        of branches: [BranchInfo], isWhole: Bool, _ steps: [ClosedRange<LocalDay>], _ db: Database
    ) throws -> [TicketSlice] {
        var zones = Dictionary(grouping: branches, by: \.timeZone).mapValues { $0.map(\.id) }
        if isWhole {
            let known = Set(branches.map(\.id))
            zones["UTC", default: []] += try self.branches(in: .all, only: nil, db).filter { !known.contains($0) }
        }
        let days = steps.map(\.lowerBound) + steps.suffix(1).map { $0.upperBound + 1 }
        return try zones.sorted { $0.key < $1.key }.map { zone, ids in
            let zone = TimeZone(identifier: zone) ?? .gmt
            return try TicketSlice(ids, edges: days.map { $0.start(in: zone) })
        }
    }

    /// Ids of branches within reach; of the whole chain those that have tickets.
    static func branches(in reach: Reach, only branch: String?, _ db: Database) throws -> [String] {
        if let branch { return reach.contains(branch) ? [branch] : [] }
        switch reach {
        case .branches(let ids): return ids.sorted()
        case .all:
            // From one to the next along the index, past all tickets of each.
            return try String.fetchAll(
                db,
                sql: """
                    WITH RECURSIVE found(id) AS (
                      SELECT MIN(branch) FROM ticket
                      UNION ALL SELECT (SELECT MIN(branch) FROM ticket WHERE branch > id) FROM found WHERE id IS NOT NULL)
                    SELECT id FROM found WHERE id IS NOT NULL
                    """)
        }
    }

    private var span: StatementArguments { [branches, edges.first, edges.last] }

    /// From opening to closing, ms.
    func closingTimes(_ db: Database) throws -> [Int64] {
        try Int64.fetchAll(
            db, sql: "SELECT closed_ms - ticket.opened_ms FROM \(Self.closed)", arguments: span)
    }

    /// A cause came back where another ticket of the branch, opened after the fix, was closed with the same one.
    func causes(_ db: Database) throws -> [ApiTicketReport.Cause] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT c.id, c.name, COUNT(*) AS closed, SUM(EXISTS (
                    SELECT 1 FROM ticket later WHERE later.branch = ticket.branch AND later.state = 'closed'
                      AND later.root_cause = ticket.root_cause AND later.opened_ms > ticket.closed_ms
                      AND later.opened_ms <= ticket.closed_ms + \(Self.comebackMS))) AS back
                FROM \(Self.closed) JOIN root_cause c ON c.id = ticket.root_cause GROUP BY c.id
                """, arguments: span
        ).map { .init(cause: $0["id"], name: $0["name"], closed: $0["closed"], cameBack: $0["back"]) }
    }

    /// What was closed within the span.
    private static let closed = """
        json_each(?1) mine CROSS JOIN ticket ON ticket.branch = mine.value AND ticket.state = 'closed'
          AND ticket.closed_ms >= ?2 AND ticket.closed_ms < ?3
        """

    func open(nowMS: Int64, _ db: Database) throws -> [ApiTicketReport.Branch] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT branch, COUNT(*) AS open, SUM(due_ms < ?2) AS overdue
                FROM json_each(?1) mine CROSS JOIN ticket ON branch = mine.value AND state <> 'closed' GROUP BY branch
                """, arguments: [branches, nowMS]
        ).map { .init(branch: $0["branch"], open: $0["open"], overdue: $0["overdue"]) }
    }

    /// How many were opened and closed in each step.
    func counts(_ db: Database) throws -> [(opened: Int, closed: Int)] {
        let edges = String(decoding: try JSONEncoder().encode(edges), as: UTF8.self)
        return try Row.fetchAll(
            db,
            sql: """
                WITH
                  edge(place, low, high) AS MATERIALIZED (
                    SELECT key, value, LEAD(value) OVER (ORDER BY key) FROM json_each(?2)),
                  mine(id) AS MATERIALIZED (SELECT value FROM json_each(?1))
                SELECT
                  COALESCE(SUM((SELECT COUNT(*) FROM ticket WHERE branch = id AND opened_ms >= low AND opened_ms < high)), 0)
                    AS opened,
                  COALESCE(SUM((SELECT COUNT(*) FROM ticket WHERE branch = id AND state = 'closed'
                    AND closed_ms >= low AND closed_ms < high)), 0) AS closed
                FROM edge LEFT JOIN mine WHERE high IS NOT NULL GROUP BY place ORDER BY place
                """, arguments: [branches, edges]
        ).map { ($0["opened"], $0["closed"]) }
    }
}
