package import Foundation
import GRDB

extension CollectorStore {
    /// Opens a session for a user, under the SHA-256 of its cookie.
    ///
    /// - Throws: The database's error; also where the user does not exist.
    package func addSession(hash: Data, user: String, expiresMS: Int64, nowMS: Int64) async throws {
        try await pool.write { db in
            try db.execute(
                sql: "INSERT INTO session (hash, user, expires_ms) VALUES (?, ?, ?)",
                arguments: [hash, user, expiresMS])
            try db.execute(sql: "UPDATE user SET signed_in_ms = ? WHERE name = ?", arguments: [nowMS, user])
        }
    }

    /// The user of an open session, and the branches that this user reaches now.
    ///
    /// - Throws: The database's error.
    package func session(hash: Data, nowMS: Int64) async throws -> (user: User, reach: Reach)? {
        try await pool.read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT u.* FROM session s JOIN user u ON u.name = s.user
                    WHERE s.hash = ? AND s.expires_ms > ? AND u.disabled_ms IS NULL
                    """)
            guard let row = try Row.fetchOne(statement, arguments: [hash, nowMS]) else { return nil }
            let user = try User(row: row)
            return (user, try Reach.resolve(user.places, db))
        }
    }

    /// Ends a session; an unknown one is ended already.
    ///
    /// - Throws: The database's error.
    package func removeSession(hash: Data) async throws {
        try await pool.write { db in
            try db.execute(sql: "DELETE FROM session WHERE hash = ?", arguments: [hash])
        }
    }

    /// Keeps the SHA-256 of a link that lets a user in once.
    ///
    /// - Throws: The database's error; also where the user does not exist.
    package func addOneTimeLogin(hash: Data, user: String, expiresMS: Int64) async throws {
        try await pool.write { db in
            try db.execute(
                sql: "INSERT INTO one_time_login (hash, user, expires_ms) VALUES (?, ?, ?)",
                arguments: [hash, user, expiresMS])
        }
    }

    /// Uses up a one-time login: the first caller gets its user, every other one nil.
    ///
    /// - Throws: The database's error.
    package func redeemOneTimeLogin(hash: Data, nowMS: Int64) async throws -> User? {
        try await pool.write { db in
            let user = try Row.fetchOne(
                db,
                sql: """
                    SELECT u.* FROM one_time_login l JOIN user u ON u.name = l.user
                    WHERE l.hash = ? AND l.expires_ms > ? AND u.disabled_ms IS NULL
                    """, arguments: [hash, nowMS]
            ).map(User.init(row:))
            try db.execute(sql: "DELETE FROM one_time_login WHERE hash = ?", arguments: [hash])
            return user
        }
    }

    /// Forgets sessions and links that are over.
    ///
    /// - Throws: The database's error.
    package func removeExpired(nowMS: Int64) async throws {
        try await pool.write { db in
            try db.execute(sql: "DELETE FROM session WHERE expires_ms <= ?", arguments: [nowMS])
            try db.execute(sql: "DELETE FROM one_time_login WHERE expires_ms <= ?", arguments: [nowMS])
            try db.execute(sql: "DELETE FROM password_link WHERE expires_ms <= ?", arguments: [nowMS])
        }
    }
}
