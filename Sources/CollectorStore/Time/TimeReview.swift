import Foundation
import GRDB
import SurveyKit

/// Looks again at times that were not good, when a kiosk has told what it heard since.
///
/// A page at each check-in, so that no transaction is long; where it stands is in the database. Only `occurred_ms`, what
/// says how good it is, and the branch where the kiosk stood then ever change: `received_ms` is the collector's own and
/// stays.
enum TimeReview {
    static let pageSize = 500

    /// Begins anew from a line on, for observations that have just been kept.
    static func begin(from seq: Int64, queue: QueueID, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO time_review (queue_id, from_seq) VALUES (?, ?)
                ON CONFLICT(queue_id) DO UPDATE SET from_seq = MIN(from_seq, excluded.from_seq)
                """
        ).execute(arguments: [queue.bytes, seq])
    }

    /// One page, where there is something to look at.
    ///
    /// Nothing while a branch's past is counted anew (`RecountPiece`): a response that came into its past would be missed.
    static func goOn(
        queue: QueueID, _ surveys: SurveyCache, _ tallies: inout TallyChanges, nowMS: Int64, _ db: Database
    ) throws {
        let from = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT from_seq FROM time_review WHERE queue_id = ?"), arguments: [queue.bytes])
        guard let from, try !RecountPiece.isUnderWay(db) else { return }
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT \(CountedResponseReader.columns), id, seq, received_ms FROM response
                    WHERE time_open = 1 AND queue_id = ? AND seq >= ? ORDER BY seq LIMIT \(pageSize)
                    """), arguments: [queue.bytes, from])
        var reader = TimeEvidenceReader(queue: queue)
        let counted = CountedResponseReader(surveys: surveys)
        for row in rows {
            guard let better = try look(at: row, &reader, db) else { continue }
            let branch = try branch(of: row, at: better, db)
            try write(better, branch, to: row, db)
            if branch != row["branch"] {
                try TicketMove.follow(queue: queue, response: row["id"], to: branch, nowMS: nowMS, db)
            }
            if let response = try counted.response(row, db) { tallies.move(response, to: better, at: branch) }
        }
        if rows.count == pageSize, let last: Int64 = rows.last?["seq"] {
            try db.cachedStatement(sql: "UPDATE time_review SET from_seq = ? WHERE queue_id = ?")
                .execute(arguments: [last + 1, queue.bytes])
        } else {
            try db.cachedStatement(sql: "DELETE FROM time_review WHERE queue_id = ?").execute(arguments: [queue.bytes])
        }
    }

    /// - Returns: The time it has now; nil where it is the one it had.
    private static func look(
        at row: Row, _ reader: inout TimeEvidenceReader, _ db: Database
    ) throws -> OccurredTime? {
        guard let line = try? JSONDecoder().decode(ResponseLine.self, from: row["line"] as Data) else { return nil }
        let known = OccurredTime(ms: row["occurred_ms"], errMS: row["occurred_err_ms"])
        let found = try reader.occurred(line, attempt: nil, receivedMS: row["received_ms"], db)
        let better = known.improved(by: found)
        return better == known ? nil : better
    }

    /// Where the kiosk stood then; where that is a guess, the branch it was credited to.
    private static func branch(of row: Row, at time: OccurredTime, _ db: Database) throws -> String {
        let kiosk: String = row["kiosk"]
        guard time.isCertain, try BranchHistory.hasMoved(kiosk, db) else { return row["branch"] }
        return try BranchHistory.branch(of: kiosk, at: time.ms, db) ?? row["branch"]
    }

    private static func write(_ better: OccurredTime, _ branch: String, to row: Row, _ db: Database) throws {
        let response: Int64 = row["row"]
        try db.cachedStatement(
            sql: """
                UPDATE response SET occurred_ms = ?, occurred_err_ms = ?, time_certain = ?, time_open = ?, branch = ?
                WHERE row = ?
                """
        ).execute(arguments: [better.ms, better.errMS, better.isCertain, better.isOpen, branch, response])
        guard better.ms != row["occurred_ms"] || branch != row["branch"] else { return }
        try db.cachedStatement(
            sql: "UPDATE comment SET occurred_ms = ?, branch = ? WHERE occurred_ms = ? AND response = ?"
        ).execute(arguments: [better.ms, branch, row["occurred_ms"] as Int64, response])
    }
}
