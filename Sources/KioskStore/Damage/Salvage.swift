import Foundation
import GRDB
import SurveyKit

/// What was done about a damaged database.
package struct SalvageReport: Equatable, Sendable, Codable {
    /// Wall clock, ms since 1970.
    package let atMS: Int64
    /// The damaged database in the state folder.
    package let aside: String
    /// Lines taken over: pending, delivered and dead ones.
    package let lines: Int64
    /// Numbers of which no line could be read: booked as lost.
    package let lost: Int64
    /// Nothing could be read, and the queue begins anew behind its highest number.
    package let isAnew: Bool

    private enum CodingKeys: String, CodingKey {
        case atMS = "at_ms"
        case aside, lines, lost
        case isAnew = "anew"
    }
}

/// Builds a new database from what a damaged one still gives: every line that matches its hash, the books as far as they
/// are known, everything else that can be read.
///
/// The queue keeps its id. Its next number is above every number that was seen anywhere, so that none is given twice; what
/// is missing below is booked as lost. Only what is known to have been delivered counts as delivered.
struct Salvage {
    let quarantine: Quarantine
    let nowMS: Int64
    /// Of the file beside the database; nil with none.
    let highWater: HighWater?
    private let new: DatabaseQueue
    private let old: DamagedDatabase?
    private let isAnew: Bool

    private var kept = SequenceSet()
    private var delivered = SequenceSet()
    private var unreadable = SequenceSet()

    /// Builds it, closed and checked, at the quarantine's `buildPath`.
    ///
    /// - Parameter isAnew: Reads nothing of the old one: where reading it has failed before.
    /// - Throws: `StoreError`; nothing of the damaged database was changed.
    static func build(
        _ quarantine: Quarantine, maximumBytes: Int, nowMS: Int64, isAnew: Bool
    ) throws(StoreError) -> SalvageReport {
        try quarantine.clearBuild()
        do {
            var salvage = try Salvage(quarantine, maximumBytes, nowMS, isAnew)
            defer { salvage.close() }
            return try salvage.run()
        } catch {
            throw StoreError(error, path: quarantine.buildPath)
        }
    }

    private init(_ quarantine: Quarantine, _ maximumBytes: Int, _ nowMS: Int64, _ isAnew: Bool) throws {
        self.quarantine = quarantine
        self.nowMS = nowMS
        self.isAnew = isAnew
        new = try DatabaseQueue(
            path: quarantine.buildPath, configuration: Schema.configuration(maximumBytes: maximumBytes))
        try Schema.migrator.migrate(new)
        old = isAnew ? nil : DamagedDatabase(path: quarantine.path)
        highWater = quarantine.folder.highWater()
    }

    private func close() {
        old?.close()
        try? new.close()
    }

    private mutating func run() throws -> SalvageReport {
        let identity = old?.identity(path: quarantine.path)
        let queue = identity?.queueID ?? highWater?.queueID ?? carvedQueue()
        if let queue { try name(queue) }
        try takeOthers()
        let whole = try takeLines(upTo: bound(identity, queue))
        if !whole, !isAnew, let queue { try carve(queue) }
        let report = try closeBooks(identity, queue)
        let verdict = try new.read { db in try String.fetchOne(db, sql: "PRAGMA quick_check(1)") }
        guard verdict == "ok" else {
            throw StoreError.corrupt(path: quarantine.buildPath)
        }
        return report
    }

    private func name(_ queue: QueueID) throws {
        try new.write { db in
            try db.execute(
                sql: "UPDATE identity SET queue_id = ?, head = ?",
                arguments: [queue.hex, SealedLine.genesis(of: queue)])
        }
    }

    /// The highest number that anything tells of.
    private func bound(_ identity: Identity?, _ queue: QueueID?) -> Int64 {
        let noted = highWater.flatMap { $0.queueID == queue ? $0.seq : nil }
        let row: Int64? = old?.row("SELECT max(seq) AS seq FROM response NOT INDEXED").flatMap { try? $0.sound("seq") }
        return max(identity?.created ?? 0, noted ?? 0, row ?? 0)
    }
}

