import Foundation
import GRDB
import SurveyKit
import WireProtocol

/// A ticket as it is stored.
struct TicketRecord: Equatable {
    let number: Int64
    let queue: Data
    let seq: Int64
    let response: ResponseID
    let branch: String
    let survey: String
    let rule: String
    let priority: TicketPriority
    let owner: String?
    let state: TicketState
    let openedMS: Int64
    let dueMS: Int64
    let closedMS: Int64?
    let rootCause: String?
    let action: String?

    static func find(_ number: Int64, _ db: Database) throws -> TicketRecord? {
        try Row.fetchOne(try db.cachedStatement(sql: "SELECT * FROM ticket WHERE n = ?"), arguments: [number])
            .map(TicketRecord.init(row:))
    }

    init(row: Row) {
        number = row["n"]
        queue = row["queue_id"]
        seq = row["seq"]
        response = ResponseID(bytes: row["response"])
        branch = row["branch"]
        survey = row["survey"]
        rule = row["rule"]
        priority = TicketPriority(rawValue: row["priority"]) ?? .normal
        owner = row["owner"]
        state = TicketState(rawValue: row["state"]) ?? .open
        openedMS = row["opened_ms"]
        dueMS = row["due_ms"]
        closedMS = row["closed_ms"]
        rootCause = row["root_cause"]
        action = row["action"]
    }

    func isOverdue(at nowMS: Int64) -> Bool { state != .closed && dueMS < nowMS }

    func api(nowMS: Int64) -> ApiTicket {
        ApiTicket(
            ticket: number, branch: branch, response: response, survey: survey, rule: rule, priority: priority,
            owner: owner, state: state, openedMS: openedMS, dueMS: dueMS, isOverdue: isOverdue(at: nowMS),
            closedMS: closedMS, rootCause: rootCause, action: action)
    }

    func detail(nowMS: Int64, _ db: Database) throws -> ApiTicketDetail {
        let answer = try Row.fetchOne(
            db, sql: "SELECT * FROM response WHERE queue_id = ? AND seq = ? AND id = ?",
            arguments: [queue, seq, response.bytes]
        ).map { try StoredResponse(row: $0).api() }
        return ApiTicketDetail(
            ticket: api(nowMS: nowMS), answer: answer, history: try TicketHistory.all(of: number, db))
    }
}

/// What was done to tickets, when and by whom.
package enum TicketHistory {
    package enum What: String, CaseIterable { case opened, taken, noted, state, closed, reopened, moved }

    /// Enters a change and tells the webhooks of it.
    static func append(
        _ what: What, to ticket: Int64, by who: String?, detail: String?, nowMS: Int64, _ db: Database
    ) throws {
        try db.cachedStatement(
            sql: "INSERT INTO ticket_change (ticket, at_ms, who, what, detail) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [ticket, nowMS, who, what.rawValue, detail])
        guard let ticket = try TicketRecord.find(ticket, db) else { return }
        let news = ApiTicketNews(
            ticket: ticket.number, branch: ticket.branch, response: ticket.response, priority: ticket.priority.rawValue,
            state: ticket.state.rawValue, owner: ticket.owner, dueMS: ticket.dueMS, change: what.rawValue, by: who)
        try Outbox.post(news, as: what == .opened ? .ticketOpened : .ticketChanged, nowMS: nowMS, db)
    }

    /// Queues the mail that says whose the ticket is now.
    static func tell(
        _ owner: TicketOwner, of ticket: TicketRecord, in branch: TicketBranch, nowMS: Int64, _ db: Database
    ) throws {
        guard let email = owner.email else { return }
        try Outbox.mail(
            MailNotice(
                kind: .ticketAssigned, to: email, ticket: ticket.number, branch: branch.name,
                priority: ticket.priority.rawValue, dueMS: ticket.dueMS, timeZone: branch.timeZone), nowMS: nowMS, db)
    }

    static func all(of ticket: Int64, _ db: Database) throws -> [ApiTicketChange] {
        try Row.fetchAll(db, sql: "SELECT * FROM ticket_change WHERE ticket = ? ORDER BY n", arguments: [ticket])
            .map { ApiTicketChange(atMS: $0["at_ms"], who: $0["who"], what: $0["what"], detail: $0["detail"]) }
    }
}
