import Foundation
import GRDB
import SurveyKit

/// How long what customers said is kept: `[retention]` of collector.conf.
package struct RetentionRule: Equatable, Sendable {
    /// Days after which sealed contact details are deleted; nil for never.
    package var contactDays: Int?
    /// Days after which comments are deleted; nil for never.
    package var commentDays: Int?

    package init(contactDays: Int? = nil, commentDays: Int? = nil) {
        self.contactDays = contactDays
        self.commentDays = commentDays
    }

    /// Who the audit log names.
    static let actor = AuditActor(name: "retention", role: .admin, token: nil)
}

/// What one run deleted.
package struct RetentionOutcome: Equatable, Sendable {
    package var contacts = 0
    package var comments = 0
    /// Lines that lay in quarantine for too long.
    package var held = 0

    package init(contacts: Int = 0, comments: Int = 0, held: Int = 0) {
        self.contacts = contacts
        self.comments = comments
        self.held = held
    }
}

extension CollectorStore {
    /// Deletes what has had its time, and enters in the audit log how much that was; to be called once a day.
    ///
    /// Days count from when a response was given, where that is certain, else from its receipt. The scores stay, and the
    /// response says what was deleted; the ledger stays whole.
    /// - Throws: The database's error; what was deleted so far stays deleted, and the next run goes on.
    @discardableResult
    package func applyRetention(_ rule: RetentionRule, nowMS: Int64) async throws -> RetentionOutcome {
        var outcome = RetentionOutcome()
        if let days = rule.contactDays {
            outcome.contacts = try await redact(.contacts, before: nowMS - Int64(days) * 86_400_000, nowMS: nowMS)
        }
        if let days = rule.commentDays {
            outcome.comments = try await redact(.comments, before: nowMS - Int64(days) * 86_400_000, nowMS: nowMS)
        }
        // Nobody reads what a line in quarantine says: it goes with the first of the two.
        if let days = [rule.contactDays, rule.commentDays].compactMap({ $0 }).min() {
            outcome.held = try await dropHeld(before: nowMS - Int64(days) * 86_400_000)
        }
        let done = outcome
        guard done != RetentionOutcome() else { return done }
        try await pool.write { db in
            try AuditEntry.append(
                .retention, by: RetentionRule.actor, on: nil,
                reason: "deleted: contacts of \(done.contacts) responses, comments of \(done.comments), "
                    + "\(done.held) lines in quarantine", nowMS: nowMS, db)
        }
        return done
    }

    private func redact(_ what: Redaction, before cutoffMS: Int64, nowMS: Int64) async throws -> Int {
        var count = 0
        while true {
            // Found beside the writer, deleted in small pieces, between which kiosks are served.
            let rows = try await pool.read { db in try what.find(before: cutoffMS, db) }
            guard !rows.isEmpty else { return count }
            for start in stride(from: 0, to: rows.count, by: 200) {
                let piece = rows[start..<min(start + 200, rows.count)]
                count += try await pool.write { db in
                    try piece.filter { try what.apply(to: $0, nowMS: nowMS, db) }.count
                }
            }
        }
    }

    private func dropHeld(before cutoffMS: Int64) async throws -> Int {
        try await pool.write { db in
            try db.execute(sql: "DELETE FROM quarantine WHERE received_ms < ?", arguments: [cutoffMS])
            return db.changesCount
        }
    }
}

/// One sort of words that are taken out of responses.
private enum Redaction {
    case contacts, comments

    /// Responses in one go, at most.
    private static let most = 20_000

    /// Rows of responses that are old enough and still have such words.
    func find(before cutoffMS: Int64, _ db: Database) throws -> [Int64] {
        // A time that is not certain may be years ahead or behind: there the receipt counts.
        let isOld = "(CASE WHEN r.time_certain THEN r.occurred_ms ELSE r.received_ms END) < ?1"
        let words =
            switch self {
            case .contacts: "sealed_contact w JOIN response r ON r.row = w.response WHERE"
            case .comments:
                """
                comment w JOIN response r ON r.row = w.response
                WHERE (w.occurred_ms < ?1 OR r.time_certain = 0) AND
                """
            }
        return try Int64.fetchAll(
            db, sql: "SELECT DISTINCT r.row FROM \(words) \(isOld) LIMIT \(Self.most)", arguments: [cutoffMS])
    }

    /// Takes the words out of one response; false where they are gone already.
    func apply(to number: Int64, nowMS: Int64, _ db: Database) throws -> Bool {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM response WHERE row = ?", arguments: [number]) else {
            return false
        }
        let key: StatementArguments = [row["occurred_ms"] as Int64, number]
        let questions = try questions(row, key, db)
        guard !questions.isEmpty else { return false }
        let line = try JSONDecoder().decode(ResponseLine.self, from: row["line"]).emptied(questions)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try db.execute(
            sql: "UPDATE response SET line = ?, \(column) = ? WHERE row = ?",
            arguments: [try encoder.encode(line), nowMS, number])
        switch self {
        case .contacts:
            try db.execute(
                sql: "DELETE FROM sealed_contact WHERE id = ? AND response = ?", arguments: [row["id"] as Data, number])
        case .comments:
            try db.execute(sql: "DELETE FROM comment WHERE occurred_ms = ? AND response = ?", arguments: key)
        }
        return true
    }

    private var column: String { self == .contacts ? "contacts_deleted_ms" : "comments_deleted_ms" }

    private func questions(_ row: Row, _ key: StatementArguments, _ db: Database) throws -> Set<String> {
        switch self {
        case .contacts:
            try String.fetchSet(
                db, sql: "SELECT question FROM sealed_contact WHERE id = ? AND response = ?",
                arguments: [row["id"] as Data, row["row"] as Int64])
        case .comments:
            try String.fetchSet(
                db, sql: "SELECT question FROM comment WHERE occurred_ms = ? AND response = ?", arguments: key)
        }
    }
}
