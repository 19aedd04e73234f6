import Foundation
import GRDB
import SurveyKit
import WireProtocol

/// The table `declared`: what will never come, or not now.
///
/// Its ranges don't overlap; a kiosk's newest word counts.
enum Declared {
    struct Row: Equatable {
        var first: Int64
        var last: Int64
        let reason: String
        /// Of line `last`.
        var sha256: Data?
        let atMS: Int64

        var range: ClosedRange<Int64> { first...last }
    }

    /// Lines of a range that are in the ledger are cut out of it only up to this number: the rest costs a look only.
    private static let maximumCuts = 1_000

    /// Keeps what a check-in declared; a number that the kiosk can't have drawn is none of them.
    ///
    /// - Returns: The last numbers of ranges that have changed: the links there are to be compared anew.
    static func take(
        _ declared: [DeclaredRange], queue: QueueID, upTo created: Int64, nowMS: Int64, _ db: Database
    ) throws -> [Int64] {
        var changed: [Int64] = []
        for range in declared where range.first >= 1 && range.first <= min(range.last, created) {
            let sha256 = range.last <= created ? range.sha256.flatMap(Data.init(hex:)) : nil
            let row = Row(
                first: range.first, last: min(range.last, created), reason: range.cause.rawValue,
                sha256: sha256?.count == 32 ? sha256 : nil, atMS: nowMS)
            if try take(row, queue: queue, db) { changed.append(row.last) }
        }
        return changed
    }

    private static func take(_ row: Row, queue: QueueID, _ db: Database) throws -> Bool {
        let parts = try missing(of: row, queue: queue, db)
        let before = try overlapping(row.range, queue: queue, db)
        guard !parts.isEmpty || !before.isEmpty, before.map(\.word) != parts.map(\.word) else { return false }
        try cut(row.range, out: before, queue: queue, db)
        for part in parts { try insert(part, queue: queue, db) }
        return true
    }

    /// What of a range the ledger has not got.
    private static func missing(of row: Row, queue: QueueID, _ db: Database) throws -> [Row] {
        let statement = try db.cachedStatement(
            sql: "SELECT DISTINCT seq FROM ledger WHERE queue_id = ? AND seq BETWEEN ? AND ? ORDER BY seq LIMIT ?")
        let held = try Int64.fetchAll(
            statement, arguments: [queue.bytes, row.first, row.last, maximumCuts + 1])
        guard !held.isEmpty, held.count <= maximumCuts else { return [row] }
        var left = SequenceNumbers(row.range)
        for seq in held { left.remove(contentsOf: seq..<seq + 1) }
        return left.closedRanges.map { row.part($0) }
    }

    /// Lines have come: they are no holes any more.
    static func came(_ range: ClosedRange<Int64>, queue: QueueID, _ db: Database) throws {
        try cut(range, out: try overlapping(range, queue: queue, db), queue: queue, db)
    }

    private static func cut(_ range: ClosedRange<Int64>, out rows: [Row], queue: QueueID, _ db: Database) throws {
        for row in rows {
            try db.cachedStatement(sql: "DELETE FROM declared WHERE queue_id = ? AND first_seq = ?")
                .execute(arguments: [queue.bytes, row.first])
            if row.first < range.lowerBound {
                try insert(row.part(row.first...range.lowerBound - 1), queue: queue, db)
            }
            if row.last > range.upperBound {
                try insert(row.part(range.upperBound + 1...row.last), queue: queue, db)
            }
        }
    }

    private static func insert(_ row: Row, queue: QueueID, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO declared (queue_id, first_seq, last_seq, reason, sha256, declared_ms)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [queue.bytes, row.first, row.last, row.reason, row.sha256, row.atMS])
    }

    /// The rows that have a number in `range`, rising.
    static func overlapping(_ range: ClosedRange<Int64>, queue: QueueID, _ db: Database) throws -> [Row] {
        // They don't overlap each other: none that begins before the last one to begin before `range` reaches it.
        let statement = try db.cachedStatement(
            sql: """
                SELECT * FROM declared WHERE queue_id = ?1 AND last_seq >= ?2 AND first_seq <= ?3
                  AND first_seq >= coalesce(
                    (SELECT max(first_seq) FROM declared WHERE queue_id = ?1 AND first_seq <= ?2), ?2)
                ORDER BY first_seq
                """)
        return try GRDB.Row.fetchAll(statement, arguments: [queue.bytes, range.lowerBound, range.upperBound])
            .map(Row.init(row:))
    }

    /// Every row of one reason, rising; at most 1,000.
    static func all(reason: DeclaredRange.Reason? = nil, queue: QueueID, _ db: Database) throws -> [Row] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT * FROM declared WHERE queue_id = ?1 AND (?2 IS NULL OR reason = ?2) ORDER BY first_seq LIMIT 1000
                """)
        return try GRDB.Row.fetchAll(statement, arguments: [queue.bytes, reason?.rawValue]).map(Row.init(row:))
    }
}

extension Declared.Row {
    fileprivate init(row: Row) {
        self.init(
            first: row["first_seq"], last: row["last_seq"], reason: row["reason"], sha256: row["sha256"],
            atMS: row["declared_ms"])
    }

    /// A part of the range; only the one with its last line keeps the hash.
    fileprivate func part(_ range: ClosedRange<Int64>) -> Self {
        Self(
            first: range.lowerBound, last: range.upperBound, reason: reason,
            sha256: range.upperBound == last ? sha256 : nil, atMS: atMS)
    }

    /// All but the moment it was told.
    fileprivate var word: Self { Self(first: first, last: last, reason: reason, sha256: sha256, atMS: 0) }
}
