import Foundation
import GRDB
package import SurveyKit
import WireProtocol

/// Who does something that the audit log keeps.
package struct AuditActor: Equatable, Sendable {
    /// The user's name, or the token's label.
    package let name: String
    package let role: Role
    /// Start of the SHA-256 of an API token in hex; nil for a user.
    package let token: String?

    package init(name: String, role: Role, token: String?) {
        self.name = name
        self.role = role
        self.token = token
    }
}

/// One line of the audit log.
package struct AuditEntry: Equatable, Sendable {
    /// What was done, as a stable word.
    package enum Action: String, Sendable {
        /// The sealed contact details of a response were given out.
        case contactReveal = "contact-reveal"
        /// What a customer said was erased for good.
        case erasure
        /// What has had its time was deleted.
        case retention
    }

    /// Rises by one with every entry.
    package let number: Int64
    package let atMS: Int64
    package let actor: AuditActor
    /// `Action.rawValue`, or the word of a newer collector.
    package let action: String
    package let response: ResponseID?
    package let reason: String
}

extension CollectorStore {
    /// The newest entries of the audit log, newest first.
    ///
    /// - Parameter number: Only entries before this one; nil from the newest on.
    /// - Throws: The database's error.
    package func auditEntries(before number: Int64? = nil, limit: Int) async throws -> [AuditEntry] {
        try await pool.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM audit WHERE n < ? ORDER BY n DESC LIMIT ?", arguments: [number ?? .max, limit]
            ).map(AuditEntry.init(row:))
        }
    }
}

extension AuditEntry {
    /// Enters an action, in the transaction that does it.
    static func append(
        _ action: Action, by actor: AuditActor, on response: ResponseID?, reason: String, nowMS: Int64, _ db: Database
    ) throws {
        try db.execute(
            sql: "INSERT INTO audit (at_ms, who, token, role, action, response, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                nowMS, actor.name, actor.token, actor.role.rawValue, action.rawValue, response?.bytes, reason,
            ])
    }

    fileprivate init(row: Row) {
        let response: Data? = row["response"]
        self.init(
            number: row["n"], atMS: row["at_ms"],
            actor: AuditActor(
                name: row["who"], role: Role(stored: row["role"]), token: row["token"]),
            action: row["action"], response: response.map(ResponseID.init(bytes:)), reason: row["reason"])
    }
}
