import GRDB
package import SurveyKit

extension Schema {
    /// When the collector's clock was heard; what was told to it is kept for a collector that was restored.
    static let heardTimes = """
        CREATE TABLE heard_time(
          n INTEGER PRIMARY KEY AUTOINCREMENT, boot_id TEXT NOT NULL, boot_ms INTEGER NOT NULL,
          server_ms INTEGER NOT NULL, rtt_ms INTEGER NOT NULL, seq INTEGER NOT NULL,
          is_told INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE INDEX heard_time_untold ON heard_time(n) WHERE is_told = 0;
        """
}

/// An observation that waits to be told.
package struct HeardTime: Equatable, Sendable {
    /// Rises by one with each.
    package let number: Int64
    package let observation: ClockObservation
}

extension KioskStore {
    /// Beyond this many the oldest are forgotten: at a few a day, two months.
    package static let maximumHeardTimes = 200

    /// Keeps an observation of the collector's clock, durably.
    package func keep(_ observation: ClockObservation) throws(StoreError) {
        try write { db in
            try db.execute(
                sql: "INSERT INTO heard_time(boot_id, boot_ms, server_ms, rtt_ms, seq) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    observation.boot, observation.bootMS, observation.serverMS, observation.rttMS, observation.seq,
                ])
            try db.execute(
                sql: "DELETE FROM heard_time WHERE n <= ?",
                arguments: [db.lastInsertedRowID - Int64(Self.maximumHeardTimes)])
        }
    }

    /// Those the collector does not have yet, oldest first.
    package func untoldTimes(atMost limit: Int) throws(StoreError) -> [HeardTime] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM heard_time WHERE is_told = 0 ORDER BY n LIMIT ?", arguments: [limit]
            ).map(HeardTime.init(row:))
        }
    }

    /// The collector has taken them up to this number.
    package func timesTold(upTo number: Int64) throws(StoreError) {
        try write { db in
            try db.execute(sql: "UPDATE heard_time SET is_told = 1 WHERE is_told = 0 AND n <= ?", arguments: [number])
        }
    }

    /// The collector's database was restored: everything that is kept is told again.
    package func tellTimesAgain() throws(StoreError) {
        try write { db in try db.execute(sql: "UPDATE heard_time SET is_told = 0 WHERE is_told = 1") }
    }

    /// The latest of the collector's times that is kept, ms since 1970; nil before the first.
    package func lastServerMS() throws(StoreError) -> Int64? {
        try read { db in try Int64.fetchOne(db, sql: "SELECT server_ms FROM heard_time ORDER BY n DESC LIMIT 1") }
    }
}

extension HeardTime {
    fileprivate init(row: Row) {
        number = row["n"]
        observation = ClockObservation(
            boot: row["boot_id"], bootMS: row["boot_ms"], serverMS: row["server_ms"], rttMS: row["rtt_ms"],
            seq: row["seq"])
    }
}
