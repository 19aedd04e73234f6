import Foundation
import GRDB
package import SurveyKit
package import WireProtocol

extension CollectorStore {
    /// Takes a check-in whose report is the one that this kiosk sent last.
    ///
    /// - Parameter sent: The kiosk's clocks at this attempt.
    /// - Throws: `Problem` `report-needed` where another report, or none, is held; `overloaded`, `storage`.
    package func checkIn(
        _ kiosk: Kiosk, queue: QueueID, unchanged: UnchangedReport, sent: Timestamp? = nil, nowMS: Int64
    ) async throws(Problem) -> CheckinAnswer {
        let (pacing, surveys) = (pacing, surveys)
        return try await answering {
            try await commits.perform(.high) { db, tallies in
                guard let report = try Self.touch(kiosk, queue, unchanged.same, nowMS: nowMS, db) else {
                    throw Problem.reportNeeded
                }
                if let sent { try CloneWatch.note(boot: sent.boot, of: kiosk.id, db) }
                try TimeReview.goOn(queue: queue, surveys, &tallies, nowMS: nowMS, db)
                // What came by hand since is part of the books too.
                try db.cachedStatement(
                    sql: "UPDATE queue_owner SET stored_then = ? WHERE queue_id = ? AND kiosk = ?"
                ).execute(arguments: [try Ledger.stored(queue, db), queue.bytes, kiosk.id])
                // The same books once more: what nobody holds now either is a gap.
                let proof = CheckinProof(
                    queue: queue, report: report, head: Data(hex: report.head) ?? Data(), sent: sent, nowMS: nowMS)
                return try pacing.answer(to: kiosk, queue: queue, try proof.take(db), db)
            }
        }
    }

    /// Notes the contact; gives the books of the report, or nil where the report is another one.
    private static func touch(
        _ kiosk: Kiosk, _ queue: QueueID, _ tag: String, nowMS: Int64, _ db: Database
    ) throws -> QueueReport? {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE kiosk SET last_contact_ms = ?, checkin_ms = ?
                WHERE id = ? AND queue_id = ? AND report_tag = ? RETURNING *
                """)
        let arguments: StatementArguments = [nowMS, nowMS, kiosk.id, queue.bytes, tag]
        guard let row = try Row.fetchOne(statement, arguments: arguments) else { return nil }
        let waiting = try db.cachedStatement(sql: "SELECT waiting FROM queue WHERE queue_id = ?")
        let told = SequenceNumbers(column: try String.fetchOne(waiting, arguments: [queue.bytes]))
        let head: Data = row["head"]
        return QueueReport(
            created: row["created"], delivered: row["delivered"], pending: row["pending"], dead: row["dead"],
            lost: row["lost"], head: head.hex, oldestPendingMS: row["oldest_pending_ms"], waiting: told.pairs)
    }
}

extension Problem {
    fileprivate static let reportNeeded = Problem(
        .reportNeeded, status: 428, title: "The whole report is needed",
        detail: "This collector does not hold the report that is said to be unchanged. Send it whole.",
        retry: .afterChange)
}
