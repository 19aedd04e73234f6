import Foundation
import GRDB
import SurveyKit
import WireProtocol

/// Opens a ticket for a response that asks for one, in the transaction that stores the response.
enum TicketOpening {
    /// Does nothing where no rule of its survey matches; suspect responses open none.
    static func open(
        for judged: JudgedLine, at place: ResponseRecord, _ rules: inout TicketRulesReader, _ db: Database
    ) throws {
        guard let line = judged.incoming.line, line.suspect == nil else { return }
        let decision = try rules.decision(for: line.survey, db)
        guard let rule = decision.rule(for: line.answers, given: judged.given, isSuspect: false) else { return }
        try insert(line, rule, judged.incoming.queue, place, db)
    }

    private static func insert(
        _ line: ResponseLine, _ rule: TicketRule, _ queue: QueueID, _ place: ResponseRecord, _ db: Database
    ) throws {
        let branch = try TicketBranch.find(place.branch, db)
        let owner = try TicketOwner.next(for: place.branch, db)
        try db.cachedStatement(
            sql: """
                INSERT INTO ticket (queue_id, seq, response, branch, survey, rule, priority, owner, state, opened_ms,
                  due_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?) ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            queue.bytes, line.seq, line.id.bytes, place.branch, line.survey, rule.name, rule.priority.rawValue,
            owner?.name, place.receivedMS, branch.due(after: rule.closeMinutes, since: place.receivedMS),
        ])
        guard db.changesCount == 1 else { return }
        let number = db.lastInsertedRowID
        try TicketHistory.append(.opened, to: number, by: nil, detail: rule.name, nowMS: place.receivedMS, db)
        if let owner, let ticket = try TicketRecord.find(number, db) {
            try TicketHistory.tell(owner, of: ticket, in: branch, nowMS: place.receivedMS, db)
        }
    }
}

/// What a due time and a mail need of a branch.
struct TicketBranch {
    let name: String
    let timeZone: String
    private let hours: OpeningHours

    /// A branch that is none (of a kiosk that nobody knows any more) counts as always open, in UTC.
    static func find(_ id: String, _ db: Database) throws -> TicketBranch {
        let statement = try db.cachedStatement(sql: "SELECT name, time_zone, opening_hours FROM branch WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [id]) else {
            return TicketBranch(name: id, timeZone: "UTC", hours: OpeningHours())
        }
        let text: String? = row["opening_hours"]
        let hours = text.flatMap { try? OpeningHours(reading: $0) }
        return TicketBranch(name: row["name"], timeZone: row["time_zone"], hours: hours ?? OpeningHours())
    }

    /// When so many minutes in which the branch is open are over.
    func due(after minutes: Int, since start: Int64) -> Int64 {
        hours.moment(
            afterOpenMS: Int64(minutes) * 60_000, since: start, in: TimeZone(identifier: timeZone) ?? .gmt)
    }
}

/// Somebody who works on tickets.
struct TicketOwner {
    let name: String
    /// Nil for none.
    let email: String?

    /// Who of a branch has the fewest open tickets: an agent or manager who reaches it; nil for nobody.
    static func next(for branch: String, _ db: Database) throws -> TicketOwner? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT u.name, u.email FROM user u LEFT JOIN branch b ON b.id = ?1
                  LEFT JOIN ticket_load l ON l.owner = u.name
                WHERE u.role IN ('agent', 'manager') AND u.disabled_ms IS NULL AND \(reaches)
                ORDER BY COALESCE(l.open, 0), u.name LIMIT 1
                """)
        return try Row.fetchOne(statement, arguments: [branch]).map(TicketOwner.init(row:))
    }

    /// A user who may own a ticket of a branch: at least an agent, and within reach; nil for anybody else.
    static func named(_ name: String, for branch: String, _ db: Database) throws -> TicketOwner? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT u.name, u.email FROM user u LEFT JOIN branch b ON b.id = ?1
                WHERE u.name = ?2 AND \(mayOwn)
                """, arguments: [branch, name]
        ).map(TicketOwner.init(row:))
    }

    /// Everybody who may own a ticket of a branch, by name.
    static func names(for branch: String, _ db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT u.name FROM user u LEFT JOIN branch b ON b.id = ?1 WHERE \(mayOwn) ORDER BY u.name
                """, arguments: [branch])
    }

    private static let mayOwn = "u.role <> 'viewer' AND u.disabled_ms IS NULL AND \(reaches)"
    private static let reaches = """
        (u.places = '[]' OR EXISTS (
          SELECT 1 FROM json_each(u.places) WHERE value IN ('branch:' || ?1, 'region:' || b.region)))
        """

    private init(row: Row) {
        name = row["name"]
        email = row["email"]
    }
}
