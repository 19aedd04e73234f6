import Foundation
import GRDB
import WireProtocol

/// Writes messages in the transaction of what they tell of: both are stored, or neither.
enum Outbox {
    /// Queues an e-mail; nothing happens where the collector has no mail server.
    static func mail(_ notice: MailNotice, nowMS: Int64, _ db: Database) throws {
        guard try isMailOn(db) else { return }
        try insert(
            lane: Lane.mail(notice.to), id: "m_" + randomHex(), kind: notice.kind.rawValue,
            body: try JSONEncoder().encode(notice), nowMS: nowMS, db)
    }

    /// Queues an event for every webhook that wants to hear of such a thing in this branch.
    static func post(_ news: ApiTicketNews, as event: Webhook.Event, nowMS: Int64, _ db: Database) throws {
        let webhooks = try WebhookRecord.all(db).filter { $0.wants(event, branch: news.branch) }
        guard !webhooks.isEmpty else { return }
        let id = "t_" + randomHex()
        let body = try JSONEncoder().encode(WebhookEvent(id: id, type: event, atMS: nowMS, ticket: news))
        for webhook in webhooks {
            try insert(
                lane: webhook.lane, id: "\(id)@\(webhook.id)", kind: event.rawValue, body: body, nowMS: nowMS, db)
        }
    }

    static func isMailOn(_ db: Database) throws -> Bool {
        try Bool.fetchOne(try db.cachedStatement(sql: "SELECT mail FROM collector")) == true
    }

    /// The newest response; what is queued now is told after it.
    static func lastRow(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(try db.cachedStatement(sql: "SELECT COALESCE(MAX(row), 0) FROM response")) ?? 0
    }

    private static func insert(
        lane: String, id: String, kind: String, body: Data, nowMS: Int64, _ db: Database
    ) throws {
        try db.cachedStatement(
            sql: "INSERT INTO outbox (lane, id, kind, body, after_row, created_ms) VALUES (?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [lane, id, kind, body, try lastRow(db), nowMS])
    }
}

/// One receiver, for whom the order is kept.
package enum Lane {
    private static let mailPrefix = "mail:"
    private static let webhookPrefix = "webhook:"

    static func mail(_ address: String) -> String { mailPrefix + address }
    static func webhook(_ id: String) -> String { webhookPrefix + id }

    /// All lanes of e-mails, for SQL's `GLOB`.
    static let allMail = mailPrefix + "*"

    static func isMail(_ lane: String) -> Bool { lane.hasPrefix(mailPrefix) }

    static func webhookID(_ lane: String) -> String? {
        lane.hasPrefix(webhookPrefix) ? String(lane.dropFirst(webhookPrefix.count)) : nil
    }
}

/// What an e-mail tells, as facts; the words are made when it is sent.
///
/// Nothing of what a customer said.
package struct MailNotice: Equatable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable {
        /// A ticket was opened for the one it goes to, or given to them.
        case ticketAssigned = "ticket.assigned"
    }

    package let kind: Kind
    /// An address.
    package let to: String
    package let ticket: Int64
    /// Name of its branch.
    package let branch: String
    package let priority: String
    package let dueMS: Int64
    /// Of its branch, IANA.
    package let timeZone: String

    package init(
        kind: Kind, to: String, ticket: Int64, branch: String, priority: String, dueMS: Int64, timeZone: String
    ) {
        self.kind = kind
        self.to = to
        self.ticket = ticket
        self.branch = branch
        self.priority = priority
        self.dueMS = dueMS
        self.timeZone = timeZone
    }
}
