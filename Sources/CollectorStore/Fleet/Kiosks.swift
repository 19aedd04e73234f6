package import Foundation
import GRDB
package import SurveyKit
package import WireProtocol

/// The kiosk behind a credential.
package struct Kiosk: Equatable, Sendable {
    package let id: String
    /// Branch id.
    package let branch: String
    /// The queue of its last check-in, or that it enrolled with.
    package let queue: QueueID
    /// SHA-256 of the credential that it came with.
    package let credentialHash: Data
    package let isRevoked: Bool
    /// Out of service at the centre's wish.
    package let isRetired: Bool
    /// Of the device, 32 bytes.
    package let publicKey: Data
    /// It came with its fresh credential for the first time: `confirmCredential` makes it the only one.
    package let isCredentialFresh: Bool
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
    package let isRetired: Bool
    /// Of the token it came by.
    package let labels: [String]
    /// Whether it has yet to take a fresh credential that was ordered.
    package let isRotating: Bool
    /// Signs of a clone that were seen, as stable words; see `cloneSigns`.
    package let notedCloneSigns: [String]
    /// Its last check-in; nil before the first.
    package let checkin: CheckinRecord?
    /// Every queue it ever had, oldest first: one for each time that its database was replaced, and one more.
    package let books: [QueueBooks]
    /// What it had made elsewhere before it came to where whoever asks sees it; nil where they see all of it.
    let before: KioskAccount?

    /// Neither shut out nor out of service: it should be heard from.
    package var isInUse: Bool { !isRevoked && !isRetired }
}

/// What a kiosk said when it last checked in.
package struct CheckinRecord: Equatable, Sendable {
    package let atMS: Int64
    /// Without waiting and declared ranges, which are kept by queue.
    package let queue: QueueReport
    package let survey: SurveyReport?
    package let manifest: Int
    package let clock: ClockState
    package let refused: [Refusal]
    /// Nil where all is as usual with its surveys.
    package let activation: ActivationReport?
    /// How far what it shows is still offered; nil before the first survey.
    package let offer: PublicationState?
}

extension CollectorStore {
    /// The kiosk whose credential has this SHA-256, revoked ones too.
    ///
    /// - Throws: The database's error.
    package func kiosk(credentialHash: Data) async throws -> Kiosk? {
        try await pool.read { db in
            let sql = """
                SELECT id, branch, queue_id, credential_hash, revoked_ms, retired_ms, public_key, next_credential_hash
                FROM kiosk WHERE credential_hash = ?1 OR next_credential_hash = ?1
                """
            return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [credentialHash]).map { row in
                let fresh: Data? = row["next_credential_hash"]
                return Kiosk(row: row, isFresh: fresh == credentialHash)
            }
        }
    }

    /// Every kiosk of the branches within reach, by id.
    ///
    /// - Throws: The database's error, or that the reading took too long.
    package func kiosks(in reach: Reach) async throws -> [KioskRecord] {
        try await pool.read(within: readingLimit) { db in
            // By cursors, as in `branches`.
            var books: [String: [QueueBooks]] = [:]
            let queues = try Row.fetchCursor(db, sql: QueueBooks.query + " ORDER BY o.since_ms, o.queue_id")
            while let row = try queues.next() { books[row["kiosk"], default: []].append(try QueueBooks(row: row, db)) }
            let sql =
                KioskRecord.query
                + " WHERE ?1 IS NULL OR k.branch IN (SELECT value FROM json_each(?1)) ORDER BY k.id"
            let before = try BranchHistory.accounts(ofAllBefore: reach, db)
            return try Array(
                Row.fetchCursor(db, sql: sql, arguments: [try reach.list]).map { row in
                    let id: String = row["id"]
                    return try KioskRecord(row: row, books: books[id] ?? [], before: before[id])
                })
        }
    }

    /// What the technicians called some kiosks, by id, as far as they stand within reach.
    ///
    /// - Throws: The database's error.
    package func kioskNames(_ ids: [String], in reach: Reach) async throws -> [String: String] {
        try await pool.read { db in
            let sql = "SELECT id, name, branch FROM kiosk WHERE id IN (SELECT value FROM json_each(?))"
            let rows = try Row.fetchAll(db, sql: sql, arguments: [try WordList.encode(ids)])
            return Dictionary(
                uniqueKeysWithValues: rows.filter { reach.contains($0[2]) }.map { ($0[0], $0[1]) })
        }
    }

    /// One kiosk; nil where there is none within reach with this id.
    ///
    /// - Throws: The database's error.
    package func kiosk(id: String, in reach: Reach) async throws -> KioskRecord? {
        try await pool.read { db in
            let books = try QueueBooks.all(of: id, db)
            let before = try BranchHistory.accounts(ofAllBefore: reach, db)[id]
            return try Row.fetchOne(db, sql: KioskRecord.query + " WHERE k.id = ?", arguments: [id]).map { row in
                try KioskRecord(row: row, books: books, before: before)
            }.flatMap { reach.contains($0.branch.id) ? $0 : nil }
        }
    }

    /// Shuts a kiosk out: from now on its credential is answered `credential-revoked`.
    ///
    /// What it sent is kept.
    ///
    /// - Throws: `Problem` `not-found`, `storage`.
    package func revokeKiosk(id: String, by actor: AuditActor, nowMS: Int64) async throws(Problem) {
        try await answering {
            try await pool.write { db in
                try db.execute(
                    sql: "UPDATE kiosk SET revoked_ms = COALESCE(revoked_ms, ?) WHERE id = ?", arguments: [nowMS, id])
                guard db.changesCount == 1 else { throw Problem.noKiosk(id) }
                try AuditEntry.append(.kioskRevoke, by: actor, on: .kiosk(id), nowMS: nowMS, db)
            }
        }
    }
}

