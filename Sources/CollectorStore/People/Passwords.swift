package import Foundation
import GRDB
package import WireProtocol

extension CollectorStore {
    /// The stored password hash of a user; nil for an unknown name and for one who is kept from signing in.
    ///
    /// - Throws: The database's error.
    package func passwordHash(of name: String) async throws -> String? {
        try await pool.read { db in
            try String.fetchOne(
                db, sql: "SELECT password_hash FROM user WHERE name = ? AND disabled_ms IS NULL", arguments: [name])
        }
    }

    /// Replaces a password and ends the user's sessions; false for an unknown name.
    ///
    /// - Throws: `Problem` `storage`.
    package func setPasswordHash(
        _ hash: String, of name: String, by actor: AuditActor, nowMS: Int64
    ) async throws(Problem) -> Bool {
        try await answering {
            try await pool.write { db in try User.setPassword(hash, of: name, by: actor, nowMS: nowMS, db) }
        }
    }

    /// Keeps the SHA-256 of a link by which a user chooses a password, once; an earlier one is over.
    ///
    /// - Throws: `Problem` `not-found`, `storage`.
    package func addPasswordLink(
        hash: Data, user: String, expiresMS: Int64, by actor: AuditActor, nowMS: Int64
    ) async throws(Problem) {
        try await answering {
            try await pool.write { db in
                guard try User.fetch(user, db) != nil else { throw Problem.noUser(user) }
                try db.execute(
                    sql: "INSERT OR REPLACE INTO password_link (user, hash, expires_ms) VALUES (?, ?, ?)",
                    arguments: [user, hash, expiresMS])
                try AuditEntry.append(.passwordLink, by: actor, on: .user(user), nowMS: nowMS, db)
            }
        }
    }

    /// Whose password a link is for, without using it up; nil for a link that is over, and for a disabled user's.
    ///
    /// - Throws: The database's error.
    package func passwordLinkUser(hash: Data, nowMS: Int64) async throws -> String? {
        try await pool.read { db in try User.ofPasswordLink(hash, nowMS: nowMS, db) }
    }

    /// Uses up a link: its user has this password from now on, and is signed out everywhere.
    ///
    /// - Returns: The user; nil for a link that is over.
    /// - Throws: `Problem` `storage`.
    package func redeemPasswordLink(
        hash: Data, passwordHash: String, nowMS: Int64
    ) async throws(Problem) -> String? {
        try await answering {
            try await pool.write { db in
                guard let name = try User.ofPasswordLink(hash, nowMS: nowMS, db),
                    let user = try User.fetch(name, db)
                else { return nil }
                let actor = AuditActor(name: name, role: user.role, token: nil)
                _ = try User.setPassword(passwordHash, of: name, by: actor, nowMS: nowMS, db)
                return name
            }
        }
    }
}

extension User {
    fileprivate static func setPassword(
        _ hash: String, of name: String, by actor: AuditActor, nowMS: Int64, _ db: Database
    ) throws -> Bool {
        try db.execute(sql: "UPDATE user SET password_hash = ? WHERE name = ?", arguments: [hash, name])
        guard db.changesCount == 1 else { return false }
        try signOut(name, db)
        try AuditEntry.append(.passwordChange, by: actor, on: .user(name), nowMS: nowMS, db)
        return true
    }

    fileprivate static func ofPasswordLink(_ hash: Data, nowMS: Int64, _ db: Database) throws -> String? {
        try String.fetchOne(
            db,
            sql: """
                SELECT l.user FROM password_link l JOIN user u ON u.name = l.user
                WHERE l.hash = ? AND l.expires_ms > ? AND u.disabled_ms IS NULL
                """, arguments: [hash, nowMS])
    }
}
