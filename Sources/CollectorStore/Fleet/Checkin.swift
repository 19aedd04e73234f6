import Foundation
import GRDB
package import SurveyKit
package import WireProtocol

extension CollectorStore {
    /// Takes a kiosk's books and tells it what the centre holds and wants.
    ///
    /// - Parameters:
    ///   - kiosk: The kiosk behind the credential.
    ///   - queue: The queue that the report speaks of; one that is nobody's becomes this kiosk's.
    ///   - tag: `UnchangedReport.tag` of the report's bytes, by which a later check-in may name it; nil for none.
    ///   - sent: The kiosk's clocks at this attempt (`Smilepost-Boot`): what was overtaken on its way changes nothing.
    /// - Throws: `Problem` `bad-request` for books that can't be, `forbidden` for another kiosk's queue, `overloaded`,
    ///   `storage`.
    package func checkIn(
        _ kiosk: Kiosk, queue: QueueID, _ request: CheckinRequest, tag: String? = nil, sent: Timestamp? = nil,
        nowMS: Int64
    ) async throws(Problem) -> CheckinAnswer {
        guard let head = Data(hex: request.queue.head), head.count == 32, request.queue.isPlausible else {
            throw .implausible(request.queue, kiosk: kiosk.id)
        }
        let (pacing, surveys) = (pacing, surveys)
        return try await answering {
            let answer: CheckinAnswer? = try await commits.perform(.high) { db, tallies in
                guard try QueueOwner.claim(queue, for: kiosk.id, nowMS: nowMS, db) else {
                    try CloneWatch.suspect(.foreignQueue, kiosk.id, db)
                    return nil
                }
                if let heard = request.heard, let first = try ClockObservations.keep(heard, of: queue, db) {
                    try TimeReview.begin(from: first, queue: queue, db)
                }
                try TimeReview.goOn(queue: queue, surveys, &tallies, nowMS: nowMS, db)
                if let sent { try CloneWatch.note(boot: sent.boot, of: kiosk.id, db) }
                let proof = CheckinProof(
                    queue: queue, report: request.queue, head: head, sent: sent, nowMS: nowMS)
                let standing = try proof.take(db)
                if !standing.isOvertaken {
                    let report = CheckinWriter(
                        kiosk: kiosk, queue: queue, request: request, head: head, tag: tag, nowMS: nowMS)
                    try report.write(db)
                    try report.writeBooks(stored: try Ledger.stored(queue, db), db)
                }
                return try pacing.answer(to: kiosk, queue: queue, standing, db)
            }
            // Thrown after the commit: the sign of a clone is kept.
            guard let answer else { throw Problem.foreignQueue(queue, kiosk: kiosk.id) }
            return answer
        }
    }
}

extension Pacing {
    /// What the centre holds of a queue, and what it wants of its kiosk.
    func answer(
        to kiosk: Kiosk, queue: QueueID, _ standing: CheckinProof.Standing, _ db: Database
    ) throws -> CheckinAnswer {
        CheckinAnswer(
            durableSeq: standing.durableSeq, gaps: standing.gaps,
            assign: try Assignment.current(kiosk: kiosk.id, branch: kiosk.branch, db),
            branch: try BranchInfo.fetch(kiosk.branch, db), limits: limits, nextMS: checkinMS,
            releaseKey: try PublicKey.release(db),
            commands: try KioskCommand.due(kiosk: kiosk.id, queue: queue, db),
            closed: try SurveyName.closed(shownBy: kiosk.id, db),
            notice: try Envelope.newNotice(for: kiosk.id, branch: kiosk.branch, db))
    }
}

private struct CheckinWriter {
    let kiosk: Kiosk
    let queue: QueueID
    let request: CheckinRequest
    let head: Data
    let tag: String?
    let nowMS: Int64

    func write(_ db: Database) throws {
        let refused = String(decoding: try JSONEncoder().encode(request.refused), as: UTF8.self)
        let activation = try request.activation.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
        let books = request.queue
        try db.cachedStatement(
            sql: """
                UPDATE kiosk SET queue_id = ?, app = ?, last_contact_ms = ?, checkin_ms = ?, created = ?, delivered = ?, pending = ?,
                  dead = ?, lost = ?, head = ?, oldest_pending_ms = ?, survey = ?, version = ?,
                  survey_sha256 = ?, manifest = ?, clock = ?, refused = ?, report_tag = ?, activation = ?,
                  notice_ms = ? WHERE id = ?
                """
        ).execute(arguments: [
            queue.bytes, request.app, nowMS, nowMS, books.created, books.delivered, books.pending, books.dead,
            books.lost, head, books.oldestPendingMS, request.survey?.id, request.survey?.version,
            request.survey?.sha256,
            request.manifest, request.clock.rawValue, refused, tag, activation, believedNoticeMS,
            kiosk.id,
        ])
    }

    /// The number of the notice that the kiosk says it has; nil for one that no collector could have given it by now.
    ///
    /// Every later notice gets a higher one, so that a lie would be the whole chain's.
    private var believedNoticeMS: Int64? {
        request.noticeMS.flatMap { (0...nowMS + 86_400_000).contains($0) ? $0 : nil }
    }

    /// Keeps the books by queue, so that those of a database that was replaced are not forgotten.
    func writeBooks(stored: Int64, _ db: Database) throws {
        let books = request.queue
        try db.cachedStatement(
            sql: """
                UPDATE queue_owner SET created = ?, pending = ?, dead = ?, lost = ?, kept_from = ?, stored_then = ?
                WHERE queue_id = ? AND kiosk = ?
                """
        ).execute(arguments: [
            books.created, books.pending, books.dead, books.lost, books.keptFrom, stored, queue.bytes, kiosk.id,
        ])
    }
}

extension QueueReport {
    /// No queue is longer than this: a counter beyond it is damage, and sums of counters can't overflow.
    private static let longest: Int64 = 1 << 40

    fileprivate var isPlausible: Bool {
        [created, delivered, pending, dead, lost].allSatisfy { (0...Self.longest).contains($0) }
            && declared.count <= 10 * Self.maximumDeclared && waiting.count <= 10 * Self.maximumWaiting
    }
}

extension Problem {
    fileprivate static func foreignQueue(_ queue: QueueID, kiosk: String) -> Problem {
        Problem(
            .forbidden, status: 403, title: "This queue is another kiosk's",
            detail: "Queue \(queue.hex) does not belong to kiosk \(kiosk): was its disk cloned? Enrol the kiosk again "
                + "with a new token (smilepost-kiosk enroll).", retry: .afterChange)
    }

    fileprivate static func implausible(_ report: QueueReport, kiosk: String) -> Problem {
        Problem(
            .badRequest, status: 400, title: "The check-in's books can't be read",
            detail: "Kiosk \(kiosk) reports a negative or impossible count, or a head that is no SHA-256. "
                + "Run smilepost-kiosk doctor on it.", retry: .afterChange)
    }
}
