import Faults
package import Foundation
import GRDB
package import SurveyKit

/// Lines to be sent, oldest first.
package struct PendingBatch: Equatable, Sendable {
    /// Each of them still has the hash it was sealed with.
    package let lines: [SealedLine]
    /// Sequence numbers of lines found altered on the way: dead letters (`corrupt`) from now on.
    package let corrupt: [Int64]
}

/// What became of a line that was sent.
package enum Settlement: Equatable, Sendable {
    /// The collector holds these very bytes.
    case delivered(ResponseID, sha256: Data)
    /// It never will; kept here and declared, with a stable word for the reason.
    case dead(ResponseID, reason: String)
    /// To be sent again; the reason is kept for staff.
    case retry(ResponseID, reason: String)
}

/// What a call of `settle` has changed.
package struct SettleCount: Equatable, Sendable {
    package var delivered = 0
    package var dead = 0

    package init(delivered: Int = 0, dead: Int = 0) {
        self.delivered = delivered
        self.dead = dead
    }
}

extension KioskStore {
    /// The oldest pending lines within the limits; the first is given whatever its size, so that nothing blocks.
    ///
    /// A line whose bytes don't match their hash any more is made a dead letter (`corrupt`) and never sent.
    ///
    /// - Parameters:
    ///   - maxLines: Most lines.
    ///   - maxBytes: Most bytes, a newline after each counted.
    ///   - after: Only lines with a higher sequence number.
    ///   - excluding: Sequence numbers to pass over.
    package func pending(
        maxLines: Int, maxBytes: Int, after: Int64 = 0, excluding: Set<Int64> = []
    ) throws(StoreError) -> PendingBatch {
        try write { db in
            var lines: [SealedLine] = []
            var corrupt: [Int64] = []
            var bytes = 0
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT seq, id, line, sha256 FROM response INDEXED BY response_pending
                    WHERE state = 0 AND seq > ? ORDER BY seq
                    """,
                arguments: [after])
            while lines.count < maxLines, let row = try rows.next() {
                let seq: Int64 = row["seq"]
                if excluding.contains(seq) { continue }
                guard let line = SealedLine(row: row), line.isIntact else {
                    corrupt.append(seq)
                    continue
                }
                bytes += line.bytes.count + 1
                if bytes > maxBytes && !lines.isEmpty { break }
                if SeededBug.isPlanted(.flagInFlight), try Self.isFlaggedInFlight(seq, db) { continue }
                lines.append(SeededBug.isPlanted(.lineWrittenAnew) ? line.writtenAnew : line)
            }
            try Self.bury(corrupt, db)
            if SeededBug.isPlanted(.flagInFlight) { try Self.flagInFlight(lines, db) }
            return PendingBatch(lines: lines, corrupt: corrupt)
        }
    }

    static func bury(_ corrupt: [Int64], _ db: Database) throws {
        for seq in corrupt {
            try db.execute(
                sql: "UPDATE response SET state = 2, last_error = 'corrupt' WHERE seq = ? AND state = 0",
                arguments: [seq])
        }
    }

    /// Books what the collector said, in one transaction.
    ///
    /// A line is delivered only where id and hash match a pending row; anything else leaves the row as it is.
    ///
    /// - Parameter nowMS: Wall clock, ms since 1970: when the row may be purged counts from here.
    @discardableResult
    package func settle(_ settlements: [Settlement], nowMS: Int64) throws(StoreError) -> SettleCount {
        let settled = try write { db in
            var count = SettleCount()
            for settlement in settlements { try Self.settle(settlement, nowMS, &count, db) }
            if count.delivered > 0 {
                try db.execute(
                    sql: "UPDATE identity SET delivered = delivered + ?", arguments: [count.delivered])
            }
            if SeededBug.isPlanted(.deleteDelivered) { try db.execute(sql: "DELETE FROM response WHERE state = 1") }
            CrashPoint.reached(.settlementWritten)
            return count
        }
        CrashPoint.reached(.settlementCommitted)
        return settled
    }

    private static func settle(
        _ settlement: Settlement, _ nowMS: Int64, _ count: inout SettleCount, _ db: Database
    ) throws {
        switch settlement {
        case .delivered(let id, let sha256):
            try db.cachedStatement(
                sql: """
                    UPDATE response SET state = 1, settled_ms = ?, last_error = NULL
                    WHERE id = ? AND sha256 = ? AND state = 0
                    """
            ).execute(arguments: [nowMS, id.hex, sha256])
            count.delivered += db.changesCount
        case .dead(let id, let reason):
            try db.cachedStatement(
                sql: "UPDATE response SET state = 2, settled_ms = ?, last_error = ? WHERE id = ? AND state = 0"
            ).execute(arguments: [nowMS, reason, id.hex])
            count.dead += db.changesCount
        case .retry(let id, let reason):
            try db.cachedStatement(
                sql: "UPDATE response SET attempts = attempts + 1, last_error = ? WHERE id = ? AND state = 0"
            ).execute(arguments: [reason, id.hex])
        }
    }

    /// Forgets delivered lines, 100 a transaction, and gives their pages back to the disk.
    ///
    /// - Parameters:
    ///   - before: Only lines settled before this moment (wall clock, ms since 1970).
    ///   - keeping: The newest so many delivered lines stay whatever their age: a collector that was restored from a
    ///     backup asks for them again, and a wall clock that jumps can't empty the shelf.
    /// - Returns: How many were forgotten.
    @discardableResult
    package func purgeDelivered(before: Int64, keeping: Int) throws(StoreError) -> Int {
        var purged = 0
        while true {
            let slice = try write { db in
                let rows = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT seq, sha256 FROM response WHERE state = 1 AND settled_ms < ?1 AND seq <= (
                          SELECT seq FROM response WHERE state = 1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)
                        ORDER BY seq LIMIT 100
                        """, arguments: [before, keeping])
                try PurgedLines.forget(rows, db)
                return rows.count
            }
            purged += slice
            if slice > 0 { try execute("PRAGMA incremental_vacuum(64)") }
            if slice < 100 { return purged }
        }
    }
}

// What `SeededBug` plants: each is what a careless author might have written.
extension KioskStore {
    private static func flagInFlight(_ lines: [SealedLine], _ db: Database) throws {
        for line in lines {
            try db.execute(sql: "UPDATE response SET last_error = 'in-flight' WHERE seq = ?", arguments: [line.seq])
        }
    }

    private static func isFlaggedInFlight(_ seq: Int64, _ db: Database) throws -> Bool {
        try String.fetchOne(db, sql: "SELECT last_error FROM response WHERE seq = ?", arguments: [seq]) == "in-flight"
    }
}

extension SealedLine {
    /// The same JSON in other bytes.
    fileprivate var writtenAnew: SealedLine {
        let other = bytes + Data(repeating: 32, count: Int.random(in: 1...64))
        return SealedLine(id: id, seq: seq, bytes: other, sha256: Self.hash(of: other))
    }
}
