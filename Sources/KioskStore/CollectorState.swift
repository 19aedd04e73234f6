package import Foundation
import GRDB

/// What the collector's view of the queue has changed here.
package struct CollectorChange: Equatable, Sendable {
    /// Lines that were delivered once and are pending again.
    package let requeued: Int
    /// Lines that the collector misses and that are no longer kept here: booked as lost.
    package let lost: Int
    /// The collector's database is another one, or was restored.
    package let epochChanged: Bool
    /// The collector confirms lines this queue has never made: its state folder is a copy, or was put back.
    package let isAhead: Bool
}

extension KioskStore {
    /// Compares the collector's view with what was delivered, and puts back what it no longer holds.
    ///
    /// A confirmed number lower than before, or another epoch, requeues everything delivered above it; a gap requeues
    /// what was delivered inside it, and what was declared inside it is told again. A gap's lines that are kept nowhere
    /// are lost, which is said once.
    ///
    /// - Parameters:
    ///   - epoch: Nil where the answer does not tell it.
    ///   - durableSeq: Every line up to here is stored there or declared.
    ///   - gaps: Ranges of lines that it misses.
    ///   - nowMS: Wall clock, ms since 1970.
    package func collectorState(
        collectorID: String, epoch: String?, durableSeq: Int64, gaps: [ClosedRange<Int64>], nowMS: Int64
    ) throws(StoreError) -> CollectorChange {
        let identity = try identity()
        let known = min(max(0, durableSeq), identity.created)
        let epochChanged = identity.epoch != nil && epoch != nil && identity.epoch != epoch
        var requeued = 0
        if (known < identity.durableSeq || epochChanged) && known < identity.created {
            requeued += try requeue(known + 1...identity.created)
        }
        if epochChanged || (identity.collectorID != nil && identity.collectorID != collectorID) {
            try tellAgain(1...max(1, identity.created))
        }
        var lost = 0
        for gap in gaps where gap.lowerBound <= identity.created && gap.upperBound >= 1 {
            let range = gap.clamped(to: 1...identity.created)
            requeued += try requeue(range)
            try tellAgain(range)
            lost += try bookLost(range, nowMS)
        }
        // Last: after a stop in between, the next check-in finds the same difference and puts back the rest.
        try write { db in
            try db.execute(
                sql: "UPDATE identity SET collector_id = ?, epoch = coalesce(?, epoch), durable_seq = ?",
                arguments: [collectorID, epoch, known])
        }
        return CollectorChange(
            requeued: requeued, lost: lost, epochChanged: epochChanged, isAhead: durableSeq > identity.created)
    }

    /// Rows of one transaction, so that a tap never waits for a whole archive.
    private static let sliceRows = 100

    private func requeue(_ range: ClosedRange<Int64>) throws(StoreError) -> Int {
        var requeued = 0
        var next = range.lowerBound
        while next <= range.upperBound {
            let slice = try write { [next] db in try Self.requeueSlice(next...range.upperBound, db) }
            guard let slice else { break }
            requeued += slice.count
            next = slice.last + 1
        }
        return requeued
    }

    private static func requeueSlice(
        _ range: ClosedRange<Int64>, _ db: Database
    ) throws -> (count: Int, last: Int64)? {
        let last = try Int64.fetchOne(
            db,
            sql: """
                SELECT max(seq) FROM (
                  SELECT seq FROM response WHERE state = 1 AND seq BETWEEN ? AND ? ORDER BY seq LIMIT ?)
                """, arguments: [range.lowerBound, range.upperBound, sliceRows])
        guard let last else { return nil }
        try db.execute(
            sql: """
                UPDATE response SET state = 0, settled_ms = NULL, last_error = 'missing-at-collector'
                WHERE state = 1 AND seq BETWEEN ? AND ?
                """, arguments: [range.lowerBound, last])
        let count = db.changesCount
        try db.execute(sql: "UPDATE identity SET delivered = delivered - ?", arguments: [count])
        return (count, last)
    }

    /// What is missing there and kept nowhere here moves to `lost`.
    private func bookLost(_ range: ClosedRange<Int64>, _ nowMS: Int64) throws(StoreError) -> Int {
        let missing = try read { db in try Self.missing(in: range, db) }
        var lost = 0
        for start in stride(from: 0, to: missing.count, by: Self.sliceRows) {
            let slice = missing[start..<min(start + Self.sliceRows, missing.count)]
            lost += try write { db in try slice.reduce(0) { try $0 + Self.bookLoss($1, nowMS, db) } }
        }
        return lost
    }

    /// Numbers that are neither kept nor booked as lost.
    static func missing(in range: ClosedRange<Int64>, _ db: Database) throws -> [ClosedRange<Int64>] {
        let kept = try Row.fetchCursor(
            db,
            sql: """
                SELECT seq AS first, seq AS last FROM response WHERE seq BETWEEN ?1 AND ?2
                UNION ALL SELECT first_seq, last_seq FROM loss WHERE last_seq >= ?1 AND first_seq <= ?2 ORDER BY 1
                """, arguments: [range.lowerBound, range.upperBound])
        var missing: [ClosedRange<Int64>] = []
        var next = range.lowerBound
        while let row = try kept.next() {
            let first: Int64 = row["first"]
            if first > next { missing.append(next...first - 1) }
            next = max(next, (row["last"] as Int64) + 1)
        }
        if next <= range.upperBound { missing.append(next...range.upperBound) }
        return missing
    }

    /// Purged lines were counted as delivered; a row that went some other way left a hole in the books, which is filled
    /// first: what nobody took must not be taken off those that were delivered.
    private static func bookLoss(_ range: ClosedRange<Int64>, _ nowMS: Int64, _ db: Database) throws -> Int {
        let unbooked = try Int64.fetchOne(
            db,
            sql: """
                SELECT next_seq - 1 - delivered - lost - (SELECT count(*) FROM response WHERE state = 0)
                  - (SELECT count(*) FROM response WHERE state = 2) FROM identity
                """)
        let loss = Loss(range: range, reason: .purged, sha256: try PurgedLines.takeOut(range, db))
        try loss.book(nowMS: nowMS, db)
        let delivered = loss.count - min(loss.count, Int(max(0, unbooked ?? 0)))
        try db.execute(sql: "UPDATE identity SET delivered = max(0, delivered - ?)", arguments: [delivered])
        return loss.count
    }

    /// What the sync engine wants to know again after a restart, in its own encoding.
    package func remembered(_ name: String) throws(StoreError) -> Data? {
        try read { db in
            try Data.fetchOne(db, sql: "SELECT value FROM remembered WHERE name = ?", arguments: [name])
        }
    }

    /// Keeps a value for `remembered`; writes only where it has changed.
    package func remember(_ value: Data, as name: String) throws(StoreError) {
        guard try remembered(name) != value else { return }
        try write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO remembered(name, value) VALUES (?, ?)", arguments: [name, value])
        }
    }
}
