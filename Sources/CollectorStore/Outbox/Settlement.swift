import GRDB
import SurveyKit
import WireProtocol

/// How a try to deliver ended.
package enum DeliveryOutcome: Equatable, Sendable {
    case delivered
    /// The receiver will never take this one: it is set aside, and the next one is told.
    case refused(String)
    /// Not now: this one and all after it in its lane wait.
    case failed(String, Failure)
    /// The receiver is gone for good: nothing is sent to it until somebody has looked.
    case gone(String)

    package struct Failure: Equatable, Sendable {
        /// How long the receiver wants to be left alone, ms; nil where it does not say.
        package var retryAfterMS: Int64?
        /// Whether the way to all receivers of this kind is shut.
        package var isCarrier = false
        /// Whether it is not expected to pass by itself soon.
        package var isStubborn = false

        package init(retryAfterMS: Int64? = nil, isCarrier: Bool = false, isStubborn: Bool = false) {
            self.retryAfterMS = retryAfterMS
            self.isCarrier = isCarrier
            self.isStubborn = isStubborn
        }
    }

    /// A mailbox that puts a mail off for so long won't take it, ms.
    private static let mailPatienceMS: Int64 = 5 * 86_400_000

    /// The outcome, where a mail that its mailbox puts off again and again has had its time: others wait behind it.
    package func judged(for delivery: Delivery, nowMS: Int64) -> DeliveryOutcome {
        guard case .failed(let reason, let failure) = self, case .mail = delivery.content, !failure.isCarrier,
            let since = delivery.deferredMS, nowMS - since >= Self.mailPatienceMS
        else { return self }
        return .refused("put off for 5 days: \(reason)")
    }
}

extension CollectorStore {
    /// Enters how a try ended, and takes what is over out of the outbox.
    ///
    /// - Throws: The database's error; then it will be told once more, under the same id.
    package func settle(_ delivery: Delivery, as outcome: DeliveryOutcome, nowMS: Int64) async throws {
        try await pool.write { db in
            switch outcome {
            case .delivered:
                try Self.finish(delivery, db)
                try Self.note(delivery.lane, deliveredMS: nowMS, error: nil, nowMS: nowMS, db)
            case .refused(let reason):
                if delivery.events == 1 {
                    try Self.setAside(delivery, reason, nowMS: nowMS, db)
                    try Self.finish(delivery, db)
                }
                try Self.note(delivery.lane, deliveredMS: nil, error: reason, nowMS: nowMS, db)
            case .failed(let reason, let failure):
                if !failure.isCarrier { try Self.deferMessage(delivery, nowMS: nowMS, db) }
                try Self.note(delivery.lane, deliveredMS: nil, error: reason, nowMS: nowMS, db)
            case .gone(let reason):
                try db.execute(
                    sql: "UPDATE webhook SET paused = 1 WHERE id = ?", arguments: [Lane.webhookID(delivery.lane)])
                try Self.note(delivery.lane, deliveredMS: nil, error: reason, nowMS: nowMS, db)
            }
        }
    }

    /// Ends a pause: the receiver answers again.
    ///
    /// - Throws: The database's error.
    package func resumeWebhook(_ id: String, nowMS: Int64) async throws {
        try await pool.write { db in
            try db.execute(sql: "UPDATE webhook SET paused = 0 WHERE id = ?", arguments: [id])
            guard db.changesCount == 1 else { return }
            try Self.note(Lane.webhook(id), deliveredMS: nowMS, error: nil, nowMS: nowMS, db)
        }
    }

    private static func finish(_ delivery: Delivery, _ db: Database) throws {
        switch delivery.source {
        case .message(let number, _):
            try db.execute(sql: "DELETE FROM outbox WHERE n = ?", arguments: [number])
        case .responses(let responses):
            // A row whose response was erased meanwhile may hold another one by now, which is yet to be told.
            let told = try responses.last { response in
                try Bool.fetchOne(
                    db, sql: "SELECT EXISTS(SELECT 1 FROM response WHERE row = ? AND id = ?)",
                    arguments: [response.row, response.id]) == true
            }
            try db.execute(
                sql: "UPDATE webhook SET sending = NULL, cursor = MAX(cursor, ?) WHERE id = ?",
                arguments: [told?.row ?? 0, Lane.webhookID(delivery.lane)])
        }
    }

    /// Its first refusal counts: a mail that waited for the carrier is not old for its mailbox.
    private static func deferMessage(_ delivery: Delivery, nowMS: Int64, _ db: Database) throws {
        guard case .message(let number, _) = delivery.source else { return }
        try db.execute(
            sql: "UPDATE outbox SET deferred_ms = COALESCE(deferred_ms, ?) WHERE n = ?", arguments: [nowMS, number])
    }

    private static func setAside(_ delivery: Delivery, _ reason: String, nowMS: Int64, _ db: Database) throws {
        let (id, kind): (String, String) =
            switch delivery.source {
            case .message(_, let kind): (delivery.id, kind)
            case .responses(let responses):
                ("r_" + (responses.first?.id.hex ?? ""), Webhook.Event.responseCreated.rawValue)
            }
        try db.execute(
            sql: "INSERT INTO outbox_refused (lane, id, kind, reason, at_ms) VALUES (?, ?, ?, ?, ?)",
            arguments: [delivery.lane, id, kind, reason, nowMS])
        // A receiver that refuses everything fills no disk.
        try db.execute(sql: "DELETE FROM outbox_refused WHERE n <= (SELECT MAX(n) FROM outbox_refused) - 10000")
    }

    private static func note(
        _ lane: String, deliveredMS: Int64?, error: String?, nowMS: Int64, _ db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO outbox_lane (lane, delivered_ms, error, error_ms) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT(lane) DO UPDATE SET delivered_ms = COALESCE(?2, delivered_ms), error = ?3, error_ms = ?4
                """, arguments: [lane, deliveredMS, error, error == nil ? nil : nowMS])
    }
}
