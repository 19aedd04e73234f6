import Crypto
package import Foundation
import GRDB
import SurveyKit
import WireProtocol

/// What a lane's receiver is to be told next.
package struct Delivery: Equatable, Sendable {
    package enum Content: Equatable, Sendable {
        case mail(MailNotice)
        case webhook(WebhookRecord, body: Data)
    }

    package let lane: String
    /// The same when it is repeated.
    package let id: String
    package let content: Content
    /// How many events it has: more than one can be cut into smaller deliveries.
    package let events: Int
    /// When the thing happened; of the newest event.
    package let atMS: Int64
    /// Since when its receiver puts it off, ms since 1970; nil where it does not.
    let deferredMS: Int64?
    let source: Source

    /// What is settled when it is over.
    enum Source: Equatable, Sendable {
        /// A message by its number.
        case message(Int64, kind: String)
        /// Responses by row and id, oldest first.
        case responses([TellableResponse])
    }
}

/// A response by its place, and its id, since the place may be given to another one.
struct TellableResponse: Equatable, Sendable {
    let row: Int64
    let id: Data
}

extension CollectorStore {
    /// Tells the database whether there is a mail server; without one, mails that wait are dropped and none is queued.
    ///
    /// - Throws: The database's error.
    package func setMail(on isOn: Bool) async throws {
        try await pool.write { db in
            try db.execute(sql: "UPDATE collector SET mail = ?", arguments: [isOn])
            guard !isOn else { return }
            for table in ["outbox", "outbox_lane"] {
                try db.execute(sql: "DELETE FROM \(table) WHERE lane GLOB ?", arguments: [Lane.allMail])
            }
        }
    }

    /// Whether there is a mail server.
    ///
    /// - Throws: The database's error.
    package func isMailOn() async throws -> Bool { try await pool.read(Outbox.isMailOn) }

    /// Every lane that has something to tell.
    ///
    /// - Throws: The database's error.
    package func waitingLanes() async throws -> [String] {
        try await pool.read { db in
            let webhooks = try WebhookRecord.all(db)
            let last = try Outbox.lastRow(db)
            let paused = Set(webhooks.filter(\.isPaused).map(\.lane))
            let behind = webhooks.filter { $0.events.contains(.responseCreated) && $0.cursor < last }.map(\.lane)
            let queued = try String.fetchAll(db, sql: "SELECT DISTINCT lane FROM outbox")
            return Set(behind + queued).subtracting(paused).sorted()
        }
    }

    /// What a lane's receiver is to be told next; nil for nothing.
    ///
    /// Responses come before what is told after them.
    ///
    /// - Parameter limit: So many responses in one delivery at most.
    /// - Throws: The database's error.
    package func nextDelivery(_ lane: String, limit: Int = Webhook.batch) async throws -> Delivery? {
        guard let id = Lane.webhookID(lane) else {
            return try await pool.read { db in try Delivery.nextMail(lane, db) }
        }
        return try await pool.write { db in
            guard let webhook = try WebhookRecord.find(id, db), !webhook.isPaused else { return nil }
            let message = try Delivery.message(lane, db)
            if webhook.events.contains(.responseCreated),
                let responses = try Delivery.nextResponses(
                    webhook, upTo: message?["after_row"] ?? Int64.max, limit: limit, db)
            {
                return responses
            }
            return try message.map { try Delivery(message: $0, to: webhook) }
        }
    }
}

extension Delivery {
    fileprivate static func message(_ lane: String, _ db: Database) throws -> Row? {
        try Row.fetchOne(db, sql: "SELECT * FROM outbox WHERE lane = ? ORDER BY n LIMIT 1", arguments: [lane])
    }

    fileprivate static func nextMail(_ lane: String, _ db: Database) throws -> Delivery? {
        guard let row = try message(lane, db) else { return nil }
        return Delivery(
            lane: lane, id: row["id"],
            content: .mail(try JSONDecoder().decode(MailNotice.self, from: row["body"])), events: 1,
            atMS: row["created_ms"], deferredMS: row["deferred_ms"], source: .message(row["n"], kind: row["kind"]))
    }

    fileprivate init(message row: Row, to webhook: WebhookRecord) throws {
        let event = try JSONDecoder().decode(WebhookEvent.self, from: row["body"])
        try self.init([event], to: webhook, source: .message(row["n"], kind: row["kind"]))
    }

    /// A `ping`, which waits for nothing.
    package init(ping webhook: WebhookRecord, nowMS: Int64) throws {
        let event = WebhookEvent(id: "p_" + randomHex(), type: .ping, atMS: nowMS)
        try self.init([event], to: webhook, source: .responses([]))
    }

    init(_ events: [WebhookEvent], to webhook: WebhookRecord, source: Source) throws {
        id = "d_" + Data(SHA256.hash(data: Data(events.map(\.id).joined(separator: " ").utf8))).prefix(16).hex
        lane = webhook.lane
        self.events = events.count
        atMS = events.last?.atMS ?? 0
        deferredMS = nil
        self.source = source
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        content = .webhook(
            webhook, body: try encoder.encode(WebhookDelivery(delivery: id, webhook: webhook.id, events: events)))
    }
}
