package import Foundation
import GRDB
import SurveyKit
package import WireProtocol

extension CollectorStore {
    /// Keeps a token that lets `uses` kiosks into `branch` until `expiresMS`.
    ///
    /// - Parameters:
    ///   - hash: The token's SHA-256; the token itself is nowhere.
    ///   - labels: Kept on the kiosks that come by it.
    ///   - approve: Whether each of them waits for a person's approval.
    ///   - actor: Who made it, for the audit log; nil for a test's.
    /// - Throws: `Problem` `not-found` for an unknown branch, `storage`.
    package func createEnrolToken(
        hash: Data, branch: String, uses: Int, expiresMS: Int64, labels: [String] = [], approve: Bool = false,
        by actor: AuditActor? = nil, nowMS: Int64
    ) async throws(Problem) {
        try await answering {
            try await pool.write { db in
                _ = try BranchInfo.fetch(branch, db)
                try db.execute(
                    sql: """
                        INSERT INTO enrol_token (hash, branch, uses, expires_ms, created_ms, labels, approve)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [hash, branch, max(1, uses), expiresMS, nowMS, try WordList.encode(labels), approve])
                if let actor {
                    try AuditEntry.append(
                        .enrolTokenCreate, by: actor, on: .enrolToken(ApiEnrolToken.id(hash: hash)),
                        reason: "branch \(branch), \(uses) \(uses == 1 ? "use" : "uses")", nowMS: nowMS, db)
                }
            }
        }
    }

    /// Every token ever made for a branch within reach, newest first.
    ///
    /// - Throws: The database's error.
    package func enrolTokens(in reach: Reach) async throws -> [ApiEnrolToken] {
        try await pool.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT t.*, (SELECT COUNT(*) FROM enrol_token_use u WHERE u.hash = t.hash) AS used
                    FROM enrol_token t WHERE ?1 IS NULL OR t.branch IN (SELECT value FROM json_each(?1))
                    ORDER BY created_ms DESC, hash
                    """, arguments: [try reach.list]
            ).map(ApiEnrolToken.init(row:))
        }
    }

    /// Ends a token: it lets nobody in any more, kiosks that wait for approval by it included.
    ///
    /// Those that are in stay.
    ///
    /// - Parameter id: `ApiEnrolToken.id`.
    /// - Throws: `Problem` `not-found`, `storage`.
    package func revokeEnrolToken(id: String, by actor: AuditActor, nowMS: Int64) async throws(Problem) {
        try await answering {
            try await pool.write { db in
                let isID = id.utf8.count == ApiEnrolToken.idLength && Data(hex: id) != nil
                try db.execute(
                    sql:
                        "UPDATE enrol_token SET revoked_ms = COALESCE(revoked_ms, ?) WHERE substr(lower(hex(hash)), 1, ?) = ?",
                    arguments: [nowMS, ApiEnrolToken.idLength, isID ? id : ""])
                guard db.changesCount > 0 else {
                    throw Problem(
                        .notFound, status: 404, title: "No such token",
                        detail:
                            "There is no enrolment token \(id.prefix(64)); smilepost-ops enroll-token list shows them.",
                        retry: .afterChange)
                }
                try AuditEntry.append(.enrolTokenRevoke, by: actor, on: .enrolToken(id), nowMS: nowMS, db)
            }
        }
    }
}

extension ApiEnrolToken {
    /// Hex digits of an id.
    static let idLength = 12

    /// The id of the token with this SHA-256.
    package static func id(hash: Data) -> String { String(hash.hex.prefix(idLength)) }

    fileprivate init(row: Row) throws {
        self.init(
            id: Self.id(hash: row["hash"]), branch: row["branch"], uses: row["uses"], used: row["used"],
            createdMS: row["created_ms"], expiresAtMS: row["expires_ms"], revoked: row["revoked_ms"] != nil,
            approve: row["approve"], labels: try WordList.decode(row["labels"]))
    }
}

/// Lists of words in one column.
enum WordList {
    static func encode(_ words: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(words), as: UTF8.self)
    }

    static func decode(_ text: String) throws -> [String] {
        // Most lists are empty, and every page reads those of all branches.
        text == "[]" ? [] : try JSONDecoder().decode([String].self, from: Data(text.utf8))
    }
}
