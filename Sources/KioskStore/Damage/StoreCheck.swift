import Foundation
import GRDB
import SurveyKit

extension KioskStore {
    /// Reads lines of the queue as they lie on the disk, 200 at a time, so that a tap can come in between; a pending one
    /// that was altered becomes a dead letter.
    ///
    /// - Parameter after: Lines with a higher number.
    /// - Returns: The last number read, and how many were altered; nil behind the last line.
    /// - Throws: `StoreError.corrupt` where a page can't be read.
    package func checkLines(after: Int64) throws(StoreError) -> (last: Int64, altered: Int)? {
        try write { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT seq, id, line, sha256, state FROM response NOT INDEXED WHERE seq > ? ORDER BY seq LIMIT 200
                    """, arguments: [after])
            guard let last: Int64 = try rows.last?.sound("seq") else { return nil }
            var altered: [Int64] = []
            for row in rows where SealedLine(row: row)?.isIntact != true {
                let state: Int = try row.sound("state")
                if state == 0 { altered.append(try row.sound("seq")) }
            }
            try Self.bury(altered, db)
            return (last, altered.count)
        }
    }

    /// SQLite's quick check of every table but the queue's, which `checkLines` reads.
    ///
    /// - Throws: `StoreError.corrupt`.
    package func checkSmallTables() throws(StoreError) {
        let tables = try read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM sqlite_master
                    WHERE type = 'table' AND name <> 'response' AND name NOT LIKE 'sqlite_%'
                    """)
        }
        for table in tables {
            let answer = try read { db in try String.fetchOne(db, sql: "PRAGMA quick_check('\(table)')") }
            guard answer == "ok" else { throw .corrupt(path: path) }
        }
    }
}
