import Foundation
import GRDB

extension KioskStore {
    /// Rows of one transaction.
    private static let sliceRows = 100

    /// Drops the oldest lines that the collector does not have, at most 100 of them, pending or dead; the ledger of losses
    /// gets their numbers and the hash of the last of each range in the same transaction.
    ///
    /// - Parameter nowMS: Wall clock, ms since 1970.
    /// - Returns: How many were dropped.
    package func dropOldest(nowMS: Int64) throws(StoreError) -> Int {
        let count = try write { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT seq, sha256 FROM response WHERE state IN (0, 2) ORDER BY seq LIMIT ?",
                arguments: [Self.sliceRows])
            var losses: [Loss] = []
            for row in rows {
                let (seq, sha256): (Int64, Data) = (try row.sound("seq"), try row.sound("sha256"))
                try db.cachedStatement(sql: "DELETE FROM response WHERE seq = ?").execute(arguments: [seq])
                if let last = losses.last, last.range.upperBound + 1 == seq {
                    losses[losses.count - 1] = Loss(
                        range: last.range.lowerBound...seq, reason: .evicted, sha256: sha256)
                } else {
                    losses.append(Loss(range: seq...seq, reason: .evicted, sha256: sha256))
                }
            }
            for loss in losses { try loss.book(nowMS: nowMS, db) }
            return rows.count
        }
        try giveBackPages(after: count)
        return count
    }

    /// Forgets the oldest delivered lines whatever their age, at most 100, and counts them: a collector that is restored
    /// may ask for them in vain.
    ///
    /// - Returns: How many were forgotten.
    func purgeEarly() throws(StoreError) -> Int {
        let count = try write { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT seq, sha256 FROM response WHERE state = 1 ORDER BY seq LIMIT ?",
                arguments: [Self.sliceRows])
            try PurgedLines.forget(rows, db)
            let before = try Self.purgedEarly(db)
            try db.execute(
                sql: "INSERT OR REPLACE INTO remembered(name, value) VALUES ('purged-early', ?)",
                arguments: [Data(String(before + Int64(rows.count)).utf8)])
            return rows.count
        }
        try giveBackPages(after: count)
        return count
    }

    /// Delivered lines that had to go before their time, ever.
    package func purgedEarly() throws(StoreError) -> Int64 { try read { db in try Self.purgedEarly(db) } }

    private static func purgedEarly(_ db: Database) throws -> Int64 {
        try Data.fetchOne(db, sql: "SELECT value FROM remembered WHERE name = 'purged-early'")
            .flatMap { Int64(String(decoding: $0, as: UTF8.self)) } ?? 0
    }

    /// Unsent lines that were dropped for want of room, ever.
    package func evicted() throws(StoreError) -> Int64 {
        try read { db in
            try Int64.fetchOne(
                db, sql: "SELECT coalesce(sum(last_seq - first_seq + 1), 0) FROM loss WHERE reason = 'evicted'") ?? 0
        }
    }

    /// In small steps, each a short transaction.
    private func giveBackPages(after rows: Int) throws(StoreError) {
        if rows > 0 { try execute("PRAGMA incremental_vacuum(64)") }
    }

    /// Plays the WAL back and cuts it to nothing: its room is the disk's again.
    func truncateWAL() throws(StoreError) { try execute("PRAGMA wal_checkpoint(TRUNCATE)") }

    /// Bytes of pages that hold something.
    func usedBytes() throws(StoreError) -> Int64 {
        try read { db in
            func number(_ pragma: String) throws -> Int64 { try Int64.fetchOne(db, sql: "PRAGMA " + pragma) ?? 0 }
            return try (number("page_count") - number("freelist_count")) * number("page_size")
        }
    }

    /// Moves the cap; SQLite never puts it below what the database has now.
    func setCap(_ bytes: Int64) throws(StoreError) {
        try execute("PRAGMA max_page_count=\(max(1, bytes / Int64(Schema.pageBytes)))")
    }
}
