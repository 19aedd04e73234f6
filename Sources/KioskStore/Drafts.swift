import Faults
import Foundation
import GRDB
package import SurveyKit

extension KioskStore {
    /// Keeps the interview under way.
    ///
    /// The one kept before is replaced if it is the same response; another one is sealed first, so that a customer who
    /// was thanked can't be written over by the next, whatever failed in between.
    package func saveDraft(_ draft: Draft) throws(StoreError) {
        let sealed = try write { [path] db in
            let sealed = try Self.sealOther(than: draft.id, db, path: path)
            guard try Self.line(draft.id, db) == nil else {
                throw StoreError.other(path: path, code: 0, message: "the response was sealed before")
            }
            try db.cachedStatement(sql: "INSERT OR REPLACE INTO draft(slot, state) VALUES (1, ?)")
                .execute(arguments: [try JSONEncoder().encode(draft)])
            CrashPoint.reached(.draftWritten)
            return sealed
        }
        CrashPoint.reached(.draftCommitted)
        if let sealed { folder.note(sealed) }
    }

    private static func sealOther(than id: ResponseID, _ db: Database, path: String) throws -> HighWater? {
        try buryUnreadableDraft(db, path: path)
        guard let kept = try draft(db), kept.id != id else { return nil }
        try seal(kept, db, path: path)
        return HighWater(try identity(db, path: path))
    }

    /// The interview under way; nil with none.
    ///
    /// Text answers come back as `.option`, as on the wire: the question's kind says which of the two they are.
    package func draft() throws(StoreError) -> Draft? {
        try read { db in try Self.draft(db) }
    }

    /// Makes the draft the next line of the queue, in one transaction: number drawn, hash chained, draft gone.
    ///
    /// A completed interview confirms the survey on the screen; not so one that a stop has left behind, for the stop may
    /// have been the survey's fault.
    ///
    /// - Parameter id: Of the response to seal; nil for whatever a stop has left behind.
    /// - Returns: Its line, also where it was sealed before; nil where there is no such draft.
    @discardableResult
    package func sealDraft(_ id: ResponseID? = nil) throws(StoreError) -> SealedLine? {
        let sealed = try write { [path] db in
            try Self.buryUnreadableDraft(db, path: path)
            let line = try Self.seal(id, db, path: path)
            return (line: line, highWater: HighWater(try Self.identity(db, path: path)))
        }
        CrashPoint.reached(.lineCommitted)
        if let line = sealed.line, line.seq == sealed.highWater.seq { folder.note(sealed.highWater) }
        return sealed.line
    }

    private static func seal(_ id: ResponseID?, _ db: Database, path: String) throws -> SealedLine? {
        guard let draft = try draft(db), id == nil || draft.id == id else {
            return try id.flatMap { try line($0, db) }
        }
        if id != nil { try confirmSurvey(of: draft, db) }
        return try seal(draft, db, path: path)
    }

    /// A draft whose bytes can't be read any more becomes a dead letter: it was somebody's answer, and it must not hold up
    /// all that follow.
    private static func buryUnreadableDraft(_ db: Database, path: String) throws {
        guard let state = try Data.fetchOne(db, sql: "SELECT state FROM draft"),
            (try? JSONDecoder().decode(Draft.self, from: state)) == nil
        else { return }
        let identity = try identity(db, path: path)
        let sha256 = SealedLine.hash(of: state)
        var generator = SystemRandomNumberGenerator()
        try db.execute(sql: "DELETE FROM draft")
        try db.execute(
            sql: """
                INSERT INTO response(seq, id, survey_id, survey_version, line, sha256, boot_id, boot_ms, wall_ms, clock,
                  state, last_error) VALUES (?, ?, '', 0, ?, ?, '', 0, 0, 0, 2, 'corrupt')
                """, arguments: [identity.nextSeq, ResponseID(drawnFrom: &generator).hex, state, sha256])
        try db.execute(sql: "UPDATE identity SET next_seq = next_seq + 1, head = ?", arguments: [sha256])
    }

    private static func confirmSurvey(of draft: Draft, _ db: Database) throws {
        guard draft.completion == .done || draft.completion == .skipped else { return }
        try change(db) { activation in
            guard let shown = activation.shown, shown.sha256 == draft.bundle else { return }
            activation.confirm(shown.name)
        }
    }

    @discardableResult
    private static func seal(_ draft: Draft, _ db: Database, path: String) throws -> SealedLine {
        try db.execute(sql: "DELETE FROM draft")
        CrashPoint.reached(.draftTakenAway)
        let draft = SeededBug.isPlanted(.idDrawnLate) ? draft.withAnotherID : draft
        if let known = try line(draft.id, db) { return known }
        let identity = try identity(db, path: path)
        let line = try SealedLine(sealing: draft, queue: identity.queueID, seq: identity.nextSeq, prev: identity.head)
        try insert(line, of: draft, db)
        try db.cachedStatement(sql: "UPDATE identity SET next_seq = next_seq + 1, head = ?")
            .execute(arguments: [line.sha256])
        CrashPoint.reached(.lineWritten)
        return line
    }

    static func draft(_ db: Database) throws -> Draft? {
        guard let state = try Data.fetchOne(db, sql: "SELECT state FROM draft") else { return nil }
        return try JSONDecoder().decode(Draft.self, from: state)
    }

    private static func line(_ id: ResponseID, _ db: Database) throws -> SealedLine? {
        try Row.fetchOne(
            db, sql: "SELECT seq, id, line, sha256 FROM response WHERE id = ?", arguments: [id.hex]
        ).flatMap(SealedLine.init(row:))
    }

    private static func insert(_ line: SealedLine, of draft: Draft, _ db: Database) throws {
        let started = draft.started
        try db.cachedStatement(
            sql: """
                INSERT INTO response(seq, id, survey_id, survey_version, line, sha256, boot_id, boot_ms, wall_ms, clock)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            line.seq, line.id.hex, draft.surveyID, draft.surveyVersion, line.bytes, line.sha256, started.boot,
            started.bootMS, started.wallMS, started.clock.rawValue,
        ])
    }
}

extension Draft {
    /// What a kiosk would send that drew the id too late: for a seeded bug.
    fileprivate var withAnotherID: Draft {
        var generator = SystemRandomNumberGenerator()
        return Draft(
            id: ResponseID(drawnFrom: &generator), surveyID: surveyID, surveyVersion: surveyVersion, bundle: bundle,
            started: started, language: language, answers: answers, skips: skips, durations: durations,
            completion: completion)
    }
}

extension SealedLine {
    /// From columns `seq, id, line, sha256`.
    init?(row: Row) {
        guard let hex: String = try? row.sound("id"), let id = ResponseID(hex: hex),
            let seq: Int64 = try? row.sound("seq"), let bytes: Data = try? row.sound("line"),
            let sha256: Data = try? row.sound("sha256")
        else { return nil }
        self.init(id: id, seq: seq, bytes: bytes, sha256: sha256)
    }
}
