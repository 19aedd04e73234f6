package import Foundation
import GRDB

/// A range of lines that will not come, or not now, as the collector is to be told.
package struct Declaration: Equatable, Sendable {
    package let range: ClosedRange<Int64>
    /// A word of docs/wire-protocol.md: `dead`, `corrupt`, `parked`, or that of the loss ledger.
    package let reason: String
    /// Of the last line of the range; nil where nobody knows it any more.
    package let sha256: Data?

    package init(_ range: ClosedRange<Int64>, _ reason: String, sha256: Data?) {
        self.range = range
        self.reason = reason
        self.sha256 = sha256
    }
}

/// What a check-in tells of the queue, all of one moment.
package struct QueueState: Equatable, Sendable {
    package let books: Accounting
    /// The lowest pending lines, as at most `maximumRanges` ranges.
    package let waiting: [ClosedRange<Int64>]
    /// The lowest number that is still kept; nil where all are, or none was made.
    package let keptFrom: Int64?
    /// Every line that is held back; then, from the lowest, the dead and lost ones that were not told yet.
    package let declared: [Declaration]

    package static let maximumRanges = 100
    /// Rows of dead letters and losses that one check-in tells: the rest follows with the next ones.
    package static let maximumDeclared = 400
}

extension KioskStore {
    /// The books, and which lines are where.
    ///
    /// - Parameters:
    ///   - parked: Numbers of pending lines that are held back.
    ///   - nowMS: Wall clock, ms since 1970.
    package func queueState(parked: Set<Int64>, nowMS: Int64) throws(StoreError) -> QueueState {
        try read { [path] db in
            let books = try Self.accounting(nowMS: nowMS, path: path, db)
            let kept = try Int64.fetchOne(db, sql: "SELECT min(seq) FROM response") ?? books.created + 1
            return QueueState(
                books: books, waiting: try Self.waiting(books, db), keptFrom: kept > 1 ? kept : nil,
                declared: try Self.parked(parked, db) + Self.untold(db))
        }
    }

    private static func waiting(_ books: Accounting, _ db: Database) throws -> [ClosedRange<Int64>] {
        guard let first = try Int64.fetchOne(db, sql: "SELECT seq FROM response WHERE state = 0 ORDER BY seq LIMIT 1")
        else { return [] }
        // A backlog of an offline week is one range, and is not walked through.
        if first <= books.created, books.created - first + 1 == books.pending { return [first...books.created] }
        var ranges: [ClosedRange<Int64>] = []
        let pending = try Int64.fetchCursor(db, sql: "SELECT seq FROM response WHERE state = 0 ORDER BY seq")
        while let seq = try pending.next() {
            if let last = ranges.last, last.upperBound + 1 == seq {
                ranges[ranges.count - 1] = last.lowerBound...seq
            } else if ranges.count < QueueState.maximumRanges {
                ranges.append(seq...seq)
            } else {
                break
            }
        }
        return ranges
    }

    private static func parked(_ parked: Set<Int64>, _ db: Database) throws -> [Declaration] {
        var lines: [Declaration] = []
        for seq in parked.sorted().prefix(QueueState.maximumRanges) {
            let statement = try db.cachedStatement(sql: "SELECT sha256 FROM response WHERE seq = ? AND state = 0")
            guard let sha256 = try Data.fetchOne(statement, arguments: [seq]) else { continue }
            lines.append(Declaration(seq...seq, "parked", sha256: sha256))
        }
        return joined(lines)
    }

    /// The lowest dead letters and losses that no check-in has told.
    private static func untold(_ db: Database) throws -> [Declaration] {
        let dead = try Row.fetchAll(
            db,
            sql: """
                SELECT seq, last_error, sha256 FROM response WHERE state = 2 AND told = 0 ORDER BY seq LIMIT ?
                """, arguments: [QueueState.maximumDeclared]
        ).map { row -> Declaration in
            let (seq, error): (Int64, String?) = (row["seq"], row["last_error"])
            return Declaration(seq...seq, error == "corrupt" ? "corrupt" : "dead", sha256: row["sha256"])
        }
        let lost = try Row.fetchAll(
            db, sql: "SELECT * FROM loss WHERE told = 0 ORDER BY first_seq LIMIT ?",
            arguments: [QueueState.maximumDeclared]
        ).map { row -> Declaration in
            let (first, last): (Int64, Int64) = (row["first_seq"], row["last_seq"])
            return Declaration(first...last, row["reason"], sha256: row["sha256"] as Data?)
        }
        let all = (dead + lost).sorted { $0.range.lowerBound < $1.range.lowerBound }
        return joined(all.prefix(QueueState.maximumDeclared))
    }

    /// Neighbours with one reason become one range, closed by the hash of its last line.
    private static func joined(_ lines: some Sequence<Declaration>) -> [Declaration] {
        lines.reduce(into: []) { joined, next in
            guard let last = joined.last, last.reason == next.reason,
                last.range.upperBound + 1 == next.range.lowerBound
            else { return joined.append(next) }
            joined[joined.count - 1] = Declaration(
                last.range.lowerBound...next.range.upperBound, next.reason, sha256: next.sha256)
        }
    }
}

extension KioskStore {
    /// Notes that the collector has these in its books: they are not told again, unless it asks for them.
    package func markTold(_ declared: [Declaration]) throws(StoreError) {
        let settled = declared.filter { $0.reason != "parked" }
        guard !settled.isEmpty else { return }
        try write { db in
            for line in settled {
                let range: StatementArguments = [line.range.lowerBound, line.range.upperBound]
                try db.cachedStatement(
                    sql: "UPDATE response SET told = 1 WHERE state = 2 AND told = 0 AND seq BETWEEN ? AND ?"
                ).execute(arguments: range)
                try db.cachedStatement(
                    sql: "UPDATE loss SET told = 1 WHERE told = 0 AND first_seq >= ? AND last_seq <= ?"
                ).execute(arguments: range)
            }
        }
    }

    /// Dead letters and losses in `range` are told again: the collector has lost its note of them.
    func tellAgain(_ range: ClosedRange<Int64>) throws(StoreError) {
        let slices = [
            """
            UPDATE response SET told = 0 WHERE seq IN (
              SELECT seq FROM response WHERE state = 2 AND told = 1 AND seq BETWEEN ? AND ? LIMIT 100)
            """,
            """
            UPDATE loss SET told = 0 WHERE first_seq IN (
              SELECT first_seq FROM loss WHERE told = 1 AND last_seq >= ? AND first_seq <= ? LIMIT 100)
            """,
        ]
        for sql in slices {
            var changed = 100
            while changed == 100 {
                changed = try write { db in
                    try db.execute(sql: sql, arguments: [range.lowerBound, range.upperBound])
                    return db.changesCount
                }
            }
        }
    }
}
