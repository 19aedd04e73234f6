package import Foundation
import GRDB
import SurveyKit
package import WireProtocol

/// A kiosk that has just been let in, or waits for it.
package struct Enrolled: Equatable, Sendable {
    /// `k_` and 32 hex digits.
    package let kioskID: String
    package let branch: BranchInfo
    /// Nil until something was published.
    package let releaseKey: PublicKey?
    /// Whether a person has yet to approve it: it has no credential then.
    package var isWaiting = false
}

extension CollectorStore {
    /// Lets a kiosk in, whose signature the caller has checked; the token and the credential come as their SHA-256.
    ///
    /// The same device key under the same token or the same enrolment id is the same kiosk, with a fresh credential: an
    /// answer that was lost uses up no token and leaves no ghost behind (sync.md 10.3).
    /// - Throws: `Problem` `token-unknown`, `token-expired`, `token-used`, `token-revoked`, `enrolment-rejected`,
    ///   `credential-revoked`, `storage`.
    package func enrol(
        _ request: EnrolRequest, tokenHash: Data, credentialHash: Data, nowMS: Int64
    ) async throws(Problem) -> Enrolled {
        try await answering {
            try await commits.perform(.high) { db in
                let enrolment = Enrolment(
                    request: request, tokenHash: tokenHash, credentialHash: credentialHash, nowMS: nowMS)
                return try enrolment.run(db)
            }
        }
    }
}

private struct Enrolment {
    let request: EnrolRequest
    let tokenHash: Data
    let credentialHash: Data
    let nowMS: Int64

    func run(_ db: Database) throws -> Enrolled {
        guard
            let token = try Row.fetchOne(db, sql: "SELECT * FROM enrol_token WHERE hash = ?", arguments: [tokenHash])
        else { throw Problem.token(.tokenUnknown, "This enrolment token is not known here.") }
        guard token["revoked_ms"] == nil else {
            throw Problem.token(.tokenRevoked, "This enrolment token was revoked.")
        }
        let branch = try BranchInfo.fetch(token["branch"], db)
        let (kiosk, isWaiting) = try admission(by: token, to: branch, db)
        return Enrolled(
            kioskID: kiosk, branch: branch, releaseKey: try PublicKey.release(db), isWaiting: isWaiting)
    }

    private func admission(
        by token: Row, to branch: BranchInfo, _ db: Database
    ) throws -> (kiosk: String, isWaiting: Bool) {
        if let bound = try boundKiosk(db) { return (bound, try resume(bound, token, branch, db)) }
        guard token["expires_ms"] > nowMS else {
            throw Problem.token(.tokenExpired, "This enrolment token has expired.")
        }
        guard try usesTaken(db) < token["uses"] else {
            throw Problem.token(.tokenUsed, "This enrolment token has been used by another kiosk.")
        }
        if let known = try begunKiosk(db) {
            try bind(known, db)
            try refresh(known, branch, db)
            return (known, false)
        }
        let kiosk = "k_" + randomHex()
        try bind(kiosk, db)
        if token["approve"] {
            try wait(as: kiosk, db)
            return (kiosk, true)
        }
        try admit(as: kiosk, to: branch, labels: token["labels"], db)
        return (kiosk, false)
    }

    /// The device has shown this token before: true where it has to wait on.
    private func resume(_ kiosk: String, _ token: Row, _ branch: BranchInfo, _ db: Database) throws -> Bool {
        let wait = try Row.fetchOne(db, sql: "SELECT decision FROM enrol_wait WHERE kiosk = ?", arguments: [kiosk])
        guard let wait else {
            try refresh(kiosk, branch, db)
            return false
        }
        switch wait["decision"] as String? {
        case "approved":
            try db.execute(sql: "DELETE FROM enrol_wait WHERE kiosk = ?", arguments: [kiosk])
            try admit(as: kiosk, to: branch, labels: token["labels"], db)
            return false
        case nil: return true
        default: throw Problem.token(.enrolmentRejected, "Central ops have rejected kiosk \(kiosk).")
        }
    }

