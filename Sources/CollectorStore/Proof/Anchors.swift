import Foundation
import GRDB
import SurveyKit

/// The table `anchor`: what a queue's newest line was at a check-in.
///
/// Lines up to there that come later must lead to it.
enum Anchors {
    enum State: Int {
        /// The line has not come yet.
        case open
        case agrees
        case disagrees
    }

    struct Row: Equatable {
        /// Number of the newest line at that check-in.
        let created: Int64
        /// Its hash.
        let head: Data
        /// How far the lines had come by then.
        let durableSeq: Int64
        let atMS: Int64
        let state: State
    }

    /// Keeps what a check-in says of the newest line, where it is news; fewer lines than before, or another line under
    /// the same number, is a fault.
    static func take(
        created: Int64, head: Data, durableSeq: Int64, queue: QueueID, nowMS: Int64, _ db: Database
    ) throws {
        if let last = try last(of: queue, db) {
            if created < last.created {
                return try QueueFaults.record(
                    .rewound, created + 1...last.created, queue: queue, nowMS: nowMS, db)
            }
            if created == last.created {
                guard head != last.head else { return }
                return try QueueFaults.record(.again, created...created, queue: queue, nowMS: nowMS, db)
            }
        }
        guard created > 0 else { return }
        try db.cachedStatement(
            sql: "INSERT INTO anchor (queue_id, created, head, durable_seq, at_ms) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [queue.bytes, created, head, min(durableSeq, created), nowMS])
        let stretch = try Chain.Stretch(created...created, queue: queue, db)
        try compare(created...created, with: stretch, queue: queue, nowMS: nowMS, db)
    }

    static func last(of queue: QueueID, _ db: Database) throws -> Row? {
        let statement = try db.cachedStatement(
            sql: "SELECT * FROM anchor WHERE queue_id = ? ORDER BY created DESC LIMIT 1")
        return try GRDB.Row.fetchOne(statement, arguments: [queue.bytes]).map(Row.init(row:))
    }

    static func all(of queue: QueueID, _ db: Database) throws -> [Row] {
        let statement = try db.cachedStatement(sql: "SELECT * FROM anchor WHERE queue_id = ? ORDER BY created")
        return try GRDB.Row.fetchAll(statement, arguments: [queue.bytes]).map(Row.init(row:))
    }

    /// Whether a line had come before a check-in that covers it, which nobody can alter it behind.
    static func vouches(for seq: Int64, queue: QueueID, _ db: Database) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS(SELECT 1 FROM anchor WHERE queue_id = ?1 AND created >= ?2 AND durable_seq >= ?2)")
        return try Bool.fetchOne(statement, arguments: [queue.bytes, seq]) ?? false
    }

    /// Compares the anchors in `numbers` with the lines there.
    static func compare(
        _ numbers: ClosedRange<Int64>, with stretch: Chain.Stretch, queue: QueueID, nowMS: Int64, _ db: Database
    ) throws {
        let statement = try db.cachedStatement(
            sql: "SELECT * FROM anchor WHERE queue_id = ? AND created BETWEEN ? AND ? AND state <> 1")
        let rows = try GRDB.Row.fetchAll(
            statement, arguments: [queue.bytes, numbers.lowerBound, numbers.upperBound])
        for row in rows.map(Row.init(row:)) {
            guard let hashes = stretch.hashes[row.created], !hashes.isEmpty else { continue }
            let state: State = hashes.contains(row.head) ? .agrees : .disagrees
            guard state != row.state else { continue }
            try db.cachedStatement(sql: "UPDATE anchor SET state = ? WHERE queue_id = ? AND created = ? AND head = ?")
                .execute(arguments: [state.rawValue, queue.bytes, row.created, row.head])
            if state == .disagrees {
                try QueueFaults.record(.anchor, row.created...row.created, queue: queue, nowMS: nowMS, db)
            } else {
                try QueueFaults.forget(.anchor, row.created, queue: queue, db)
            }
        }
    }

    /// Forgets anchors that a later one, which agrees and lies within what has come, has made needless.
    static func prune(_ queue: QueueID, durableSeq: Int64, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                DELETE FROM anchor WHERE queue_id = ?1 AND state <> 2 AND created < (
                  SELECT max(created) FROM anchor WHERE queue_id = ?1 AND state = 1 AND created <= ?2)
                """
        ).execute(arguments: [queue.bytes, durableSeq])
    }
}

extension Anchors.Row {
    fileprivate init(row: Row) {
        self.init(
            created: row["created"], head: row["head"], durableSeq: row["durable_seq"], atMS: row["at_ms"],
            state: Anchors.State(rawValue: row["state"]) ?? .open)
    }
}
