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
        guard let ticket = try TicketRecord.find(number, db), ticket.owner != nil else { return }
        try review(ticket, by: actor, nowMS: nowMS, db)
    }

    static let openOfOwner = "SELECT * FROM ticket WHERE state <> 'closed' AND owner = ? ORDER BY n"

    private static func review(_ ticket: TicketRecord, by actor: AuditActor, nowMS: Int64, _ db: Database) throws {
        guard let passed = try pass(ticket, db) else { return }
        try TicketHistory.append(
            .taken, to: ticket.number, by: actor.name, detail: passed.owner?.name, nowMS: nowMS, db)
        try passed.tell(nowMS: nowMS, db)
    }

    /// Gives a ticket to the next one, where it is nobody's or its owner may not own it; its history is the caller's.
    ///
    /// - Returns: Nil where all stays as it is.
    static func pass(_ ticket: TicketRecord, _ db: Database) throws -> PassedTicket? {
        if let owner = ticket.owner, try TicketOwner.named(owner, for: ticket.branch, db) != nil { return nil }
        let next = try TicketOwner.next(for: ticket.branch, db)
        guard next != nil || ticket.owner != nil else { return nil }
        try db.execute(sql: "UPDATE ticket SET owner = ? WHERE n = ?", arguments: [next?.name, ticket.number])
        return PassedTicket(number: ticket.number, owner: next)
    }
}

/// A ticket that has another owner.
struct PassedTicket {
    let number: Int64
    /// Nil for nobody.
    let owner: TicketOwner?

    /// Queues the mail to the new owner.
    func tell(nowMS: Int64, _ db: Database) throws {
        guard let owner, let ticket = try TicketRecord.find(number, db) else { return }
        try TicketHistory.tell(owner, of: ticket, in: try TicketBranch.find(ticket.branch, db), nowMS: nowMS, db)
    }
}
