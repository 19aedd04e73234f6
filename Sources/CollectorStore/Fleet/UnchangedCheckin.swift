import GRDB
package import SurveyKit
package import WireProtocol

extension CollectorStore {
    /// Takes a check-in whose report is the one that this kiosk sent last.
    ///
    /// - Throws: `Problem` `report-needed` where another report, or none, is held; `overloaded`, `storage`.
    package func checkIn(
        _ kiosk: Kiosk, queue: QueueID, unchanged: UnchangedReport, nowMS: Int64
    ) async throws(Problem) -> CheckinAnswer {
        let pacing = pacing
        return try await answering {
            try await commits.perform(.high) { db in
                guard let created = try Self.touch(kiosk, queue, unchanged.same, nowMS: nowMS, db) else {
                    throw Problem.reportNeeded
                }
                try TimeReview.goOn(queue: queue, db)
                // What came by hand since is part of the books too.
                try db.cachedStatement(
                    sql: "UPDATE queue_owner SET stored_then = ? WHERE queue_id = ? AND kiosk = ?"
                ).execute(arguments: [try Ledger.stored(queue, db), queue.bytes, kiosk.id])
                return try pacing.answer(
                    to: kiosk, queue: queue, watermark: try Ledger.advance(queue, db), created: created, db)
            }
        }
    }

    /// Notes the contact; gives the count of responses made, or nil where the report is another one.
    private static func touch(
        _ kiosk: Kiosk, _ queue: QueueID, _ tag: String, nowMS: Int64, _ db: Database
    ) throws -> Int64? {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE kiosk SET last_contact_ms = ?, checkin_ms = ?
                WHERE id = ? AND queue_id = ? AND report_tag = ? RETURNING created
                """)
        return try Int64.fetchOne(statement, arguments: [nowMS, nowMS, kiosk.id, queue.bytes, tag])
    }
}

extension Problem {
    fileprivate static let reportNeeded = Problem(
        .reportNeeded, status: 428, title: "The whole report is needed",
        detail: "This collector does not hold the report that is said to be unchanged. Send it whole.",
        retry: .afterChange)
}
