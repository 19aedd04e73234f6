package import Foundation
import GRDB
import SurveyKit
package import WireProtocol

extension CollectorStore {
    /// The newest manifest as it was signed; nil before the first publication.
    ///
    /// - Throws: The database's error.
    package func manifestEnvelope() async throws -> Envelope? {
        guard let bytes = try await manifestBytes() else { return nil }
        return try JSONDecoder().decode(Envelope.self, from: bytes)
    }

    /// The newest envelope's JSON, always the same bytes for the same manifest.
    ///
    /// - Throws: The database's error.
    package func manifestBytes() async throws -> Data? {
        try await pool.read { db in
            try Data.fetchOne(db, sql: "SELECT envelope FROM manifest ORDER BY version DESC LIMIT 1")
        }
    }

    /// The published bytes with this SHA-256 (32 bytes).
    ///
    /// - Throws: The database's error.
    package func blob(sha256: Data) async throws -> Data? {
        try await pool.read { db in
            try Data.fetchOne(db, sql: "SELECT bytes FROM blob WHERE sha256 = ?", arguments: [sha256])
        }
    }

    /// The key that signs manifests; nil before the first publication.
    ///
    /// - Throws: The database's error.
    package func releaseKey() async throws -> PublicKey? { try await pool.read(PublicKey.release) }

    /// Every version ever published, oldest first, and where within reach it runs.
    ///
    /// - Throws: The database's error.
    package func publishedSurveys(in reach: Reach) async throws -> [ApiSurvey] {
        try await pool.read { db in
            let assignments = try ScopeAssignment.all(in: reach, db)
            let rows = try Row.fetchAll(db, sql: "SELECT * FROM survey ORDER BY published_ms, id, version")
            var newest: [String: Int] = [:]
            for row in rows where row["state"] == PublicationState.published.rawValue {
                newest[row["id"]] = max(newest[row["id"]] ?? 0, row["version"])
            }
            return rows.map { row in
                let id: String = row["id"]
                let version: Int = row["version"]
                let sha256: Data = row["sha256"]
                let scopes = assignments.filter { $0.survey == id && ($0.version ?? newest[id]) == version }
                return ApiSurvey(
                    survey: id, version: version, sha256: sha256.hex, size: row["size"],
                    publishedMS: row["published_ms"], assignedTo: scopes.map(\.scope),
                    state: PublicationState(rawValue: row["state"]))
            }
        }
    }
}

/// Which survey a branch, or every branch without one of its own, runs.
struct ScopeAssignment {
    /// `*`, a branch id or a kiosk id.
    let scope: String
    let survey: String
    /// Nil for the newest.
    let version: Int?

    static let everywhere = "*"

    static func all(in reach: Reach, _ db: Database) throws -> [ScopeAssignment] {
        let sql = """
            WITH near AS (SELECT value AS id FROM json_each(?1))
            SELECT scope, survey, version FROM assignment
            WHERE ?1 IS NULL OR scope = '*' OR scope IN near OR scope IN (SELECT id FROM kiosk WHERE branch IN near)
            ORDER BY scope
            """
        return try Row.fetchAll(db, sql: sql, arguments: [try reach.list]).map { row in
            ScopeAssignment(scope: row["scope"], survey: row["survey"], version: row["version"])
        }
    }
}

extension Assignment {
    /// What a kiosk of a branch is to show; nil where nothing that is offered is assigned.
    ///
    /// An assignment whose version is closed counts as none, and so the next wider one holds.
    static func current(kiosk: String, branch: String, _ db: Database) throws -> Assignment? {
        let sql = """
            SELECT a.survey, v.version, a.number, (SELECT MAX(version) FROM manifest) AS manifest
            FROM assignment a JOIN survey v ON v.id = a.survey AND v.state = 'published'
              AND v.version = COALESCE(a.version,
                (SELECT MAX(version) FROM survey s WHERE s.id = a.survey AND s.state = 'published'))
            WHERE a.scope IN ('*', ?1, ?2) ORDER BY a.scope = '*', a.scope <> ?2 LIMIT 1
            """
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [branch, kiosk]),
            let version: Int = row["version"], let manifest: Int = row["manifest"]
        else { return nil }
        return Assignment(survey: row["survey"], version: version, manifest: manifest, number: row["number"])
    }
}

extension PublicKey {
    /// The registered release key.
    static func release(_ db: Database) throws -> PublicKey? {
        try Data.fetchOne(db, sql: "SELECT key FROM release_key").map(PublicKey.init(key:))
    }
}
