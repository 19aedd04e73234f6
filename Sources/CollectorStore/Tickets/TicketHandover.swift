import GRDB
import SurveyKit
import WireProtocol

/// Open tickets whose owner may own them no longer go to the next one who may, and to nobody where there is nobody.
enum TicketHandover {
    /// After a user has left, or reaches less than before.
    static func review(owner: String, by actor: AuditActor, nowMS: Int64, _ db: Database) throws {
        try review(tickets("owner = ?", owner, db), by: actor, nowMS: nowMS, db)
    }

    /// After a branch has come into another region.
    static func review(branch: String, by actor: AuditActor, nowMS: Int64, _ db: Database) throws {
        try review(tickets("branch = ? AND owner IS NOT NULL", branch, db), by: actor, nowMS: nowMS, db)
    }

    private static func tickets(_ condition: String, _ value: String, _ db: Database) throws -> [TicketRecord] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM ticket WHERE state <> 'closed' AND \(condition) ORDER BY n", arguments: [value]
        ).map(TicketRecord.init(row:))
    }

    private static func review(
        _ tickets: [TicketRecord], by actor: AuditActor, nowMS: Int64, _ db: Database
    ) throws {
        for ticket in tickets {
            guard let name = ticket.owner, try TicketOwner.named(name, for: ticket.branch, db) == nil else { continue }
            let next = try TicketOwner.next(for: ticket.branch, db)
            try db.execute(sql: "UPDATE ticket SET owner = ? WHERE n = ?", arguments: [next?.name, ticket.number])
            try TicketHistory.append(
                .taken, to: ticket.number, by: actor.name, detail: next?.name, nowMS: nowMS, db)
            guard let next, let passed = try TicketRecord.find(ticket.number, db) else { continue }
            try TicketHistory.tell(next, of: passed, in: try TicketBranch.find(ticket.branch, db), nowMS: nowMS, db)
        }
    }
}
