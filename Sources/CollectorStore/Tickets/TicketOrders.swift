import GRDB
import SurveyKit
package import WireProtocol

extension CollectorStore {
    /// Does something to a ticket, enters who and when, and tells whom it concerns.
    ///
    /// - Throws: `Problem` `not-found` where there is none within reach; `bad-request` for a body that the order does not
    ///   take; `conflict` where the ticket's state does not allow it; `storage`.
    package func change(
        ticket number: Int64, _ order: TicketOrder, _ wish: ApiTicketOrder, by actor: AuditActor, reach: Reach,
        nowMS: Int64
    ) async throws(Problem) -> ApiTicketDetail {
        try await answering {
            try await pool.write { db in
                let ticket = try TicketRecord.within(reach, number, db)
                let change = TicketChange(ticket: ticket, wish: wish, who: actor, nowMS: nowMS)
                switch order {
                case .take: try change.take(db)
                case .note: try change.note(db)
                case .state: try change.move(db)
                case .close: try change.close(db)
                case .reopen: try change.reopen(db)
                }
                return try TicketRecord.within(reach, number, db).detail(nowMS: nowMS, db)
            }
        }
    }
}

/// One change of one ticket.
private struct TicketChange {
    let ticket: TicketRecord
    let wish: ApiTicketOrder
    let who: AuditActor
    let nowMS: Int64

    func take(_ db: Database) throws {
        try requireNotClosed()
        let name = wish.owner ?? who.name
        // A tool is nobody's colleague: it has to name one.
        guard wish.owner != nil || who.token == nil, let owner = try TicketOwner.named(name, for: ticket.branch, db)
        else {
            throw Problem.badOrder(
                "The owner must be a user with the role agent or a higher one who reaches the ticket's branch; "
                    + "\"owner\" names one.")
        }
        guard owner.name != ticket.owner else { return }
        try set("owner = ?", [owner.name], db)
        try enter(.taken, owner.name, db)
        guard owner.name != who.name || who.token != nil else { return }
        try TicketHistory.tell(owner, of: ticket, in: try TicketBranch.find(ticket.branch, db), nowMS: nowMS, db)
    }

    func note(_ db: Database) throws { try enter(.noted, try text(wish.text, "text"), db) }

    func move(_ db: Database) throws {
        guard let state = wish.state, state != .closed else {
            throw Problem.badOrder(
                "\"state\" must be open, in-progress or waiting; a ticket is closed with its root cause and action.")
        }
        try requireNotClosed()
        guard state != ticket.state else { return }
        try set("state = ?", [state.rawValue], db)
        try enter(.state, state.rawValue, db)
    }

    func close(_ db: Database) throws {
        try requireNotClosed()
        let action = try text(wish.action, "action")
        let cause = try String.fetchOne(
            db, sql: "SELECT id FROM root_cause WHERE id = ? AND retired = 0", arguments: [wish.rootCause])
        guard let cause else {
            throw Problem.badOrder("\"root_cause\" must be the id of a root cause; /api/v1/root-causes lists them.")
        }
        try set(
            "state = 'closed', closed_ms = ?, root_cause = ?, action = ?",
            [max(nowMS, ticket.openedMS), cause, action], db)
        try enter(.closed, action, db)
    }

    func reopen(_ db: Database) throws {
        guard ticket.state == .closed else {
            throw Problem.wrongState("Ticket \(ticket.number) is not closed.")
        }
        let why = try text(wish.text, "text")
        try set("state = 'open', closed_ms = NULL, root_cause = NULL, action = NULL", [], db)
        try enter(.reopened, why, db)
        try TicketHandover.review(ticket: ticket.number, by: who, nowMS: nowMS, db)
    }

    private func requireNotClosed() throws(Problem) {
        guard ticket.state != .closed else {
            throw .wrongState("Ticket \(ticket.number) is closed; reopen it first.")
        }
    }

    private func set(_ columns: String, _ values: StatementArguments, _ db: Database) throws {
        try db.execute(sql: "UPDATE ticket SET \(columns) WHERE n = ?", arguments: values + [ticket.number])
    }

    private func enter(_ what: TicketHistory.What, _ detail: String, _ db: Database) throws {
        try TicketHistory.append(what, to: ticket.number, by: who.name, detail: detail, nowMS: nowMS, db)
    }

    /// Up to 2,000 characters, in lines; no other control characters.
    private func text(_ given: String?, _ name: String) throws(Problem) -> String {
        let isPlain = given?.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 || $0 == "\n" } == true
        guard let given, isPlain, given.count <= 2_000, given.contains(where: { !$0.isWhitespace }) else {
            throw .badOrder("\"\(name)\" must be 1 to 2000 characters.")
        }
        return given
    }
}

extension Problem {
    fileprivate static func badOrder(_ detail: String) -> Problem {
        Problem(.badRequest, status: 400, title: "A value can't be taken", detail: detail, retry: .afterChange)
    }

    fileprivate static func wrongState(_ detail: String) -> Problem {
        Problem(.conflict, status: 409, title: "Not in this state", detail: detail, retry: .afterChange)
    }
}
