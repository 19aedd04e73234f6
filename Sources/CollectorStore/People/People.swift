package import Foundation
import GRDB
package import WireProtocol

/// What a person or a tool may do; each role includes the ones before it.
package enum Role: String, CaseIterable, Comparable, Sendable, Codable {
    /// Looks at scores, comments and kiosks, and exports responses.
    case viewer
    /// Also publishes surveys, changes branches, enrols kiosks and has contact details revealed.
    case editor
    /// Also shuts kiosks out and reads the audit log.
    case admin

    package static func < (one: Role, other: Role) -> Bool {
        (allCases.firstIndex(of: one) ?? 0) < (allCases.firstIndex(of: other) ?? 0)
    }
}

/// Somebody with a password.
package struct User: Equatable, Sendable {
    package let name: String
    package let role: Role
    package let createdMS: Int64
}

/// A tool's key to the API, of which only the hash is kept.
package struct ApiTokenRecord: Equatable, Sendable {
    /// SHA-256 of the token.
    package let hash: Data
    package let role: Role
    /// For people: what it is for.
    package let label: String
    package let createdMS: Int64
}

extension CollectorStore {
    /// Every user, by name.
    ///
    /// - Throws: The database's error.
    package func users() async throws -> [User] {
        try await pool.read { db in
            try Row.fetchAll(db, sql: "SELECT name, role, created_ms FROM user ORDER BY name").map(User.init(row:))
        }
    }

    /// Adds a user; `passwordHash` is made by the caller and kept as it is.
    ///
    /// - Throws: `Problem` `conflict` where the name is taken, `storage`.
    package func addUser(name: String, role: Role, passwordHash: String, nowMS: Int64) async throws(Problem) {
        try await answering {
            try await pool.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO user (name, role, password_hash, created_ms) VALUES (?, ?, ?, ?)
                        ON CONFLICT DO NOTHING
                        """, arguments: [name, role.rawValue, passwordHash, nowMS])
                guard db.changesCount == 1 else {
                    throw Problem(
                        .conflict, status: 409, title: "The name is taken",
                        detail: "There is a user \(name) already. Choose another name.", retry: .afterChange)
                }
            }
        }
    }

    /// The stored password hash of a user; nil for an unknown name.
    ///
    /// - Throws: The database's error.
    package func passwordHash(of name: String) async throws -> String? {
        try await pool.read { db in
            try String.fetchOne(db, sql: "SELECT password_hash FROM user WHERE name = ?", arguments: [name])
        }
    }

    /// Replaces a password and ends the user's sessions; false for an unknown name.
    ///
    /// - Throws: The database's error.
    package func setPasswordHash(_ hash: String, of name: String) async throws -> Bool {
        try await pool.write { db in
            try db.execute(sql: "UPDATE user SET password_hash = ? WHERE name = ?", arguments: [hash, name])
            let isKnown = db.changesCount == 1
            try db.execute(sql: "DELETE FROM session WHERE user = ?", arguments: [name])
            return isKnown
        }
    }

    /// Removes a user with all sessions; false for an unknown name.
    ///
    /// - Throws: The database's error.
    package func removeUser(name: String) async throws -> Bool {
        try await pool.write { db in
            try db.execute(sql: "DELETE FROM user WHERE name = ?", arguments: [name])
            return db.changesCount == 1
        }
    }

    /// Keeps an API token by its SHA-256.
    ///
    /// - Throws: The database's error.
    package func addApiToken(hash: Data, role: Role, label: String, nowMS: Int64) async throws {
        try await pool.write { db in
            try db.execute(
                sql: "INSERT INTO api_token (hash, role, label, created_ms) VALUES (?, ?, ?, ?)",
                arguments: [hash, role.rawValue, label, nowMS])
        }
    }

    /// The API token with this SHA-256.
    ///
    /// - Throws: The database's error.
    package func apiToken(hash: Data) async throws -> ApiTokenRecord? {
        try await pool.read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM api_token WHERE hash = ?", arguments: [hash])
                .map(ApiTokenRecord.init(row:))
        }
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

    /// Removes an API token; false for an unknown one.
    ///
    /// - Throws: The database's error.
    package func removeApiToken(hash: Data) async throws -> Bool {
        try await pool.write { db in
            try db.execute(sql: "DELETE FROM api_token WHERE hash = ?", arguments: [hash])
            return db.changesCount == 1
        }
    }
}

extension User {
    init(row: Row) {
        self.init(
            name: row["name"], role: Role(rawValue: row["role"]) ?? .viewer, createdMS: row["created_ms"])
    }
}

extension ApiTokenRecord {
    fileprivate init(row: Row) {
        self.init(
            hash: row["hash"], role: Role(rawValue: row["role"]) ?? .viewer, label: row["label"],
            createdMS: row["created_ms"])
    }
}
