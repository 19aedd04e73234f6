import Foundation
import GRDB
import SurveyKit
import WireProtocol

/// Writes one line that was understood as a response, and notes what the tallies count of it.
struct ResponseRecord {
    let kiosk: String
    let branch: String
    let time: OccurredTime
    let receivedMS: Int64

    func insert(
        _ judged: JudgedLine, _ tallies: inout TallyChanges, _ rules: inout TicketRulesReader, _ db: Database
    ) throws {
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
        try insert(judged.comments, response: row, isSuspect: line.suspect != nil, db)
        try SealedContacts.note(line, row: row, db)
        try TicketOpening.open(for: judged, at: self, &rules, db)
        guard let contribution = judged.counted else { return }
        tallies.add(
            CountedResponse(
                kiosk: kiosk, branch: branch, time: time, isSuspect: line.suspect != nil, contribution: contribution))
    }

    private func insert(_ comments: [CommentFact], response: Int64, isSuspect: Bool, _ db: Database) throws {
        for comment in comments {
            try db.cachedStatement(
                sql: """
                    INSERT INTO comment (occurred_ms, response, question, branch, text, kind, score, levels, leaning,
                      suspect) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                time.ms, response, comment.question, branch, comment.text, comment.kind, comment.score, comment.levels,
                comment.leaning?.rawValue, isSuspect,
            ])
        }
    }
}