extension Problem {
    static func noKiosk(_ id: String) -> Problem {
        Problem(
            .notFound, status: 404, title: "No such kiosk",
            detail: "There is no kiosk \(id); smilepost-ops kiosks list shows them.", retry: .afterChange)
    }
}

extension Kiosk {
    fileprivate init(row: Row, isFresh: Bool) {
        self.init(
            id: row["id"], branch: row["branch"], queue: QueueID(bytes: row["queue_id"]),
            credentialHash: row[isFresh ? "next_credential_hash" : "credential_hash"],
            isRevoked: row["revoked_ms"] != nil, isRetired: row["retired_ms"] != nil, publicKey: row["public_key"],
            isCredentialFresh: isFresh)
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
        SELECT k.*, b.name AS branch_name, b.time_zone, b.region, b.labels AS branch_labels, b.opening_hours,
          s.state AS offer FROM kiosk k
          JOIN branch b ON b.id = k.branch LEFT JOIN survey s ON s.id = k.survey AND s.version = k.version
        """

    fileprivate init(row: Row, books: [QueueBooks], before: KioskAccount?) throws {
        self.init(
            id: row["id"], name: row["name"],
            branch: BranchInfo(
                id: row["branch"], name: row["branch_name"], timeZone: row["time_zone"], region: row["region"],
                labels: try WordList.decode(row["branch_labels"]), openingHours: row["opening_hours"]),
            queue: QueueID(bytes: row["queue_id"]), hostname: row["hostname"], app: row["app"],
            createdMS: row["created_ms"], lastContactMS: row["last_contact_ms"], isRevoked: row["revoked_ms"] != nil,
            isRetired: row["retired_ms"] != nil,
            labels: try WordList.decode(row["labels"]), isRotating: row["rotation"] != nil,
            notedCloneSigns: try WordList.decode(row["clone"]),
            checkin: try CheckinRecord(row: row), books: books, before: before)
    }

    /// As the API tells it.
    package var api: ApiKiosk {
        let since = before == nil ? nil : account
        return ApiKiosk(
            id: id, name: name, branch: branch.id, lastContactMS: lastContactMS,
            created: since?.made ?? sum(\.created), ledger: stored, pending: since?.waiting ?? sum(\.pending),
            dead: since?.dead ?? sum(\.dead), lost: since?.lost ?? sum(\.lost), survey: checkin?.survey,
            refused: checkin?.refused ?? [], app: app,
            revoked: isRevoked, retired: isRetired ? true : nil, labels: labels.isEmpty ? nil : labels,
            cloneSuspected: cloneSigns.isEmpty ? nil : cloneSigns, rotating: isRotating ? true : nil,
            activation: checkin?.activation)
    }
}

extension QueueBooks {
    fileprivate static let query = """
        SELECT o.*, q.durable_seq,
          EXISTS(SELECT 1 FROM queue_fault f WHERE f.queue_id = o.queue_id)
            OR EXISTS(SELECT 1 FROM anchor a WHERE a.queue_id = o.queue_id AND a.state = 2) AS is_faulty,
          CASE WHEN EXISTS(SELECT 1 FROM queue_owner n WHERE n.queue_id = o.queue_id AND n.since_ms > o.since_ms)
            THEN o.stored_then ELSE q.stored END AS stored
        FROM queue_owner o LEFT JOIN queue q ON q.queue_id = o.queue_id
        """

    /// Of every queue that a kiosk ever had, oldest first.
    static func all(of kiosk: String, _ db: Database) throws -> [QueueBooks] {
        try Row.fetchAll(
            db, sql: query + " WHERE o.kiosk = ? ORDER BY o.since_ms, o.queue_id", arguments: [kiosk]
        ).map { try QueueBooks(row: $0, db) }
    }

    fileprivate init(row: Row, _ db: Database) throws {
        let queue = QueueID(bytes: row["queue_id"])
        // Faults are rare: a fleet that is well costs one query.
        let faults = row["is_faulty"] == true ? try QueueStanding(queue, db) : QueueStanding()
        self.init(
            queue: queue, created: row["created"] ?? 0, pending: row["pending"] ?? 0,
            dead: row["dead"] ?? 0, lost: row["lost"] ?? 0, stored: row["stored"] ?? 0,
            durableSeq: row["durable_seq"] ?? 0, altered: faults.altered.closedRanges, forks: Int64(faults.forks.count),
            missing: faults.gaps.count, isRewound: !faults.rewinds.isEmpty, isLeft: row["renewal"] != nil)
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
            atMS: atMS, queue: queue, survey: survey, manifest: row["manifest"],
            clock: ClockState(rawValue: row["clock"]) ?? .unknown,
            refused: try JSONDecoder().decode([Refusal].self, from: Data(refused.utf8)),
            activation: try (row["activation"] as String?).map {
                try JSONDecoder().decode(ActivationReport.self, from: Data($0.utf8))
            }, offer: (row["offer"] as String?).flatMap(PublicationState.init(rawValue:)))
    }
}
