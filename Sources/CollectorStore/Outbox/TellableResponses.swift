import Foundation
import GRDB
import SurveyKit
import WireProtocol

extension Delivery {
    /// Responses that are looked through for those of a webhook's branches, in one go.
    private static let window = 2_000

    /// The next responses for a webhook, up to a row; nil where there are none.
    ///
    /// The table of responses, with a cursor, is an outbox by itself. How far a delivery reaches is written down before
    /// it is begun, so that it has the same events, and the same id, when it has to be repeated.
    static func nextResponses(
        _ webhook: WebhookRecord, upTo last: Int64, limit: Int, _ db: Database
    ) throws -> Delivery? {
        var (cursor, sending) = (webhook.cursor, webhook.sending)
        while true {
            let end = try Int64.fetchOne(
                db,
                sql: """
                    SELECT MAX(row) FROM (SELECT row FROM response WHERE row > ? AND row <= ? ORDER BY row LIMIT \(window))
                    """, arguments: [cursor, min(last, sending ?? .max)])
            guard let end else {
                guard sending != nil else { return nil }
                // What was begun is gone, erased or moved since; what comes after it is still before any ticket.
                try begin(webhook, nil, db)
                sending = nil
                continue
            }
            let rows = try rows(webhook, cursor..<end, limit: limit, db)
            guard rows.isEmpty else { return try deliver(rows, to: webhook, begun: sending, db) }
            cursor = end
            try db.execute(sql: "UPDATE webhook SET cursor = ? WHERE id = ?", arguments: [cursor, webhook.id])
        }
    }

    /// Rows after the lower bound, up to the upper one with it.
    private static func rows(
        _ webhook: WebhookRecord, _ range: Range<Int64>, limit: Int, _ db: Database
    ) throws -> [Row] {
        let branches = try webhook.branches.map(WordList.encode)
        return try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM response WHERE row > ?1 AND row <= ?2
                  AND (?3 IS NULL OR branch IN (SELECT value FROM json_each(?3))) ORDER BY row LIMIT ?4
                """, arguments: [range.lowerBound, range.upperBound, branches, limit])
    }

    /// - Parameter begun: Up to which row a delivery was begun before; nil for none.
    private static func deliver(
        _ rows: [Row], to webhook: WebhookRecord, begun: Int64?, _ db: Database
    ) throws -> Delivery {
        let events = try rows.map { row in
            let response = try StoredResponse(row: row).api()
            return WebhookEvent(
                id: "r_" + response.id.hex, type: .responseCreated, atMS: response.receivedMS, response: response)
        }
        let sources = rows.map { TellableResponse(row: $0["row"], id: $0["id"]) }
        if let last = sources.last, last.row != begun { try begin(webhook, last.row, db) }
        return try Delivery(events, to: webhook, source: .responses(sources))
    }

    private static func begin(_ webhook: WebhookRecord, _ row: Int64?, _ db: Database) throws {
        try db.execute(sql: "UPDATE webhook SET sending = ? WHERE id = ?", arguments: [row, webhook.id])
    }
}
