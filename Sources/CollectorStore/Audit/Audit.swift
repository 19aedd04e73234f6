import Foundation
import GRDB
package import SurveyKit
import WireProtocol

/// Who does something that the audit log keeps.
package struct AuditActor: Equatable, Sendable {
    /// The user's name, or the token's label; empty where nobody has signed in.
    package let name: String
    /// Nil where nobody has signed in.
    package let role: Role?
    /// Start of the SHA-256 of an API token in hex; nil for a user.
    package let token: String?

    package init(name: String, role: Role?, token: String?) {
        self.name = name
        self.role = role
        self.token = token
    }

    /// Somebody who has not signed in.
    package static let nobody = AuditActor(name: "", role: nil, token: nil)
}

/// What something was done to.
package struct AuditSubject: Equatable, Sendable {
    /// A stable word: `response`, `user`, `token`, `branch`, `kiosk`, `survey`, `enrol-token`, `address`, `webhook`,
    /// `root-cause`.
    package let kind: String
    /// As people and tools name it; `*` for all of the kind.
    package let id: String

    package init(kind: String, id: String) {
        self.kind = kind
        self.id = id
    }

    package static func response(_ id: ResponseID) -> Self { Self(kind: "response", id: id.hex) }
    package static func user(_ name: String) -> Self { Self(kind: "user", id: name) }
    /// By the start of its hash.
    package static func token(_ prefix: String) -> Self { Self(kind: "token", id: prefix) }
    package static func branch(_ id: String) -> Self { Self(kind: "branch", id: id) }
    package static func kiosk(_ id: String) -> Self { Self(kind: "kiosk", id: id) }
    package static func enrolToken(_ id: String) -> Self { Self(kind: "enrol-token", id: id) }
    package static func webhook(_ id: String) -> Self { Self(kind: "webhook", id: id) }
    package static func rootCause(_ id: String) -> Self { Self(kind: "root-cause", id: id) }
    /// A peer's, numeric.
    package static func address(_ address: String) -> Self { Self(kind: "address", id: address) }

    /// One version, or all of them.
    package static func survey(_ id: String, _ version: Int?) -> Self {
        Self(kind: "survey", id: version.map { "\(id) \($0)" } ?? id)
    }
}

/// One line of the audit log.
package struct AuditEntry: Equatable, Sendable {
    /// What was done, as a stable word.
    package enum Action: String, CaseIterable, Sendable {
        /// The sealed contact details of a response were given out.
        case contactReveal = "contact-reveal"
        /// What a customer said was erased for good.
        case erasure
        /// What has had its time was deleted.
        case retention
        case userAdd = "user-add"
        /// The reason names what became other.
        case userChange = "user-change"
        case userRemove = "user-remove"
        /// A link by which the user may choose a password was made.
        case passwordLink = "password-link"
        case passwordChange = "password-change"
        case tokenCreate = "token-create"
        case tokenRemove = "token-remove"
        case branchChange = "branch-change"
        case kioskApprove = "kiosk-approve"
        case kioskReject = "kiosk-reject"
        case kioskRevoke = "kiosk-revoke"
        case kioskRetire = "kiosk-retire"
        case kioskReturn = "kiosk-unretire"
        case kioskMove = "kiosk-move"
        case credentialRotate = "credential-rotate"
        case queueRenew = "queue-renew"
        case enrolTokenCreate = "enrol-token-create"
        case enrolTokenRevoke = "enrol-token-revoke"
        case surveyPublish = "survey-publish"
        case surveyAssign = "survey-assign"
        case surveyOffer = "survey-state"
        case surveyRollBack = "survey-rollback"
        case webhookCreate = "webhook-create"
        case webhookRemove = "webhook-remove"
        /// What opens tickets of a survey, or of all (`*`), became other.
        case ticketRules = "ticket-rules"
        case rootCauses = "root-causes"
        /// What a branch says on its thank-you screens.
        case noticePublish = "notice-publish"
        case noticeWithdraw = "notice-withdraw"
        /// Tries to sign in were turned away, because there had been too many.
        case signInRefused = "sign-in-refused"
    }

    /// Rises by one with every entry.
    package let number: Int64
    package let atMS: Int64
    package let actor: AuditActor
    /// `Action.rawValue`, or the word of a newer collector.
    package let action: String
    package let subject: AuditSubject?
    /// Why, as given by the one who did it, or what became other; empty where the action says it all.
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

    /// Enters what changes nothing in the database itself.
    ///
    /// - Throws: The database's error.
    package func enterInAudit(
        _ action: AuditEntry.Action, by actor: AuditActor, on subject: AuditSubject?, reason: String, nowMS: Int64
    ) async throws {
        try await pool.write { db in
            try AuditEntry.append(action, by: actor, on: subject, reason: reason, nowMS: nowMS, db)
        }
    }
}

extension AuditEntry {
    /// Enters an action, in the transaction that does it.
    static func append(
        _ action: Action, by actor: AuditActor, on subject: AuditSubject?, reason: String = "", nowMS: Int64,
        _ db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO audit (at_ms, who, token, role, action, kind, subject, reason)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                nowMS, actor.name, actor.token, actor.role?.rawValue ?? "", action.rawValue, subject?.kind,
                subject?.id, reason,
            ])
    }

    fileprivate init(row: Row) {
        let role: String = row["role"]
        let kind: String? = row["kind"]
        self.init(
            number: row["n"], atMS: row["at_ms"],
            actor: AuditActor(
                name: row["who"], role: role.isEmpty ? nil : Role(stored: role), token: row["token"]),
            action: row["action"], subject: kind.map { AuditSubject(kind: $0, id: row["subject"] ?? "") },
            reason: row["reason"])
    }
}
