import Foundation
import GRDB
package import WireProtocol

/// A webhook as it is stored.
package struct WebhookRecord: Equatable, Sendable {
    package let id: String
    package let url: String
    /// The key of its signatures.
    package let secret: String
    package let events: [Webhook.Event]
    /// Ids; nil for all.
    package let branches: [String]?
    /// Row of the last response that was told.
    let cursor: Int64
    let sending: Int64?
    package let isPaused: Bool

    package var lane: String { Lane.webhook(id) }

    func wants(_ event: Webhook.Event, branch: String) -> Bool {
        events.contains(event) && branches?.contains(branch) != false
    }

    static func all(_ db: Database) throws -> [WebhookRecord] {
        try Row.fetchAll(try db.cachedStatement(sql: "SELECT * FROM webhook ORDER BY created_ms, id"))
            .map(WebhookRecord.init(row:))
    }

    static func find(_ id: String, _ db: Database) throws -> WebhookRecord? {
        try Row.fetchOne(db, sql: "SELECT * FROM webhook WHERE id = ?", arguments: [id]).map(WebhookRecord.init(row:))
    }

    private init(row: Row) throws {
        let branches: String? = row["branches"]
        let events: String = row["events"]
        id = row["id"]
        url = row["url"]
        secret = row["secret"]
        self.events = events.split(separator: " ").compactMap { Webhook.Event(rawValue: String($0)) }
        self.branches = try branches.map(WordList.decode)
        cursor = row["cursor"]
        sending = row["sending"]
        isPaused = row["paused"]
    }
}

extension CollectorStore {
    /// Adds a webhook that is told what happens from now on.
    ///
    /// - Throws: `Problem` `not-found` for a branch that is none, `storage`.
    package func addWebhook(
        _ wish: ApiWebhookWish, id: String, secret: String, by actor: AuditActor, nowMS: Int64
    ) async throws(Problem) {
        try await answering {
            try await pool.write { db in
                for branch in wish.branches ?? [] { _ = try BranchInfo.fetch(branch, db) }
                let branches = try wish.branches.map(WordList.encode)
                try db.execute(
                    sql: """
                        INSERT INTO webhook (id, url, secret, events, branches, created_ms, cursor)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        id, wish.url, secret, wish.events.map(\.rawValue).joined(separator: " "), branches, nowMS,
                        try Outbox.lastRow(db),
                    ])
                try AuditEntry.append(.webhookCreate, by: actor, on: .webhook(id), nowMS: nowMS, db)
            }
        }
    }

    /// The webhook with this id.
    ///
    /// - Throws: The database's error.
    package func webhook(_ id: String) async throws -> WebhookRecord? {
        try await pool.read { db in try WebhookRecord.find(id, db) }
    }

    /// Ends a webhook, with all that waits for it; false for an unknown one.
    ///
    /// - Throws: The database's error.
    package func removeWebhook(_ id: String, by actor: AuditActor, nowMS: Int64) async throws -> Bool {
        try await pool.write { db in
            try db.execute(sql: "DELETE FROM webhook WHERE id = ?", arguments: [id])
            guard db.changesCount == 1 else { return false }
            for table in ["outbox", "outbox_lane", "outbox_refused"] {
                try db.execute(sql: "DELETE FROM \(table) WHERE lane = ?", arguments: [Lane.webhook(id)])
            }
            try AuditEntry.append(.webhookRemove, by: actor, on: .webhook(id), nowMS: nowMS, db)
            return true
        }
    }

    /// Every webhook and the mail, with what waits and how the last try went.
    ///
    /// - Throws: The database's error.
    package func outboxStatus() async throws -> ApiWebhooks {
        try await pool.read { db in
            let last = try Outbox.lastRow(db)
            let webhooks = try WebhookRecord.all(db).map { try Self.status(of: $0, last: last, db) }
            return ApiWebhooks(
                webhooks: webhooks,
                mail: ApiMailStatus(
                    isOn: try Outbox.isMailOn(db), waiting: try Self.count("outbox", Lane.allMail, db),
                    refused: try Self.count("outbox_refused", Lane.allMail, db),
                    lastError: try String.fetchOne(
                        db,
                        sql: """
                            SELECT error FROM outbox_lane WHERE lane GLOB ? AND error IS NOT NULL
                            ORDER BY error_ms DESC LIMIT 1
                            """, arguments: [Lane.allMail])))
        }
    }

    private static func status(of webhook: WebhookRecord, last: Int64, _ db: Database) throws -> ApiWebhook {
        let row = try Row.fetchOne(db, sql: "SELECT * FROM outbox_lane WHERE lane = ?", arguments: [webhook.lane])
        let responses = webhook.events.contains(.responseCreated) ? last - webhook.cursor : 0
        return ApiWebhook(
            id: webhook.id, url: webhook.url, events: webhook.events, branches: webhook.branches,
            waiting: responses + (try count("outbox", webhook.lane, db)),
            refused: try count("outbox_refused", webhook.lane, db), deliveredMS: row?["delivered_ms"],
            lastError: row?["error"], lastErrorMS: row?["error_ms"], isPaused: webhook.isPaused)
    }

    /// - Parameter lanes: One lane, or a pattern of several.
    private static func count(_ table: String, _ lanes: String, _ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT COUNT(*) FROM \(table) WHERE lane GLOB ?", arguments: [lanes]) ?? 0
    }
}
