import Foundation
import GRDB
import SurveyKit
import WireProtocol

/// A check-in's books held against the ledger, number by number (sync.md 4.3).
struct CheckinProof {
    let queue: QueueID
    let report: QueueReport
    /// Hash of the kiosk's newest line: 32 bytes.
    let head: Data
    /// The kiosk's clocks as it asked; nil where it did not say.
    let sent: Timestamp?
    let nowMS: Int64

    struct Standing {
        let durableSeq: Int64
        /// What the collector misses and the kiosk does not say waits: at most `maximumGaps`.
        let gaps: [[Int64]]
        /// A later one came before it: nothing of it was booked.
        let isOvertaken: Bool
    }

    static let maximumGaps = 200

    func take(_ db: Database) throws -> Standing {
        let isOvertaken = try isOvertaken(db)
        if !isOvertaken {
            let changed = try Declared.take(
                report.declared, queue: queue, upTo: report.created, nowMS: nowMS, db)
            for seq in changed { try Chain.check(seq...seq, queue: queue, nowMS: nowMS, db) }
        }
        let durableSeq = try Ledger.advance(queue, db)
        let missing = try missing(above: durableSeq, db)
        if !isOvertaken {
            try Anchors.take(
                created: report.created, head: head, durableSeq: durableSeq, queue: queue, nowMS: nowMS, db)
            try Anchors.prune(queue, durableSeq: durableSeq, db)
            let before = try Self.missing(queue, db)
            try QueueFaults.compare(missing: missing, before: before, queue: queue, nowMS: nowMS, db)
            try keep(missing, db)
        }
        return Standing(
            durableSeq: durableSeq, gaps: Array(missing.pairs.prefix(Self.maximumGaps)), isOvertaken: isOvertaken)
    }

    /// A request that a proxy held up until after a later one speaks of the past.
    private func isOvertaken(_ db: Database) throws -> Bool {
        guard let sent else { return false }
        let statement = try db.cachedStatement(
            sql: "SELECT told_boot_ms FROM queue WHERE queue_id = ? AND told_boot = ?")
        let told = try Int64.fetchOne(statement, arguments: [queue.bytes, sent.boot])
        return told.map { sent.bootMS < $0 } ?? false
    }

    /// Numbers that the kiosk has given, and that are neither here, nor waiting there, nor declared; a line that was held
    /// back counts as waiting only as long as the kiosk says that it waits.
    private func missing(above durableSeq: Int64, _ db: Database) throws -> SequenceNumbers {
        var missing = try Ledger.holes(
            queue, above: durableSeq, upTo: report.created, atMost: 10 * Self.maximumGaps, db)
        for parked in try Declared.all(reason: .parked, queue: queue, db) {
            missing.formUnion(SequenceNumbers(parked.range))
        }
        let waiting = SequenceNumbers(pairs: report.waiting, upTo: report.created)
        missing.subtract(waiting)
        return missing.droppingHighest(report.pending - waiting.count)
    }

    /// What nobody held at the last check-in.
    static func missing(_ queue: QueueID, _ db: Database) throws -> SequenceNumbers {
        let statement = try db.cachedStatement(sql: "SELECT missing FROM queue WHERE queue_id = ?")
        return SequenceNumbers(column: try String.fetchOne(statement, arguments: [queue.bytes]))
    }

    private func keep(_ missing: SequenceNumbers, _ db: Database) throws {
        let waiting = SequenceNumbers(pairs: report.waiting, upTo: report.created)
        try db.cachedStatement(
            sql: """
                INSERT INTO queue (queue_id, missing, waiting, told_boot, told_boot_ms) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT(queue_id) DO UPDATE SET missing = excluded.missing, waiting = excluded.waiting,
                  told_boot = excluded.told_boot, told_boot_ms = excluded.told_boot_ms
                """
        ).execute(arguments: [
            queue.bytes, try missing.column, try waiting.column, sent?.boot, sent?.bootMS,
        ])
    }
}
