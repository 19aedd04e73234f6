package import Foundation
import GRDB
import SurveyKit
package import WireProtocol

/// A kiosk that has just been let in.
package struct Enrolled: Equatable, Sendable {
    /// `k_` and 32 hex digits.
    package let kioskID: String
    package let branch: BranchInfo
    /// Nil until something was published.
    package let releaseKey: PublicKey?
}

extension CollectorStore {
    /// Keeps a token that lets `uses` kiosks into `branch` until `expiresMS`.
    ///
    /// - Throws: `Problem` `not-found` for an unknown branch, `storage`.
    package func createEnrolToken(
        hash: Data, branch: String, uses: Int, expiresMS: Int64, nowMS: Int64
    ) async throws(Problem) {
        try await answering {
            try await pool.write { db in
                _ = try BranchInfo.fetch(branch, db)
                try db.execute(
                    sql: "INSERT INTO enrol_token (hash, branch, uses, expires_ms, created_ms) VALUES (?, ?, ?, ?, ?)",
                    arguments: [hash, branch, max(1, uses), expiresMS, nowMS])
            }
        }
    }

    /// Lets a kiosk in, whose signature the caller has checked; the token and the credential come as their SHA-256.
    ///
    /// The same device key under the same token is the same kiosk, with a fresh credential: an answer that was lost
    /// uses up no token and leaves no ghost behind (sync.md 10.3).
    /// - Throws: `Problem` `token-unknown`, `token-expired`, `token-used`, `credential-revoked`, `storage`.
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
            let token = try Row.fetchOne(
                db, sql: "SELECT branch, uses, expires_ms FROM enrol_token WHERE hash = ?", arguments: [tokenHash])
        else { throw Problem.token(.tokenUnknown, "This enrolment token is not known here.") }
        let branch = try BranchInfo.fetch(token["branch"], db)
        let kiosk: String
        if let bound = try boundKiosk(db) {
            try refresh(bound, db)
            kiosk = bound
        } else {
            guard token["expires_ms"] > nowMS else {
                throw Problem.token(.tokenExpired, "This enrolment token has expired.")
            }
            guard try usesTaken(db) < token["uses"] else {
                throw Problem.token(.tokenUsed, "This enrolment token has been used by another kiosk.")
            }
            kiosk = try admit(to: branch, db)
        }
        return Enrolled(kioskID: kiosk, branch: branch, releaseKey: try PublicKey.release(db))
    }

    private func boundKiosk(_ db: Database) throws -> String? {
        try String.fetchOne(
            db, sql: "SELECT kiosk FROM enrol_token_use WHERE hash = ? AND public_key = ?",
            arguments: [tokenHash, request.publicKey])
    }

    private func usesTaken(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM enrol_token_use WHERE hash = ?", arguments: [tokenHash]) ?? 0
    }

    private func refresh(_ kiosk: String, _ db: Database) throws {
        try db.execute(
            sql: """
                UPDATE kiosk SET credential_hash = ?, enrolment_id = ?, queue_id = ?, name = ?, hostname = ?, app = ?
                WHERE id = ? AND revoked_ms IS NULL
                """,
            arguments: [
                credentialHash, request.enrolmentID, Data(hex: request.queue.hex), request.name, request.hostname,
                request.app, kiosk,
            ])
        guard db.changesCount == 1 else {
            throw Problem.token(.credentialRevoked, "Kiosk \(kiosk) was revoked; this token can't bring it back.")
        }
        try QueueOwner.add(request.queue, to: kiosk, nowMS: nowMS, db)
    }

    private func admit(to branch: BranchInfo, _ db: Database) throws -> String {
        let kiosk = "k_" + randomHex()
        try db.execute(
            sql: """
                INSERT INTO kiosk (id, name, branch, public_key, queue_id, enrolment_id, credential_hash, created_ms,
                  hostname, app) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                kiosk, request.name, branch.id, request.publicKey, Data(hex: request.queue.hex), request.enrolmentID,
                credentialHash, nowMS, request.hostname, request.app,
            ])
        try db.execute(
            sql: "INSERT INTO enrol_token_use (hash, public_key, kiosk) VALUES (?, ?, ?)",
            arguments: [tokenHash, request.publicKey, kiosk])
        try QueueOwner.add(request.queue, to: kiosk, nowMS: nowMS, db)
        return kiosk
    }
}

extension BranchInfo {
    /// - Throws: `Problem` `not-found`.
    static func fetch(_ id: String, _ db: Database) throws -> BranchInfo {
        guard
            let row = try Row.fetchOne(
                db, sql: "SELECT id, name, time_zone FROM branch WHERE id = ?", arguments: [id])
        else {
            throw Problem(
                .notFound, status: 404, title: "No such branch",
                detail: "There is no branch \(id). Make it first, or check the id.", retry: .afterChange)
        }
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
