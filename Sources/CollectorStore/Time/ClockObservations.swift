import GRDB
import SurveyKit
import WireProtocol

/// The table `clock_observation`: when kiosks heard the collector's clock.
enum ClockObservations {
    /// Of one queue; beyond it the oldest are forgotten.
    static let maximumKept = 5_000
    /// Of one boot that are looked at for one response: the newest.
    private static let perBoot = 200
    /// A response is begun when at least its forerunner's forerunner is sealed.
    private static let overlap: Int64 = 3

    /// Keeps what a check-in told, and says from which line on it may tell better times.
    ///
    /// - Returns: Nil where it is nothing new.
    static func keep(_ told: [ClockObservation], of queue: QueueID, _ db: Database) throws -> Int64? {
        var first: Int64?
        for seen in told.prefix(CheckinRequest.maximumHeard) where seen.isPlausible {
            let known = try Int64.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT MAX(seq) FROM clock_observation
                        WHERE queue_id = ? AND seq <= ? AND boot <> ? AND server_ms < ?
                        """), arguments: [queue.bytes, seen.seq, seen.boot, seen.serverMS])
            try db.cachedStatement(
                sql: """
                    INSERT INTO clock_observation (queue_id, boot, boot_ms, server_ms, rtt_ms, seq)
                    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                    """
            ).execute(arguments: [queue.bytes, seen.boot, seen.bootMS, seen.serverMS, seen.rttMS, seen.seq])
            guard db.changesCount == 1 else { continue }
            // What was sealed before an observation of another boot has its bound already.
            first = min(first ?? .max, (known ?? 0) + 1)
        }
        if first != nil { try forgetOldest(of: queue, db) }
        return first
    }

    private static func forgetOldest(of queue: QueueID, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                DELETE FROM clock_observation WHERE queue_id = ?1 AND (seq, server_ms) < (
                  SELECT seq, server_ms FROM clock_observation WHERE queue_id = ?1
                  ORDER BY seq DESC, server_ms DESC LIMIT 1 OFFSET ?2)
                """
        ).execute(arguments: [queue.bytes, maximumKept - 1])
    }

    /// The newest of one boot.
    static func inBoot(_ boot: String, of queue: QueueID, _ db: Database) throws -> [ClockObservation] {
        guard ClockObservation.isBoot(boot) else { return [] }
        let statement = try db.cachedStatement(
            sql: """
                SELECT * FROM clock_observation WHERE queue_id = ? AND boot = ? ORDER BY boot_ms DESC LIMIT \(perBoot)
                """)
        return try Row.fetchAll(statement, arguments: [queue.bytes, boot]).map(ClockObservation.init(row:))
    }

    /// The last one that was certainly made before a line was begun.
    static func before(_ seq: Int64, of queue: QueueID, _ db: Database) throws -> ClockObservation? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT * FROM clock_observation WHERE queue_id = ? AND seq <= ? ORDER BY seq DESC, server_ms DESC LIMIT 1
                """)
        return try Row.fetchOne(statement, arguments: [queue.bytes, seq - overlap]).map(ClockObservation.init(row:))
    }

    /// The first one that was certainly made after a line was sealed.
    static func after(_ seq: Int64, of queue: QueueID, _ db: Database) throws -> ClockObservation? {
        let statement = try db.cachedStatement(
            sql: "SELECT * FROM clock_observation WHERE queue_id = ? AND seq >= ? ORDER BY seq, server_ms LIMIT 1")
        return try Row.fetchOne(statement, arguments: [queue.bytes, seq]).map(ClockObservation.init(row:))
    }
}

extension ClockObservation {
    fileprivate init(row: Row) {
        self.init(
            boot: row["boot"], bootMS: row["boot_ms"], serverMS: row["server_ms"], rttMS: row["rtt_ms"],
            seq: row["seq"])
    }
}

/// Finds the evidence for the lines of one batch; what is the same for many of them is looked up once.
struct TimeEvidenceReader {
    let queue: QueueID
    private var boots: [String: [ClockObservation]] = [:]
    /// Whether there are any of the queue; nil while nobody has looked.
    private var hasAny: Bool?

    init(queue: QueueID) { self.queue = queue }

    /// When the line was given, by all that is known at this moment.
    mutating func occurred(
        _ line: ResponseLine, attempt: Timestamp?, receivedMS: Int64, _ db: Database
    ) throws -> OccurredTime {
        var evidence = TimeEvidence(attempt: attempt, receivedMS: receivedMS)
        evidence.inBoot = try observations(ofBoot: line.boot, db)
        if let time = evidence.inSameBoot(line) { return time }
        guard try hasAny(db) else { return evidence.inAnotherBoot(line) }
        evidence.before = try ClockObservations.before(line.seq, of: queue, db)
        evidence.after = try ClockObservations.after(line.seq, of: queue, db)
        return evidence.inAnotherBoot(line)
    }

    private mutating func hasAny(_ db: Database) throws -> Bool {
        if let hasAny { return hasAny }
        let statement = try db.cachedStatement(
            sql: "SELECT EXISTS(SELECT 1 FROM clock_observation WHERE queue_id = ?)")
        let found = try Bool.fetchOne(statement, arguments: [queue.bytes]) == true
        hasAny = found
        return found
    }

    private mutating func observations(ofBoot boot: String, _ db: Database) throws -> [ClockObservation] {
        if let known = boots[boot] { return known }
        guard try hasAny(db) else { return [] }
        let found = try ClockObservations.inBoot(boot, of: queue, db)
        boots[boot] = found
        return found
    }
}
