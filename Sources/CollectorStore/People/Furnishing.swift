package import Foundation
import GRDB
package import WireProtocol

extension CollectorStore {
    /// Gives an empty collector what somebody needs to begin: an admin, an admin's API token and a branch.
    ///
    /// All or nothing, so that no start that is cut short leaves a collector that nobody can sign in to. The branch is
    /// made only where there is none; user and token only where there are neither.
    /// - Returns: Whether the user and the token were made.
    /// - Throws: The database's error.
    package func furnish(
        branch: BranchInfo, user: String, passwordHash: String, tokenHash: Data, nowMS: Int64
    ) async throws -> Bool {
        try await pool.write { db in
            try db.execute(
                sql: "INSERT INTO branch (id, name, time_zone) SELECT ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM branch)",
                arguments: [branch.id, branch.name, branch.timeZone])
            let isEmpty = try Bool.fetchOne(
                db, sql: "SELECT NOT EXISTS(SELECT 1 FROM user) AND NOT EXISTS(SELECT 1 FROM api_token)")
            guard isEmpty == true else { return false }
            try db.execute(
                sql: "INSERT INTO api_token (hash, role, label, created_ms) VALUES (?, ?, 'first start', ?)",
                arguments: [tokenHash, Role.admin.rawValue, nowMS])
            try db.execute(
                sql: "INSERT INTO user (name, role, password_hash, created_ms) VALUES (?, ?, ?, ?)",
                arguments: [user, Role.admin.rawValue, passwordHash, nowMS])
            return true
        }
    }
}
