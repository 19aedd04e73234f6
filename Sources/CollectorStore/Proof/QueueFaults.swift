import GRDB
import SurveyKit

/// The table `queue_fault`: what was ever found wrong with a queue, each with the moment it was first seen.
enum QueueFaults {
    enum Kind: String, CaseIterable {
        /// Lines that nobody held at two check-ins in a row.
        case gap
        /// Line `first` is not the one that its successor names; `last` is the one to blame, unless the successor is
        /// confirmed.
        case link
        /// Line `first` is not the one that a check-in named.
        case anchor
        /// Two lines under one number, or two texts under one id.
        case fork
        /// A check-in told of fewer lines than one before.
        case rewound
        /// A check-in told of as many lines as one before, with another last one.
        case again
    }

    struct Row: Equatable {
        let kind: Kind
        let range: ClosedRange<Int64>
        let seenMS: Int64
        let clearedMS: Int64?
    }

    /// A queue of which more is wrong is wrong enough.
    private static let maximumRows = 1_000

    /// Notes a fault; one that is known keeps the moment it was first seen, and is open again.
    static func record(
        _ kind: Kind, _ range: ClosedRange<Int64>, queue: QueueID, nowMS: Int64, _ db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO queue_fault (queue_id, kind, first_seq, last_seq, seen_ms) SELECT ?1, ?2, ?3, ?4, ?5
                WHERE (SELECT count(*) FROM queue_fault WHERE queue_id = ?1) < ?6
                ON CONFLICT(queue_id, kind, first_seq) DO UPDATE
                SET last_seq = max(last_seq, excluded.last_seq), cleared_ms = NULL
                """
        ).execute(arguments: [
            queue.bytes, kind.rawValue, range.lowerBound, range.upperBound, nowMS, maximumRows,
        ])
    }

    /// All faults of a queue, or those of one kind that begin in `range`.
    static func all(
        _ kind: Kind? = nil, in range: ClosedRange<Int64> = 0...(.max), queue: QueueID, _ db: Database
    ) throws -> [Row] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT * FROM queue_fault
                WHERE queue_id = ?1 AND (?2 IS NULL OR kind = ?2) AND first_seq BETWEEN ?3 AND ?4
                ORDER BY kind, first_seq
                """)
        let rows = try GRDB.Row.fetchAll(
            statement, arguments: [queue.bytes, kind?.rawValue, range.lowerBound, range.upperBound])
        return rows.compactMap(Row.init(row:))
    }

    /// Takes back what a later line has explained.
    static func forget(_ kind: Kind, _ first: Int64, queue: QueueID, _ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM queue_fault WHERE queue_id = ? AND kind = ? AND first_seq = ?")
            .execute(arguments: [queue.bytes, kind.rawValue, first])
    }

    /// Books the numbers that nobody holds at this check-in: those that nobody held at the one before either are a gap;
    /// a gap of which nothing is missing any more is over.
    static func compare(
        missing: SequenceNumbers, before: SequenceNumbers, queue: QueueID, nowMS: Int64, _ db: Database
    ) throws {
        var known = SequenceNumbers()
        for gap in try all(.gap, queue: queue, db) where gap.clearedMS == nil {
            if missing.intersection(SequenceNumbers(gap.range)).isEmpty {
                try db.cachedStatement(
                    sql: "UPDATE queue_fault SET cleared_ms = ? WHERE queue_id = ? AND kind = 'gap' AND first_seq = ?"
                ).execute(arguments: [nowMS, queue.bytes, gap.range.lowerBound])
            } else {
                known.formUnion(SequenceNumbers(gap.range))
            }
        }
        for range in missing.intersection(before).subtracting(known).closedRanges {
            try record(.gap, range, queue: queue, nowMS: nowMS, db)
        }
    }
}

extension QueueFaults.Row {
    fileprivate init?(row: Row) {
        guard let kind = QueueFaults.Kind(rawValue: row["kind"]) else { return nil }
        let (first, last): (Int64, Int64) = (row["first_seq"], row["last_seq"])
        self.init(kind: kind, range: first...last, seenMS: row["seen_ms"], clearedMS: row["cleared_ms"])
    }
}
