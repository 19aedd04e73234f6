import GRDB
import SurveyKit
import WireProtocol

/// Open tickets whose owner may own them no longer go to the next one who may, and to nobody where there is nobody.
enum TicketHandover {
    /// After a user has left, or reaches less than before.
    static func review(owner: String, by actor: AuditActor, nowMS: Int64, _ db: Database) throws {
        let tickets = try Row.fetchAll(db, sql: openOfOwner, arguments: [owner]).map(TicketRecord.init(row:))
        for ticket in tickets { try review(ticket, by: actor, nowMS: nowMS, db) }
    }

    /// After a closed one, which stays with whoever had it, was opened again.
    static func review(ticket number: Int64, by actor: AuditActor, nowMS: Int64, _ db: Database) throws {
        guard let ticket = try TicketRecord.find(number, db) else { return }
        try review(ticket, by: actor, nowMS: nowMS, db)
    }

    static let openOfOwner = "SELECT * FROM ticket WHERE state <> 'closed' AND owner = ? ORDER BY n"

    private static func review(_ ticket: TicketRecord, by actor: AuditActor, nowMS: Int64, _ db: Database) throws {
        guard let owner = ticket.owner, try TicketOwner.named(owner, for: ticket.branch, db) == nil else { return }
        let next = try TicketOwner.next(for: ticket.branch, db)
        try db.execute(sql: "UPDATE ticket SET owner = ? WHERE n = ?", arguments: [next?.name, ticket.number])
        try TicketHistory.append(.taken, to: ticket.number, by: actor.name, detail: next?.name, nowMS: nowMS, db)
        guard let next, let passed = try TicketRecord.find(ticket.number, db) else { return }
        try TicketHistory.tell(next, of: passed, in: try TicketBranch.find(ticket.branch, db), nowMS: nowMS, db)
    }
}
