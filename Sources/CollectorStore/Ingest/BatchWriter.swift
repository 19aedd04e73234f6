import Foundation
import GRDB
import SurveyKit
import WireProtocol

/// Stores one judged batch inside the transaction of a group.
struct BatchWriter {
    let sender: BatchSender
    let nowMS: Int64

    func store(_ batch: JudgedBatch, _ db: Database) throws -> [Verdict] {
        var verdicts = batch.rejected
        var entered: [QueueID: [IncomingLine]] = [:]
        for line in batch.lines {
            let verdict = try store(line, db)
            verdicts.append(verdict)
            if verdict.status == .accepted || verdict.status == .quarantined {
                entered[line.incoming.queue, default: []].append(line.incoming)
            }
        }
        for (queue, lines) in entered { try Ledger.count(lines, queue: queue, db) }
        try db.cachedStatement(
            sql: "UPDATE kiosk SET last_contact_ms = MAX(COALESCE(last_contact_ms, 0), ?) WHERE id = ?"
        )
        .execute(arguments: [nowMS, sender.kiosk])
        return verdicts.sorted { $0.n < $1.n }
    }

    private func store(_ judged: JudgedLine, _ db: Database) throws -> Verdict {
        let line = judged.incoming
        switch try Ledger.enter(line, nowMS: nowMS, db) {
        case .new:
            if let reason = line.reason {
                try quarantine(line, reason, db)
                return verdict(line, .quarantined, held: line.sha256, code: reason)
            }
            try insertBody(judged, db)
            return verdict(line, .accepted, held: line.sha256)
        case .known(line.sha256):
            try release(judged, db)
            return verdict(line, .duplicate, held: line.sha256)
        case .known(let held):
            try quarantine(line, .conflict, db)
            return verdict(line, .conflict, held: held, code: .conflict)
        }
    }

    private func verdict(
        _ line: IncomingLine, _ status: Verdict.Status, held: Data, code: IncomingLine.Reason? = nil
    ) -> Verdict {
        Verdict(n: line.n, id: line.id, status: status, sha256: held.hex, code: code?.rawValue)
    }

    private func quarantine(_ line: IncomingLine, _ reason: IncomingLine.Reason, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO quarantine (queue_id, id, sha256, kiosk, reason, received_ms, line)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            line.queue.bytes, line.id.bytes, line.sha256, sender.kiosk, reason.rawValue, nowMS, line.bytes,
        ])
    }

    /// A line that was kept apart, and now comes again and fits (its survey is published since, or it comes from the
    /// queue's own kiosk), becomes a response.
    private func release(_ judged: JudgedLine, _ db: Database) throws {
        guard judged.incoming.reason == nil else { return }
        let line = judged.incoming
        try db.cachedStatement(sql: "DELETE FROM quarantine WHERE queue_id = ? AND id = ? AND sha256 = ?")
            .execute(arguments: [line.queue.bytes, line.id.bytes, line.sha256])
        if db.changesCount == 1 { try insertBody(judged, db) }
    }

    private func insertBody(_ judged: JudgedLine, _ db: Database) throws {
        guard let line = judged.incoming.line else { return }
        let time = OccurredTime(of: line, sent: sender.sent, nowMS: nowMS)
        try db.cachedStatement(
            sql: """
                INSERT INTO response (queue_id, id, kiosk, branch, survey, version, completion, language, occurred_ms,
                  time_certain, received_ms, seq, line) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            judged.incoming.queue.bytes, judged.incoming.id.bytes, sender.kiosk, sender.branch, line.survey, line.ver,
            line.end.rawValue, line.lang, time.ms, time.isCertain, nowMS, line.seq, judged.incoming.bytes,
        ])
        try insert(judged.facts, response: db.lastInsertedRowID, occurredMS: time.ms, db)
    }

    private func insert(_ facts: [AnswerFact], response: Int64, occurredMS: Int64, _ db: Database) throws {
        for fact in facts {
            try db.cachedStatement(
                sql: """
                    INSERT INTO answer (occurred_ms, response, position, branch, question, kind, levels, score, text)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                occurredMS, response, fact.position, sender.branch, fact.question, fact.kind, fact.levels, fact.score,
                fact.text,
            ])
        }
    }
}

/// When a response was given, by the best clock there is (sync.md 11).
struct OccurredTime: Equatable {
    /// Milliseconds since 1970, never after the collector's own time.
    let ms: Int64
    /// False where only an unchecked wall clock says so.
    let isCertain: Bool

    init(of line: ResponseLine, sent: Timestamp?, nowMS: Int64) {
        let given: Int64
        if let sent, sent.boot == line.boot, line.t >= 0, sent.bootMS >= line.t {
            given = nowMS - (sent.bootMS - line.t)
            isCertain = true
        } else {
            given = line.wall
            isCertain = line.clock == .synchronised || line.clock == .corrected
        }
        ms = min(max(given, 0), nowMS)
    }
}
