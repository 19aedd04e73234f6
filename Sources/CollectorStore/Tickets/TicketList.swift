import GRDB
package import SurveyKit
package import WireProtocol

/// Which tickets are asked for.
package struct TicketFilter: Equatable, Sendable {
    /// Nil for all that are not closed.
    package var state: TicketState?
    /// Id.
    package var branch: String?
    /// Name of a user; an empty one for nobody.
    package var owner: String?
    package var priority: TicketPriority?
    package var isOverdue = false

    package init() {}
}

extension CollectorStore {
    /// Tickets within reach: overdue ones first, then those that are nobody's, then by due time; closed ones newest first.
    ///
    /// - Parameter cursor: `next` of the page before.
    /// - Throws: `Problem` `bad-request` for a cursor that is none, `storage`.
    package func tickets(
        _ filter: TicketFilter, reach: Reach, after cursor: String? = nil, limit: Int, nowMS: Int64
    ) async throws(Problem) -> ApiTickets {
        let start = try cursor.map { text throws(Problem) in
            try cursors.open(text, of: .tickets, as: TicketCursor.self)
        }
        return try await answering {
            // All pages sort by the time of the first: what falls due meanwhile is not passed over.
            let list = TicketList(filter: filter, reach: try reach.list, nowMS: start?.nowMS ?? nowMS)
            let rows = try await pool.read(within: readingLimit) { db in
                // One more tells whether there is another page.
                try list.page(after: start ?? .start(of: 0, nowMS: nowMS), limit: limit + 1, db)
            }
            let next = try rows.count > limit ? cursors.seal(rows[limit - 1].cursor, of: .tickets) : nil
            return ApiTickets(tickets: rows.prefix(limit).map { $0.ticket.api(nowMS: nowMS) }, next: next)
        }
    }

    /// A ticket within reach, with the whole answer.
    ///
    /// - Throws: `Problem` `not-found` where there is none, or none within reach; `storage`.
    package func ticket(_ number: Int64, reach: Reach, nowMS: Int64) async throws(Problem) -> ApiTicketDetail {
        try await answering {
            try await pool.read { db in try TicketRecord.within(reach, number, db).detail(nowMS: nowMS, db) }
        }
    }

    /// Names of the users who may own a ticket of a branch: at least agents, who reach it.
    ///
    /// - Throws: The database's error.
    package func ticketOwners(at branch: String) async throws -> [String] {
        try await pool.read { db in try TicketOwner.names(for: branch, db) }
    }
}

extension TicketRecord {
    /// Nobody learns whether there is one beyond their reach.
    static func within(_ reach: Reach, _ number: Int64, _ db: Database) throws -> TicketRecord {
        guard let ticket = try find(number, db), reach.contains(ticket.branch) else {
            throw Problem(
                .notFound, status: 404, title: "No such ticket", detail: "There is no ticket \(number) here.",
                retry: .afterChange)
        }
        return ticket
    }
}

/// A place in the list: a group, and the due or closing time and number within it.
private struct TicketCursor: Codable {
    /// By which groups were told apart.
    let nowMS: Int64
    let group: Int
    let timeMS: Int64
    let number: Int64

    static func start(of group: Int, nowMS: Int64) -> TicketCursor {
        TicketCursor(nowMS: nowMS, group: group, timeMS: .min, number: .min)
    }
}

/// Reads a page group by group, each in the order of an index.
private struct TicketList {
    let filter: TicketFilter
    /// As `Reach.list`.
    let reach: String?
    let nowMS: Int64

    /// Overdue, nobody's, the others, closed.
    private static let groups = [
        "state <> 'closed' AND due_ms < :now", "state <> 'closed' AND due_ms >= :now AND owner IS NULL",
        "state <> 'closed' AND due_ms >= :now AND owner IS NOT NULL", "state = 'closed'",
    ]

    func page(
        after start: TicketCursor, limit: Int, _ db: Database
    ) throws -> [(ticket: TicketRecord, cursor: TicketCursor)] {
        var found: [(ticket: TicketRecord, cursor: TicketCursor)] = []
        let wanted = filter.state == .closed ? 3...3 : filter.isOverdue ? 0...0 : 0...2
        for group in wanted where group >= start.group && found.count < limit {
            let place = group == start.group ? start : .start(of: group, nowMS: nowMS)
            found += try rows(group, after: place, limit: limit - found.count, db).map { ticket in
                let time = group == 3 ? -(ticket.closedMS ?? 0) : ticket.dueMS
                return (ticket, TicketCursor(nowMS: nowMS, group: group, timeMS: time, number: ticket.number))
            }
        }
        return found
    }

    private func rows(_ group: Int, after place: TicketCursor, limit: Int, _ db: Database) throws -> [TicketRecord] {
        // The times of closed tickets are negated in the cursor: newest first. Its first place has no negative.
        let time = group == 3 ? (place.timeMS == .min ? .max : -place.timeMS) : place.timeMS
        let order =
            group == 3
            ? "AND closed_ms <= :time AND (closed_ms < :time OR n > :number) ORDER BY closed_ms DESC, n"
            : "AND (due_ms, n) > (:time, :number) ORDER BY due_ms, n"
        return try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM ticket WHERE \(Self.groups[group])
                  AND (:reach IS NULL OR branch IN (SELECT value FROM json_each(:reach)))
                  AND (:state IS NULL OR state = :state) AND (:branch IS NULL OR branch = :branch)
                  AND (:owner IS NULL OR COALESCE(owner, '') = :owner) AND (:priority IS NULL OR priority = :priority)
                  \(order) LIMIT :limit
                """,
            arguments: [
                "reach": reach, "state": filter.state?.rawValue, "branch": filter.branch, "owner": filter.owner,
                "priority": filter.priority?.rawValue, "time": time, "number": place.number, "limit": limit,
            ] + (group == 3 ? [:] : ["now": nowMS])
        ).map(TicketRecord.init(row:))
    }
}
