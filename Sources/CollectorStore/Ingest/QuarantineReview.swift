import Foundation
import GRDB
import SurveyKit

extension CollectorStore {
    /// Judges the lines anew whose survey or version was unknown when they came; those that fit now become responses,
    /// with the kiosk, branch and time they had at their receipt.
    ///
    /// A kiosk counts them as delivered and never sends them again, so this is their only way out. Each page of lines
    /// is one commit; what is interrupted goes on at the next call.
    /// - Returns: How many became responses.
    /// - Throws: `Problem` `overloaded`; the database's error.
    @discardableResult
    package func reviewQuarantine() async throws -> Int {
        var released = 0
        var last: HeldLine?
        while true {
            let after = last
            let page = try await pool.read { db in try HeldLine.page(after: after, db) }
            guard let final = page.last else { return released }
            let judged = try await judgeAnew(page)
            released += try await commits.perform { db, tallies in
                var count = 0
                for held in judged where try held.settle(&tallies, db) { count += 1 }
                return count
            }
            last = final
        }
    }

    private func judgeAnew(_ page: [HeldLine]) async throws -> [HeldLine] {
        let found = try await surveys.lookUp(Set(page.compactMap(\.judged.surveyKey)))
        return page.map { held in
            var held = held
            held.judged.judge(found)
            return held
        }
    }
}

/// A line in quarantine for its survey, as it is judged now.
private struct HeldLine: Sendable {
    let kiosk: String
    let branch: String
    /// The word it lies under.
    let reason: String
    let receivedMS: Int64
    let time: OccurredTime
    var judged: JudgedLine

    private static let pageSize = 500

    /// The next lines in the order of the table.
    static func page(after last: HeldLine?, _ db: Database) throws -> [HeldLine] {
        let line = last?.judged.incoming
        return try Row.fetchAll(
            db,
            sql: """
                SELECT q.*, k.branch FROM quarantine q JOIN kiosk k ON k.id = q.kiosk
                WHERE q.reason IN ('unknown-survey', 'unknown-version') AND (q.queue_id, q.id, q.sha256) > (?, ?, ?)
                ORDER BY q.queue_id, q.id, q.sha256 LIMIT ?
                """,
            arguments: [
                line?.queue.bytes ?? Data(), line?.id.bytes ?? Data(), line?.sha256 ?? Data(), pageSize,
            ]
        ).compactMap(HeldLine.init(row:))
    }

    private init?(row: Row) {
        let queue = QueueID(bytes: row["queue_id"])
        // The line was read once before it came here, and under a limit that may have changed since.
        guard let incoming = try? IncomingLine(n: 0, bytes: row["line"], queue: queue, limit: .max),
            let line = incoming.line
        else { return nil }
        kiosk = row["kiosk"]
        branch = row["branch"]
        reason = row["reason"]
        receivedMS = row["received_ms"]
        let occurredMS: Int64? = row["occurred_ms"]
        time =
            occurredMS.map { OccurredTime(ms: $0, errMS: row["occurred_err_ms"]) }
            ?? TimeEvidence(receivedMS: receivedMS).occurred(line)
        judged = JudgedLine(incoming: incoming)
    }

    /// What was known at its receipt, and what has been heard of the kiosk's clocks since.
    private func bestTime(_ db: Database) throws -> OccurredTime {
        guard let line = judged.incoming.line else { return time }
        var reader = TimeEvidenceReader(queue: line.q)
        return time.improved(by: try reader.occurred(line, attempt: nil, receivedMS: receivedMS, db))
    }

    /// Moves the line to the responses, or to the drawer it belongs in now; true for the former.
    func settle(_ tallies: inout TallyChanges, _ db: Database) throws -> Bool {
        let line = judged.incoming
        let key: StatementArguments = [line.queue.bytes, line.id.bytes, line.sha256]
        let whose = "WHERE queue_id = ? AND id = ? AND sha256 = ?"
        if let now = line.reason {
            guard now.rawValue != reason else { return false }
            try db.cachedStatement(sql: "UPDATE quarantine SET reason = ? " + whose)
                .execute(arguments: [now.rawValue] + key)
            return false
        }
        try db.cachedStatement(sql: "DELETE FROM quarantine " + whose).execute(arguments: key)
        // A kiosk that sent it again meanwhile has released it.
        guard db.changesCount == 1 else { return false }
        let time = try bestTime(db)
        // Where the kiosk stood when it was given, or at least when it was received.
        let then = try BranchHistory.branch(of: kiosk, at: time.isCertain ? time.ms : receivedMS, db)
        var rules = TicketRulesReader()
        try ResponseRecord(kiosk: kiosk, branch: then ?? branch, time: time, receivedMS: receivedMS)
            .insert(judged, &tallies, &rules, db)
        return true
    }
}
