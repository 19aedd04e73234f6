import GRDB
import SurveyKit
package import WireProtocol

extension CollectorStore {
    /// Kiosks that a token with approval has brought to a branch within reach and that have no credential yet, the
    /// newest first.
    ///
    /// - Throws: The database's error.
    package func waitingKiosks(in reach: Reach) async throws -> [ApiWaitingKiosk] {
        try await pool.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT w.*, t.branch FROM enrol_wait w JOIN enrol_token t ON t.hash = w.hash
                    WHERE t.revoked_ms IS NULL AND (?1 IS NULL OR t.branch IN (SELECT value FROM json_each(?1)))
                    ORDER BY w.asked_ms DESC, w.kiosk
                    """, arguments: [try reach.list]
            ).map(ApiWaitingKiosk.init(row:))
        }
    }

    /// Lets a waiting kiosk in, or shuts it out; it learns of it when it asks again.
    ///
    /// - Throws: `Problem` `not-found` where none with this id waits, `conflict` where that was decided the other way,
    ///   `storage`.
    package func decide(kiosk id: String, isApproved: Bool, by actor: AuditActor, nowMS: Int64) async throws(Problem) {
        let decision = isApproved ? "approved" : "rejected"
        try await answering {
            try await pool.write { db in
                try db.execute(
                    sql: """
                        UPDATE enrol_wait SET decision = ?1, decided_ms = ?2
                        WHERE kiosk = ?3 AND (decision IS NULL OR decision = ?1)
                        """, arguments: [decision, nowMS, id])
                guard db.changesCount == 0 else {
                    return try AuditEntry.append(
                        isApproved ? .kioskApprove : .kioskReject, by: actor, on: .kiosk(id), nowMS: nowMS, db)
                }
                let isKnown = try Bool.fetchOne(
                    db, sql: "SELECT EXISTS(SELECT 1 FROM enrol_wait WHERE kiosk = ?)", arguments: [id])
                throw isKnown == true ? Problem.decided(id) : Problem.notWaiting(id)
            }
        }
    }
}

extension Problem {
    fileprivate static func notWaiting(_ id: String) -> Problem {
        Problem(
            .notFound, status: 404, title: "No such kiosk waits",
            detail: "No kiosk \(id.prefix(64)) waits for approval; smilepost-ops kiosks list shows those that do.",
            retry: .afterChange)
    }

    fileprivate static func decided(_ id: String) -> Problem {
        Problem(
            .conflict, status: 409, title: "Decided already",
            detail: "Kiosk \(id) was approved or rejected before. To change that, revoke it or make a new token.",
            retry: .never)
    }
}

extension ApiWaitingKiosk {
    fileprivate init(row: Row) {
        self.init(
            id: row["kiosk"], name: row["name"], branch: row["branch"], hostname: row["hostname"], app: row["app"],
            askedMS: row["asked_ms"], decision: row["decision"])
    }
}
