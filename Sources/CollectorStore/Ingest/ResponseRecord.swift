import Foundation
import GRDB
import SurveyKit
import WireProtocol

/// Writes one line that was understood as a response with its answers.
struct ResponseRecord {
    let kiosk: String
    let branch: String
    let time: OccurredTime
    let receivedMS: Int64

    func insert(_ judged: JudgedLine, _ db: Database) throws {
        guard let line = judged.incoming.line else { return }
        try db.cachedStatement(
            sql: """
                INSERT INTO response (queue_id, id, kiosk, branch, survey, version, completion, language, occurred_ms,
                  occurred_err_ms, time_certain, time_open, received_ms, seq, line, suspect)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            judged.incoming.queue.bytes, judged.incoming.id.bytes, kiosk, branch, line.survey, line.ver,
            line.end.rawValue, line.lang, time.ms, time.errMS, time.isCertain, time.isOpen, receivedMS, line.seq,
            judged.incoming.bytes,
            line.suspect?.rawValue,
        ])
        let row = db.lastInsertedRowID
        try insert(judged.facts, response: row, isSuspect: line.suspect != nil, db)
        try SealedContacts.note(line, row: row, db)
        try TicketOpening.open(for: judged, at: self, db)
    }

    private func insert(_ facts: [AnswerFact], response: Int64, isSuspect: Bool, _ db: Database) throws {
        for fact in facts {
            try db.cachedStatement(
                sql: """
                    INSERT INTO answer (occurred_ms, response, position, branch, question, kind, levels, score, text,
                      suspect) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                time.ms, response, fact.position, branch, fact.question, fact.kind, fact.levels, fact.score, fact.text,
                isSuspect,
            ])
        }
    }
}