// MARK: - Lines

extension Salvage {
    /// - Returns: Whether the whole queue could be read.
    private mutating func takeLines(upTo end: Int64) throws -> Bool {
        guard let old else { return false }
        var (kept, delivered) = (kept, delivered)
        let new = new
        unreadable = try old.lines(upTo: end) { lines in
            try new.write { db in
                for line in lines where try Self.take(line, &delivered, db) { kept.insert(line.seq...line.seq) }
            }
        }
        (self.kept, self.delivered) = (kept, delivered)
        return unreadable.ranges.isEmpty
    }

    /// A line that was altered is a dead letter, with the hash it should have; of a delivered one only the number is kept.
    ///
    /// - Returns: Whether there is a row for it now.
    private static func take(_ line: DamagedDatabase.Line, _ delivered: inout SequenceSet, _ db: Database) throws
        -> Bool
    {
        var values = Dictionary(line.row.map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
        let isDelivered = values["state"].flatMap(Int.fromDatabaseValue) == 1
        if !isIntact(line) {
            guard !isDelivered else {
                delivered.insert(line.seq...line.seq)
                return false
            }
            values["state"] = 2.databaseValue
            values["last_error"] = "corrupt".databaseValue
        }
        let columns = values.keys.sorted()
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        return try insert(
            "INSERT OR IGNORE INTO response(\(columns.joined(separator: ", "))) VALUES (\(marks))",
            StatementArguments(columns.map { values[$0] ?? .null }), db)
    }

    /// - Returns: False for a row that the new database would not take.
    private static func insert(_ sql: String, _ arguments: StatementArguments, _ db: Database) throws -> Bool {
        do {
            try db.execute(sql: sql, arguments: arguments)
            return db.changesCount > 0
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            return false
        }
    }

    private static func isIntact(_ line: DamagedDatabase.Line) -> Bool {
        guard let sealed = SealedLine(row: line.row), sealed.isIntact,
            let text = try? JSONDecoder().decode(ResponseLine.self, from: sealed.bytes)
        else { return false }
        return text.id == sealed.id && text.seq == line.seq
    }

    /// Lines that SQLite can't reach, found by their hashes; whether they were delivered is not known, so they are pending.
    private mutating func carve(_ queue: QueueID) throws {
        var kept = kept
        let settled = purged(within: nil).union(booked()).union(delivered)
        let new = new
        for path in [quarantine.path, quarantine.path + "-wal"] {
            try Carving.lines(inFileAt: path) { bytes, sha256 in
                guard let line = try? JSONDecoder().decode(ResponseLine.self, from: bytes), line.q == queue,
                    line.seq >= 1, !kept.contains(line.seq), !settled.contains(line.seq)
                else { return }
                let isTaken = try new.write { db in try Self.insert(line, bytes, sha256, db) }
                if isTaken { kept.insert(line.seq...line.seq) }
            }
        }
        self.kept = kept
    }

    private static func insert(_ line: ResponseLine, _ bytes: Data, _ sha256: Data, _ db: Database) throws -> Bool {
        try insert(
            """
            INSERT OR IGNORE INTO response(
              seq, id, survey_id, survey_version, line, sha256, boot_id, boot_ms, wall_ms, clock)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                line.seq, line.id.hex, line.survey, line.ver, bytes, sha256, line.boot, line.t, line.wall,
                line.clock.rawValue,
            ], db)
    }

    /// The queue that most of what can be found belongs to, where neither the database nor the file beside it tells.
    private func carvedQueue() -> QueueID? {
        guard !isAnew else { return nil }
        var counts: [QueueID: Int] = [:]
        Carving.lines(inFileAt: quarantine.path) { bytes, _ in
            if let line = try? JSONDecoder().decode(ResponseLine.self, from: bytes) { counts[line.q, default: 0] += 1 }
        }
        return counts.max { $0.value < $1.value }?.key
    }
}

// MARK: - Books

extension Salvage {
    private func ranges(_ table: String) -> (ranges: [(ClosedRange<Int64>, Row)], isWhole: Bool) {
        var found: [(ClosedRange<Int64>, Row)] = []
        guard let old else { return ([], false) }
        let isWhole = try? old.rows("SELECT * FROM \(table) ORDER BY first_seq") { row in
            guard let first: Int64 = try? row.sound("first_seq"), let last: Int64 = try? row.sound("last_seq"),
                first >= 1, first <= last
            else { return }
            found.append((first...last, row))
        }
        return (found, isWhole == true)
    }

    private func booked() -> SequenceSet { SequenceSet(ranges("loss").ranges.map(\.0)) }

    /// Numbers that were delivered and forgotten.
    ///
    /// Where the list of them can't be read, they are what has no row although its place can be read.
    private func purged(within all: ClosedRange<Int64>?) -> SequenceSet {
        let list = ranges("purged")
        if list.isWhole { return SequenceSet(list.ranges.map(\.0)) }
        guard let all, old != nil else { return SequenceSet(list.ranges.map(\.0)) }
        return SequenceSet([all]).subtracting(unreadable)
    }

    private mutating func closeBooks(_ identity: Identity?, _ queue: QueueID?) throws -> SalvageReport {
        let losses = ranges("loss").ranges
        let seen = max(
            bound(identity, queue), kept.last ?? 0, losses.last?.0.upperBound ?? 0,
            ranges("purged").ranges.last?.0.upperBound ?? 0)
        let isCertain = identity.map { $0.created == seen } ?? (seen == 0)
        // Where the newest commits are gone, one more number may have been given than anything tells of.
        let created = isCertain ? seen : seen + 1
        let head = try head(identity, queue, seen)
        let lost = SequenceSet(losses.map(\.0)).subtracting(kept)
        let known = created > 0 ? purged(within: seen >= 1 ? 1...seen : nil) : SequenceSet()
        let gone = known.union(delivered).subtracting(kept).subtracting(lost)
        let missing = (created > 0 ? SequenceSet([1...created]) : SequenceSet())
            .subtracting(kept).subtracting(lost).subtracting(gone)
        try new.write { db in
            try db.execute(sql: "UPDATE identity SET next_seq = ?, head = ?", arguments: [created + 1, head])
            try takeIdentity(db)
            try enter(losses, lost, db)
            for range in gone.ranges { try PurgedLines.note(range, sha256: nil, db) }
            for range in missing.ranges { try bookMissing(range, seen, head, db) }
            let rows = try Int64.fetchOne(db, sql: "SELECT count(*) FROM response WHERE state = 1") ?? 0
            try db.execute(sql: "UPDATE identity SET delivered = ?", arguments: [gone.count + rows])
        }
        let report = SalvageReport(
            atMS: nowMS, aside: quarantine.name + ".sqlite", lines: kept.count, lost: missing.count,
            isAnew: old == nil && kept.count == 0)
        try KioskStore.keep(report, new)
        return report
    }

    /// What the first line after the salvage names as the one before it.
    private func head(_ identity: Identity?, _ queue: QueueID?, _ seen: Int64) throws -> Data {
        if let identity, identity.created == seen { return identity.head }
        if let highWater, highWater.queueID == queue, highWater.seq == seen { return highWater.head }
        let row = try new.read { db in
            try Data.fetchOne(db, sql: "SELECT sha256 FROM response WHERE seq = ?", arguments: [seen])
        }
        if let row { return row }
        return try new.read { db in try KioskStore.identity(db, path: quarantine.buildPath).head }
    }

    private func takeIdentity(_ db: Database) throws {
        guard let row = old?.row("SELECT collector_id, epoch, durable_seq FROM identity") else { return }
        try db.execute(
            sql: "UPDATE OR IGNORE identity SET collector_id = ?, epoch = ?, durable_seq = ?",
            arguments: [
                try? row.sound("collector_id") as String, try? row.sound("epoch") as String,
                (try? row.sound("durable_seq") as Int64) ?? 0,
            ])
    }

    private func enter(_ losses: [(ClosedRange<Int64>, Row)], _ lost: SequenceSet, _ db: Database) throws {
        for range in lost.ranges {
            let row = losses.last { $0.0.upperBound == range.upperBound }?.1
            let word: String? = losses.first { $0.0.overlaps(range) }.flatMap { try? $0.1.sound("reason") }
            let sha256: Data? = row.flatMap { try? $0.sound("sha256") }
            try Loss(
                range: range, reason: word.flatMap(Loss.Reason.init(rawValue:)) ?? .salvaged,
                sha256: sha256?.count == 32 ? sha256 : nil
            ).book(nowMS: nowMS, db)
        }
    }

    /// The line after a range names the hash of its last one.
    private func bookMissing(_ range: ClosedRange<Int64>, _ seen: Int64, _ head: Data, _ db: Database) throws {
        let after = try Data.fetchOne(
            db, sql: "SELECT line FROM response WHERE seq = ?", arguments: [range.upperBound + 1]
        ).flatMap { try? JSONDecoder().decode(ResponseLine.self, from: $0) }
        let isNewest = range.upperBound >= seen
        try Loss(
            range: range, reason: range.lowerBound > seen ? .salvaged : .corrupt,
            sha256: isNewest ? head : after.flatMap { Data(hex: $0.prev) }
        ).book(nowMS: nowMS, db)
    }
}

// MARK: - Everything else

extension Salvage {
    /// Tables that are not copied as they are.
    private static let own: Set = ["identity", "response", "loss", "purged", "grdb_migrations"]

    private func takeOthers() throws {
        guard let old else { return }
        let tables = try new.read { db in
            try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        }
        for table in tables where !Self.own.contains(table) {
            let columns = try new.read { db in try db.columns(in: table).map(\.name) }
                .filter(Set(old.columns(of: table)).contains)
            guard !columns.isEmpty else { continue }
            let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
            let marks = columns.map { _ in "?" }.joined(separator: ", ")
            _ = try old.rows("SELECT \(list) FROM \"\(table)\"") { row in
                guard Self.isSound(row, of: table) else { return }
                _ = try new.write { db in
                    try Self.insert(
                        "INSERT OR IGNORE INTO \"\(table)\"(\(list)) VALUES (\(marks))",
                        StatementArguments(row.databaseValues), db)
                }
            }
        }
        try new.write { db in
            try db.execute(
                sql: "DELETE FROM bundle WHERE state <> 'failed' AND sha256 NOT IN (SELECT sha256 FROM bundle_bytes)")
        }
    }

    /// A survey whose bytes were altered is downloaded again rather than shown.
    private static func isSound(_ row: Row, of table: String) -> Bool {
        guard table == "bundle_bytes" else { return true }
        guard let bytes: Data = try? row.sound("bytes"), let sha256: String = try? row.sound("sha256") else {
            return false
        }
        return SealedLine.hash(of: bytes).hex == sha256
    }
}

extension KioskStore {
    private static let salvageName = "salvage"

    fileprivate static func keep(_ report: SalvageReport, _ database: DatabaseQueue) throws {
        let value = try JSONEncoder().encode(report)
        try database.write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO remembered(name, value) VALUES (?, ?)", arguments: [salvageName, value])
        }
    }

    /// The last time this queue was taken out of a damaged database; nil where it never was.
    package func salvageReport() throws(StoreError) -> SalvageReport? {
        try remembered(Self.salvageName).flatMap { try? JSONDecoder().decode(SalvageReport.self, from: $0) }
    }
}
