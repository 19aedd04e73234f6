package import Foundation
import GRDB
package import SurveyKit
package import WireProtocol

/// The kiosk behind a credential.
package struct Kiosk: Equatable, Sendable {
    package let id: String
    /// Branch id.
    package let branch: String
    /// The queue it enrolled with.
    package let queue: QueueID
    /// SHA-256 of its credential.
    package let credentialHash: Data
    package let isRevoked: Bool
}

/// All that the centre knows of one kiosk.
package struct KioskRecord: Equatable, Sendable {
    package let id: String
    package let name: String
    package let branch: BranchInfo
    package let queue: QueueID
    package let hostname: String
    package let app: String
    package let createdMS: Int64
    /// Last check-in or upload; nil before the first.
    package let lastContactMS: Int64?
    package let isRevoked: Bool
    /// Its last check-in; nil before the first.
    package let checkin: CheckinRecord?
    /// Lines of its queue in the ledger: now, or at its last check-in where a newer enrolment has taken the queue over
    /// and accounts for all that came since.
    package let stored: Int64
    /// Neighbours in its queue whose hashes don't fit: an altered or missing line.
    package let chainBreaks: Int64
    /// Sequence numbers with two lines: a cloned or restored kiosk.
    package let forks: Int64
}

/// What a kiosk said when it last checked in.
package struct CheckinRecord: Equatable, Sendable {
    package let atMS: Int64
    /// Without the holes, which are kept by queue.
    package let queue: QueueReport
    /// Lines of the queue in the ledger at that moment.
    package let stored: Int64
    package let survey: SurveyReport?
    package let manifest: Int
    package let clock: ClockState
    package let refused: [Refusal]

    /// `created - (stored + pending + dead + lost)`: above 0 is loss; below 0 for as long as an answer got lost.
    package var difference: Int64 { queue.created - stored - queue.pending - queue.dead - queue.lost }
}

extension CollectorStore {
    /// The kiosk whose credential has this SHA-256, revoked ones too.
    ///
    /// - Throws: The database's error.
    package func kiosk(credentialHash: Data) async throws -> Kiosk? {
        try await pool.read { db in
            let sql = "SELECT id, branch, queue_id, credential_hash, revoked_ms FROM kiosk WHERE credential_hash = ?"
            return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [credentialHash]).map(Kiosk.init(row:))
        }
    }

    /// Every kiosk, by id.
    ///
    /// - Throws: The database's error.
    package func kiosks() async throws -> [KioskRecord] {
        try await pool.read { db in
            try Row.fetchAll(db, sql: KioskRecord.query + " ORDER BY k.id").map(KioskRecord.init(row:))
        }
    }

    /// One kiosk; nil where there is none with this id.
    ///
    /// - Throws: The database's error.
    package func kiosk(id: String) async throws -> KioskRecord? {
        try await pool.read { db in
            try Row.fetchOne(db, sql: KioskRecord.query + " WHERE k.id = ?", arguments: [id]).map(
                KioskRecord.init(row:))
        }
    }

    /// Shuts a kiosk out: from now on its credential is answered `credential-revoked`.
    ///
    /// What it sent is kept.
    ///
    /// - Throws: `Problem` `not-found`, `storage`.
    package func revokeKiosk(id: String, nowMS: Int64) async throws(Problem) {
        try await answering {
            try await pool.write { db in
                try db.execute(
                    sql: "UPDATE kiosk SET revoked_ms = COALESCE(revoked_ms, ?) WHERE id = ?", arguments: [nowMS, id])
                guard db.changesCount == 1 else {
                    throw Problem(
                        .notFound, status: 404, title: "No such kiosk",
                        detail: "There is no kiosk \(id); smilepost-ops kiosks list shows them.", retry: .afterChange)
                }
            }
        }
    }
}

extension Kiosk {
    fileprivate init(row: Row) {
        self.init(
            id: row["id"], branch: row["branch"], queue: QueueID(bytes: row["queue_id"]),
            credentialHash: row["credential_hash"], isRevoked: row["revoked_ms"] != nil)
    }
}

extension RandomIdentifier {
    /// From its 16 bytes, as the database holds them.
    init(bytes: Data) { self.init(uncheckedHex: bytes.hex) }

    /// Its 16 bytes.
    var bytes: Data { Data(hex: hex) ?? Data() }
}

extension KioskRecord {
    fileprivate static let query = """
        SELECT k.*, b.name AS branch_name, b.time_zone, q.chain_breaks, q.forks,
          CASE WHEN EXISTS(SELECT 1 FROM kiosk n WHERE n.queue_id = k.queue_id AND n.created_ms > k.created_ms)
            THEN k.stored_then ELSE q.stored END AS stored
        FROM kiosk k JOIN branch b ON b.id = k.branch LEFT JOIN queue q ON q.queue_id = k.queue_id
        """

    fileprivate init(row: Row) throws {
        self.init(
            id: row["id"], name: row["name"],
            branch: BranchInfo(id: row["branch"], name: row["branch_name"], timeZone: row["time_zone"]),
            queue: QueueID(bytes: row["queue_id"]), hostname: row["hostname"], app: row["app"],
            createdMS: row["created_ms"], lastContactMS: row["last_contact_ms"], isRevoked: row["revoked_ms"] != nil,
            checkin: try CheckinRecord(row: row), stored: row["stored"] ?? 0, chainBreaks: row["chain_breaks"] ?? 0,
            forks: row["forks"] ?? 0)
    }

    /// As the API tells it.
    package var api: ApiKiosk {
        ApiKiosk(
            id: id, name: name, branch: branch.id, lastContactMS: lastContactMS, created: checkin?.queue.created ?? 0,
            ledger: stored, pending: checkin?.queue.pending ?? 0, dead: checkin?.queue.dead ?? 0,
            lost: checkin?.queue.lost ?? 0, survey: checkin?.survey, refused: checkin?.refused ?? [], app: app,
            revoked: isRevoked)
    }
}

extension CheckinRecord {
    fileprivate init?(row: Row) throws {
        guard let atMS: Int64 = row["checkin_ms"] else { return nil }
        let head: Data = row["head"]
        let queue = QueueReport(
            created: row["created"], delivered: row["delivered"], pending: row["pending"], dead: row["dead"],
            lost: row["lost"], head: head.hex, oldestPendingMS: row["oldest_pending_ms"])
        let survey = (row["survey"] as String?).map { id in
            SurveyReport(id: id, version: row["version"], sha256: row["survey_sha256"])
        }
        let refused: String = row["refused"]
        self.init(
            atMS: atMS, queue: queue, stored: row["stored_then"], survey: survey, manifest: row["manifest"],
            clock: ClockState(rawValue: row["clock"]) ?? .unknown,
            refused: try JSONDecoder().decode([Refusal].self, from: Data(refused.utf8)))
    }
}
