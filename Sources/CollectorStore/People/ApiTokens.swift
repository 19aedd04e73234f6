package import Foundation
import GRDB
import SurveyKit
package import WireProtocol

/// A tool's key to the API, of which only the hash is kept.
package struct ApiTokenRecord: Equatable, Sendable {
    /// SHA-256 of the token.
    package let hash: Data
    package let role: Role
    /// What it is held to; empty for the whole chain.
    package let places: [ReachPlace]
    /// For people: what it is for.
    package let label: String
    package let createdMS: Int64
    /// When it was last used, to five minutes; nil for never.
    package let usedMS: Int64?

    package init(
        hash: Data, role: Role, places: [ReachPlace] = [], label: String, createdMS: Int64, usedMS: Int64? = nil
    ) {
        self.hash = hash
        self.role = role
        self.places = places
        self.label = label
        self.createdMS = createdMS
        self.usedMS = usedMS
    }

    /// The start of the hash in hex, which names the token without telling it.
    package var prefix: String { Self.prefix(of: hash) }

    package static func prefix(of hash: Data) -> String { String(hash.hex.prefix(12)) }
}

extension CollectorStore {
    /// Keeps an API token by its SHA-256; what it may do never changes.
    ///
    /// - Parameters:
    ///   - places: What it is held to; empty for the whole chain.
    ///   - actor: Who makes it, for the audit log; nil at the first start.
    /// - Throws: `Problem` `bad-request` where role and places don't go together, or for a place that is none here;
    ///   `storage`.
    package func addApiToken(
        hash: Data, role: Role, places: [ReachPlace] = [], label: String, by actor: AuditActor? = nil, nowMS: Int64
    ) async throws(Problem) {
        try role.check(with: places)
        try await answering {
            try await pool.write { db in
                try ReachPlace.requireKnown(places, db)
                try db.execute(
                    sql: "INSERT INTO api_token (hash, role, places, label, created_ms) VALUES (?, ?, ?, ?, ?)",
                    arguments: [hash, role.rawValue, try PlaceList.encode(places), label, nowMS])
                if let actor {
                    try AuditEntry.append(
                        .tokenCreate, by: actor, on: .token(ApiTokenRecord.prefix(of: hash)),
                        reason: "\(role.text(with: places)) “\(label)”", nowMS: nowMS, db)
                }
            }
        }
    }

    /// The API token with this SHA-256, and the branches that it reaches now; its use is noted every five minutes.
    ///
    /// - Throws: The database's error.
    package func apiToken(hash: Data, nowMS: Int64) async throws -> (record: ApiTokenRecord, reach: Reach)? {
        let found: (record: ApiTokenRecord, reach: Reach)? = try await pool.read { db in
            let statement = try db.cachedStatement(sql: "SELECT * FROM api_token WHERE hash = ?")
            guard let row = try Row.fetchOne(statement, arguments: [hash]) else { return nil }
            let record = try ApiTokenRecord(row: row)
            return (record, try Reach.resolve(record.places, db))
        }
        if let found, nowMS - (found.record.usedMS ?? 0) >= 300_000 {
            // A full disk must not shut tools out that only read.
            try? await pool.write { db in
                try db.execute(sql: "UPDATE api_token SET used_ms = ? WHERE hash = ?", arguments: [nowMS, hash])
            }
        }
        return found
    }

    /// Every API token, oldest first.
    ///
    /// - Throws: The database's error.
    package func apiTokens() async throws -> [ApiTokenRecord] {
        try await pool.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM api_token ORDER BY created_ms, hash").map(
                ApiTokenRecord.init(row:))
        }
    }

    /// Removes the API token whose hash starts so.
    ///
    /// - Throws: `Problem` `not-found`, `storage`.
    package func removeApiToken(prefix: String, by actor: AuditActor, nowMS: Int64) async throws(Problem) {
        try await answering {
            try await pool.write { db in
                let isPrefix = prefix.utf8.count == 12 && Data(hex: prefix) != nil
                try db.execute(
                    sql: "DELETE FROM api_token WHERE substr(lower(hex(hash)), 1, 12) = ?",
                    arguments: [isPrefix ? prefix : ""])
                guard db.changesCount > 0 else { throw Problem.noApiToken(prefix) }
                try AuditEntry.append(.tokenRemove, by: actor, on: .token(prefix), nowMS: nowMS, db)
            }
        }
    }
}

extension ApiTokenRecord {
    fileprivate init(row: Row) throws {
        self.init(
            hash: row["hash"], role: Role(stored: row["role"]), places: try PlaceList.decode(row["places"]),
            label: row["label"], createdMS: row["created_ms"], usedMS: row["used_ms"])
    }
}

extension Problem {
    fileprivate static func noApiToken(_ prefix: String) -> Problem {
        Problem(
            .notFound, status: 404, title: "No such token",
            detail: "There is no API token \(prefix.prefix(64)); smilepost-ops tokens list shows them.",
            retry: .afterChange)
    }
}