    private func boundKiosk(_ db: Database) throws -> String? {
        try String.fetchOne(
            db, sql: "SELECT kiosk FROM enrol_token_use WHERE hash = ? AND public_key = ?",
            arguments: [tokenHash, request.publicKey])
    }

    /// The kiosk that this same enrolment has made with another token, and whose answer was lost.
    private func begunKiosk(_ db: Database) throws -> String? {
        try String.fetchOne(
            db, sql: "SELECT id FROM kiosk WHERE public_key = ? AND enrolment_id = ? AND revoked_ms IS NULL",
            arguments: [request.publicKey, request.enrolmentID])
    }

    private func usesTaken(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM enrol_token_use WHERE hash = ?", arguments: [tokenHash]) ?? 0
    }

    private func bind(_ kiosk: String, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO enrol_token_use (hash, public_key, kiosk) VALUES (?, ?, ?)",
            arguments: [tokenHash, request.publicKey, kiosk])
    }

    /// A credential that was never used was never received, and goes; one in use stays until the fresh one is used, so
    /// that an answer that comes late or twice shuts nobody out.
    private func refresh(_ kiosk: String, _ branch: BranchInfo, _ db: Database) throws {
        try db.execute(
            sql: """
                UPDATE kiosk SET
                  credential_hash = CASE WHEN last_contact_ms IS NULL THEN ?1 ELSE credential_hash END,
                  next_credential_hash = CASE WHEN last_contact_ms IS NULL THEN NULL ELSE ?1 END,
                  enrolment_id = ?2, queue_id = ?3, name = ?4, hostname = ?5, app = ?6, branch = ?7
                WHERE id = ?8 AND revoked_ms IS NULL
                """,
            arguments: [
                credentialHash, request.enrolmentID, request.queue.bytes, request.name, request.hostname, request.app,
                branch.id, kiosk,
            ])
        guard db.changesCount == 1 else {
            throw Problem.token(.credentialRevoked, "Kiosk \(kiosk) was revoked; this token can't bring it back.")
        }
        try BranchHistory.note(kiosk, at: branch.id, sinceMS: nowMS, db)
        try takeQueue(kiosk, db)
    }

    private func wait(as kiosk: String, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO enrol_wait (kiosk, hash, name, hostname, app, asked_ms) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [kiosk, tokenHash, request.name, request.hostname, request.app, nowMS])
    }

    private func admit(as kiosk: String, to branch: BranchInfo, labels: String, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO kiosk (id, name, branch, public_key, queue_id, enrolment_id, credential_hash, created_ms,
                  hostname, app, labels) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                kiosk, request.name, branch.id, request.publicKey, request.queue.bytes, request.enrolmentID,
                credentialHash, nowMS, request.hostname, request.app, labels,
            ])
        try BranchHistory.note(kiosk, at: branch.id, sinceMS: nowMS, db)
        try takeQueue(kiosk, db)
    }

    private func takeQueue(_ kiosk: String, _ db: Database) throws {
        try QueueOwner.add(request.queue, to: kiosk, nowMS: nowMS, db)
        try CloneWatch.compareKeys(of: kiosk, publicKey: request.publicKey, queue: request.queue, db)
    }
}

extension BranchInfo {
    /// What a kiosk is told of a branch; the rest is for people.
    ///
    /// - Throws: `Problem` `not-found`.
    static func fetch(_ id: String, _ db: Database) throws -> BranchInfo {
        guard
            let row = try Row.fetchOne(
                db, sql: "SELECT id, name, time_zone FROM branch WHERE id = ?", arguments: [id])
        else { throw Problem.noBranch(id) }
        return BranchInfo(row: row)
    }
}

extension Problem {
    fileprivate static func token(_ code: Code, _ what: String) -> Problem {
        Problem(
            code, status: 403, title: "This token does not let the kiosk in",
            detail: what + " Ask central ops for a new one (smilepost-ops enroll-token create).", retry: .afterChange)
    }
}
