import Foundation
import GRDB
import SurveyKit
package import WireProtocol

extension CollectorStore {
    /// Signs and publishes what a branch says on its thank-you screens, in place of what it said before.
    ///
    /// - Parameters:
    ///   - words: As `Notice.Words.tidy` leaves them.
    ///   - signer: Holds the notice key; nil where this collector has none.
    /// - Throws: `Problem` `not-found` for a branch that is not there or out of reach, `bad-request` for words or a day that
    ///   can't be, `conflict` where the manifest names another notice key or none, `storage`.
    package func publishNotice(
        _ words: Notice.Words, at branch: String, in reach: Reach, signedBy signer: NoticeSigner?, by actor: AuditActor,
        nowMS: Int64
    ) async throws(Problem) -> ApiNotice {
        try await answering {
            try await pool.write { db in
                let place = try BranchInfo.within(reach, branch, db)
                try words.check(today: LocalDay(atMS: nowMS, in: place))
                let notice = try NoticeRecord.issue(
                    words, at: branch, try signer.believed(db), by: actor, nowMS: nowMS, db)
                try AuditEntry.append(
                    .noticePublish, by: actor, on: .branch(branch), reason: "until \(words.until)", nowMS: nowMS, db)
                return notice.api(state: .up)
            }
        }
    }

    /// Takes back what a branch says: its kiosks say nothing from their next check-in on.
    ///
    /// - Throws: `Problem` `not-found` for a branch that is not there or out of reach, or that says nothing; `conflict`
    ///   where the manifest names another notice key or none, as kiosks would refuse the withdrawal; `storage`.
    package func withdrawNotice(
        at branch: String, in reach: Reach, signedBy signer: NoticeSigner?, by actor: AuditActor, nowMS: Int64
    ) async throws(Problem) {
        try await answering {
            try await pool.write { db in
                _ = try BranchInfo.within(reach, branch, db)
                guard try NoticeRecord.newest(of: branch, limit: 1, db).first?.words != nil else {
                    throw Problem.nothingUp(at: branch)
                }
                _ = try NoticeRecord.issue(nil, at: branch, try signer.believed(db), by: actor, nowMS: nowMS, db)
                try AuditEntry.append(.noticeWithdraw, by: actor, on: .branch(branch), nowMS: nowMS, db)
            }
        }
    }

    /// The notice key that the newest manifest names; nil for none.
    ///
    /// - Throws: The database's error.
    package func allowedNoticeKey() async throws -> NoticeKey? { try await pool.read(NoticeKey.allowed) }
}

extension NoticeSigner? {
    /// The signer whose notices kiosks believe.
    ///
    /// - Throws: `Problem` `conflict` where the manifest names another key or none; the database's error.
    fileprivate func believed(_ db: Database) throws -> NoticeSigner {
        guard let signer = self else { throw Problem.noNoticeKey }
        guard try NoticeKey.allowed(db) == signer.key else { throw Problem.noticeKeyNotAllowed(signer.key) }
        return signer
    }
}

extension NoticeKey {
    static func allowed(_ db: Database) throws -> NoticeKey? {
        let sql = "SELECT envelope FROM manifest ORDER BY version DESC LIMIT 1"
        guard let bytes = try Data.fetchOne(db, sql: sql) else { return nil }
        let envelope = try JSONDecoder().decode(Envelope.self, from: bytes)
        return try JSONDecoder().decode(Manifest.self, from: envelope.payload).noticeKey
    }
}

extension Envelope {
    /// The branch's newest notice, where the kiosk has not said that it has it; nil for none.
    static func newNotice(for kiosk: String, branch: String, _ db: Database) throws -> Envelope? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT envelope FROM notice
                WHERE branch = ?1 AND issued_ms > COALESCE((SELECT notice_ms FROM kiosk WHERE id = ?2), 0)
                ORDER BY issued_ms DESC LIMIT 1
                """)
        return try Data.fetchOne(statement, arguments: [branch, kiosk]).map {
            try JSONDecoder().decode(Envelope.self, from: $0)
        }
    }
}

extension BranchInfo {
    /// - Throws: `Problem` `not-found` for a branch that is not there or out of reach.
    static func within(_ reach: Reach, _ id: String, _ db: Database) throws -> BranchInfo {
        guard reach.contains(id), let branch = try row(id, db) else { throw Problem.noBranch(id) }
        return branch
    }
}

extension LocalDay {
    /// The day that a branch's clocks show.
    init(atMS nowMS: Int64, in branch: BranchInfo) {
        self = LocalHour(ms: nowMS, in: TimeZone(identifier: branch.timeZone) ?? .gmt).day
    }
}

extension Notice.Words {
    fileprivate func check(today: LocalDay) throws(Problem) {
        let latest = today + Notice.maximumDays
        let isOut = LocalDay(iso: until).map { !(today...latest).contains($0) } ?? false
        let all = faults + (isOut ? ["The last day must be from \(today.iso) to \(latest.iso)."] : [])
        guard all.isEmpty else { throw .notice(.badRequest, 400, all.joined(separator: " ")) }
    }
}

extension Problem {
    fileprivate static func notice(_ code: Code, _ status: Int, _ detail: String) -> Problem {
        Problem(
            code, status: status, title: "Nothing changed on the thank-you screens", detail: detail, retry: .afterChange
        )
    }

    fileprivate static func noticeKeyNotAllowed(_ key: NoticeKey) -> Problem {
        .notice(
            .conflict, 409,
            "Kiosks don't believe notices of this collector: the signed manifest does not name its notice key \(key.id). "
                + "Central ops allow it, once: smilepost-ops you-said allow.")
    }

    fileprivate static let noNoticeKey = Problem.notice(
        .conflict, 409,
        "This collector has no notice key: the file notice.key of its data folder can't be used. "
            + "Its log says why since its start.")

    fileprivate static func nothingUp(at branch: String) -> Problem {
        Problem(
            .notFound, status: 404, title: "Nothing to withdraw",
            detail: "Branch \(branch) says nothing on its thank-you screens.", retry: .afterChange)
    }
}
