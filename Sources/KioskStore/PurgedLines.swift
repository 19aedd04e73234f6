import Foundation
import GRDB

/// The numbers that were delivered and are no longer kept, as ranges that grow together.
enum PurgedLines {
    /// Deletes delivered lines and notes their numbers.
    ///
    /// - Parameter rows: `seq` and `sha256` of each, rising.
    static func forget(_ rows: [Row], _ db: Database) throws {
        var run: (first: Int64, last: Int64, sha256: Data)?
        for row in rows {
            let (seq, sha256): (Int64, Data) = (row["seq"], row["sha256"])
            try db.cachedStatement(sql: "DELETE FROM response WHERE seq = ?").execute(arguments: [seq])
            if let before = run, before.last + 1 == seq {
                run = (before.first, seq, sha256)
            } else {
                if let run { try note(run.first...run.last, sha256: run.sha256, db) }
                run = (seq, seq, sha256)
            }
        }
        if let run { try note(run.first...run.last, sha256: run.sha256, db) }
    }

    /// Notes a range that is not noted yet; neighbours become one.
    ///
    /// - Parameter sha256: Of the range's last line.
    static func note(_ range: ClosedRange<Int64>, sha256: Data?, _ db: Database) throws {
        var (first, last, hash) = (range.lowerBound, range.upperBound, sha256)
        let below = try Row.fetchOne(
            db, sql: "SELECT first_seq, last_seq FROM purged WHERE first_seq < ? ORDER BY first_seq DESC LIMIT 1",
            arguments: [first])
        if let below, (below["last_seq"] as Int64) == first - 1 {
            first = below["first_seq"]
            try db.execute(sql: "DELETE FROM purged WHERE first_seq = ?", arguments: [first])
        }
        let above = try Row.fetchOne(
            db, sql: "SELECT last_seq, sha256 FROM purged WHERE first_seq = ?", arguments: [last + 1])
        if let above {
            try db.execute(sql: "DELETE FROM purged WHERE first_seq = ?", arguments: [last + 1])
            (last, hash) = (above["last_seq"], above["sha256"])
        }
        try db.execute(
            sql: "INSERT INTO purged(first_seq, last_seq, sha256) VALUES (?, ?, ?)", arguments: [first, last, hash])
    }

    /// Takes numbers out: they are lost after all.
    ///
    /// - Returns: The hash of the range's last line, where it is known.
    static func takeOut(_ range: ClosedRange<Int64>, _ db: Database) throws -> Data? {
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM purged WHERE last_seq >= ? AND first_seq <= ?",
            arguments: [range.lowerBound, range.upperBound])
        var known: Data?
        for row in rows {
            let (first, last): (Int64, Int64) = (row["first_seq"], row["last_seq"])
            let sha256: Data? = row["sha256"]
            try db.execute(sql: "DELETE FROM purged WHERE first_seq = ?", arguments: [first])
            if first < range.lowerBound { try insert(first...range.lowerBound - 1, nil, db) }
            if last > range.upperBound { try insert(range.upperBound + 1...last, sha256, db) }
            if last == range.upperBound { known = sha256 }
        }
        return known
    }

    private static func insert(_ range: ClosedRange<Int64>, _ sha256: Data?, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO purged(first_seq, last_seq, sha256) VALUES (?, ?, ?)",
            arguments: [range.lowerBound, range.upperBound, sha256])
    }

    /// For a database from before these notes: what is neither kept nor lost was delivered.
    static func noteWhatIsMissing(_ db: Database) throws {
        let created = try Int64.fetchOne(db, sql: "SELECT next_seq - 1 FROM identity") ?? 0
        guard created > 0 else { return }
        for range in try KioskStore.missing(in: 1...created, db) { try insert(range, nil, db) }
    }
}
