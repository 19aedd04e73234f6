import Foundation
import GRDB
package import SurveyKit

extension KioskStore {
    /// Keeps the interview under way; the one kept before is replaced.
    package func saveDraft(_ draft: Draft) throws(StoreError) {
        try write { db in
            try db.cachedStatement(sql: "INSERT OR REPLACE INTO draft(slot, state) VALUES (1, ?)")
                .execute(arguments: [try JSONEncoder().encode(draft)])
        }
    }

    /// The interview under way; nil with none.
    ///
    /// Text answers come back as `.option`, as on the wire: the question's kind says which of the two they are.
    package func draft() throws(StoreError) -> Draft? {
        try read { db in try Self.draft(db) }
    }

    /// Makes the draft the next line of the queue, in one transaction: number drawn, hash chained, draft gone.
    ///
    /// Idempotent: nil with no draft; a draft whose id was sealed before gives the line of that time.
    package func sealDraft() throws(StoreError) -> SealedLine? {
        try write { [path] db in
            guard let draft = try Self.draft(db) else { return nil }
            try db.execute(sql: "DELETE FROM draft")
            if let known = try Self.line(draft.id, db) { return known }
            let identity = try Self.identity(db, path: path)
            let line = try SealedLine(
                sealing: draft, queue: identity.queueID, seq: identity.nextSeq, prev: identity.head)
            try Self.insert(line, of: draft, db)
            try db.cachedStatement(sql: "UPDATE identity SET next_seq = next_seq + 1, head = ?")
                .execute(arguments: [line.sha256])
            return line
        }
    }

    private static func draft(_ db: Database) throws -> Draft? {
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

extension SealedLine {
    /// From columns `seq, id, line, sha256`.
    init?(row: Row) {
        guard let id = ResponseID(hex: row["id"]) else { return nil }
        self.init(id: id, seq: row["seq"], bytes: row["line"], sha256: row["sha256"])
    }
}
