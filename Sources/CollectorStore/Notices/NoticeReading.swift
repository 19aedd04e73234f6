import Foundation
import GRDB
import SurveyKit
package import WireProtocol

extension CollectorStore {
    /// The newest notice of every branch within reach that ever had one, by branch, and how many kiosks have it.
    ///
    /// - Throws: The database's error.
    package func notices(in reach: Reach, nowMS: Int64) async throws -> [ApiNotices.Entry] {
        try await pool.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT n.*, b.time_zone,
                      (SELECT COUNT(*) FROM kiosk k WHERE k.branch = n.branch AND \(Self.inUse)) AS kiosks,
                      (SELECT COUNT(*) FROM kiosk k WHERE k.branch = n.branch AND \(Self.inUse)
                        AND k.notice_ms = n.issued_ms) AS have
                    FROM notice n JOIN branch b ON b.id = n.branch
                    WHERE n.issued_ms = (SELECT MAX(issued_ms) FROM notice WHERE branch = n.branch)
                      AND (?1 IS NULL OR n.branch IN (SELECT value FROM json_each(?1))) ORDER BY n.branch
                    """, arguments: [try reach.list])
            let allowed = try NoticeKey.allowed(db)
            return try rows.map { row in
                let notice = try NoticeRecord(row: row)
                let today = LocalHour(ms: nowMS, in: TimeZone(identifier: row["time_zone"]) ?? .gmt).day
                return ApiNotices.Entry(
                    notice: notice.api(state: notice.state(today: today, allowed: allowed, before: nil)),
                    kiosks: row["kiosks"],
                    have: row["have"])
            }
        }
    }

    /// What a branch has said, newest first, and which of its kiosks have the newest.
    ///
    /// - Throws: `Problem` `not-found` for a branch that is not there or out of reach, `storage`.
    package func notices(
        of branch: String, in reach: Reach, nowMS: Int64
    ) async throws(Problem) -> ApiBranchNotices {
        try await answering {
            try await pool.read { db in
                let place = try BranchInfo.within(reach, branch, db)
                let records = try NoticeRecord.newest(of: branch, limit: Self.historyRows, db)
                let today = LocalDay(atMS: nowMS, in: place)
                let allowed = try NoticeKey.allowed(db)
                let notices = records.enumerated().map { index, record in
                    let next = index > 0 ? records[index - 1] : nil
                    return record.api(state: record.state(today: today, allowed: allowed, before: next))
                }
                return ApiBranchNotices(
                    notices: notices, kiosks: try Self.kiosks(at: branch, having: records.first?.issuedMS, db))
            }
        }
    }

    private static let historyRows = 50
    private static let inUse = "k.revoked_ms IS NULL AND k.retired_ms IS NULL"

    private static func kiosks(
        at branch: String, having issuedMS: Int64?, _ db: Database
    ) throws -> [ApiBranchNotices.Kiosk] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT k.id, k.name, k.last_contact_ms, k.notice_ms FROM kiosk k
                WHERE k.branch = ? AND \(inUse) ORDER BY k.name, k.id
                """, arguments: [branch]
        ).map { row in
            let held: Int64? = row["notice_ms"]
            return ApiBranchNotices.Kiosk(
                kiosk: row["id"], name: row["name"], hasIt: issuedMS != nil && held == issuedMS,
                lastContactMS: row["last_contact_ms"])
        }
    }
}

/// A row of the table `notice`.
struct NoticeRecord: Equatable, Sendable {
    let branch: String
    let issuedMS: Int64
    /// Nil for a withdrawal.
    let words: Notice.Words?
    let who: String
    /// `NoticeKey.id` of what signed it.
    let keyID: String

    /// Signs the branch's next notice and keeps it.
    static func issue(
        _ words: Notice.Words?, at branch: String, _ signer: NoticeSigner, by actor: AuditActor, nowMS: Int64,
        _ db: Database
    ) throws -> NoticeRecord {
        // Also above what kiosks have from before a restore, which the clock may not be.
        let highest = try Int64.fetchOne(
            db,
            sql: """
                SELECT MAX(COALESCE((SELECT MAX(issued_ms) FROM notice), 0),
                  COALESCE((SELECT MAX(notice_ms) FROM kiosk), 0))
                """)
        let record = NoticeRecord(
            branch: branch, issuedMS: max(nowMS, (highest ?? 0) + 1), words: words, who: actor.name,
            keyID: signer.key.id)
        let envelope = try signer.sign(Notice(branch: branch, issuedMS: record.issuedMS, words: words))
        try record.insert(envelope, db)
        return record
    }

    private func insert(_ envelope: Envelope, _ db: Database) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let texts = try words.map { String(decoding: try encoder.encode($0.texts), as: UTF8.self) }
        try db.execute(
            sql: """
                INSERT INTO notice (issued_ms, branch, text, texts, until, who, envelope) VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [issuedMS, branch, words?.text, texts, words?.until, who, try encoder.encode(envelope)])
    }

    static func newest(of branch: String, limit: Int, _ db: Database) throws -> [NoticeRecord] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM notice WHERE branch = ? ORDER BY issued_ms DESC LIMIT ?",
            arguments: [branch, limit]
        ).map(NoticeRecord.init(row:))
    }

    /// - Parameters:
    ///   - allowed: What kiosks believe; nil for nothing.
    ///   - next: The one that came after it; nil for the newest.
    func state(today: LocalDay, allowed: NoticeKey?, before next: NoticeRecord?) -> NoticeState {
        guard let words, next.map({ $0.words != nil }) ?? true else { return .withdrawn }
        if next != nil { return .replaced }
        if LocalDay(iso: words.until).map({ $0 < today }) ?? true { return .over }
        return keyID == allowed?.id ? .up : .unbelieved
    }

    func api(state: NoticeState) -> ApiNotice {
        ApiNotice(branch: branch, issuedMS: issuedMS, state: state, words: words, by: who)
    }
}

extension NoticeRecord {
    fileprivate init(row: Row) throws {
        let texts: String? = row["texts"]
        let byLanguage = try texts.map { try JSONDecoder().decode([String: String].self, from: Data($0.utf8)) }
        let text: String? = row["text"]
        let envelope = try JSONDecoder().decode(Envelope.self, from: row["envelope"])
        self.init(
            branch: row["branch"], issuedMS: row["issued_ms"],
            words: text.map { Notice.Words(text: $0, texts: byLanguage ?? [:], until: row["until"] ?? "") },
            who: row["who"], keyID: envelope.signatures.first?.key ?? "")
    }
}
