import Faults
import Foundation
import GRDB
import Synchronization
package import WireProtocol

/// The centre's database: what was received, who sent it, what is published, who may look.
///
/// One SQLite file, one writer. Everything a kiosk waits for goes through `GroupCommit`, so that one disk flush serves
/// many requests; reads run beside it on snapshots of their own.
package final class CollectorStore: Sendable {
    let pool: DatabasePool
    let commits: GroupCommit
    let surveys: SurveyCache
    let erasures: ErasureLog
    let cursors: CursorSeal
    /// Who this collector is; never changes while the file is open.
    package let identity: CollectorIdentity
    /// How fast kiosks may send and how often they check in.
    package let pacing: Pacing
    /// What the writer had changed when the write-ahead log was last looked after; see `tendLog`.
    let changesThen = Atomic<Int>(0)
    /// For readings that may be wide.
    let readingLimit: ReadingLimits
    /// How long a commit waits for another process.
    static let busyTimeoutMS = 5_000

    /// Opens the database at `path`, making or migrating it first, and erases again what its erasure log names.
    ///
    /// - Parameter isInService: False for a command beside a running collector, which alone takes the write-ahead log
    ///   into the database: two at once can damage it (SQLite before 3.51.3, sync.md 3.13).
    /// - Throws: `CollectorStoreError` where the file can't be kept safely or comes from a newer release, or where the
    ///   erasure log is damaged; the database's own error where it can't be opened.
    package init(
        path: String, pacing: Pacing = Pacing(), reading: ReadingLimits = ReadingLimits(), isInService: Bool = true
    ) throws {
        self.pacing = pacing
        readingLimit = reading
        pool = try DatabasePool(path: path, configuration: Self.configuration)
        try pool.writeWithoutTransaction { db in
            try Self.makeDurable(db)
            if !isInService { _ = try Int.fetchOne(db, sql: "PRAGMA wal_autocheckpoint = 0") }
        }
        let migrator = Schema.migrator
        if try pool.read(migrator.hasBeenSuperseded) { throw CollectorStoreError.newerDatabase(path: path) }
        try migrator.migrate(pool)
        (identity, cursors) = try pool.write { db in
            (try CollectorIdentity.readOrDraw(db), try CursorSeal.readOrDraw(db))
        }
        erasures = ErasureLog(besideDatabase: path)
        surveys = SurveyCache(pool: pool)
        try ErasedLines.reconcile(pool, with: erasures, surveys)
        commits = GroupCommit(pool: pool)
    }

    /// Ends every connection; the store can't be used afterwards.
    package func close() throws { try pool.close() }

    /// Whether a commit reaches the disk at this moment, and the next ones have room: what readiness means for a collector.
    ///
    /// - Throws: `CollectorStoreError` `noRoom`; the database's error.
    package func proveWritable(nowMS: Int64) async throws {
        try await pool.write { db in
            try db.execute(sql: "UPDATE collector SET proven_ms = ?", arguments: [nowMS])
            // A row that is there already takes no space, and the log keeps what it once had.
            let pages = try Int64.fetchOne(
                db,
                sql: """
                    SELECT (SELECT max_page_count FROM pragma_max_page_count) - (SELECT page_count FROM pragma_page_count)
                      + (SELECT freelist_count FROM pragma_freelist_count)
                    """)
            guard let pages, pages >= Self.roomPages else { throw CollectorStoreError.noRoom(path: self.pool.path) }
        }
        guard DiskFile.freeBytes(around: pool.path) ?? 0 >= Self.roomBytes else {
            throw CollectorStoreError.noRoom(path: pool.path)
        }
    }

    /// Room for some full batches with their indexes.
    private static let roomPages: Int64 = 1_024
    private static let roomBytes: Int64 = 4 << 20

    /// Memory of the one connection that writes, kB.
    private static let cacheKB = 32_768

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Double(busyTimeoutMS) / 1_000)
        configuration.foreignKeysEnabled = true
        // Twice as many as are given to wide readings at a time (ReadingLimits).
        configuration.maximumReaderCount = 8
        configuration.label = "smilepost-collector"
        configuration.prepareDatabase { db in
            db.add(function: TallyFunctions.sum)
            db.add(function: TallyFunctions.negated)
        }
        return configuration
    }

    /// Makes every commit reach the disk before it is acknowledged, and reads back that it is so.
    ///
    /// GRDB sets `synchronous=NORMAL` on a pool's writer as it opens it, which would lose the newest commits at a power
    /// cut; so this comes after that.
    private static func makeDurable(_ db: Database) throws {
        if SeededBug.isPlanted(.synchronousOff) { return try db.execute(sql: "PRAGMA synchronous = OFF") }
        try db.execute(sql: "PRAGMA synchronous = FULL")
        try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
        // The lines of one kiosk lie together; the kiosks don't: the pages of many should be read once.
        try db.execute(sql: "PRAGMA cache_size = -\(cacheKB)")
        // What is erased is overwritten with zeros, not only forgotten.
        _ = try Int.fetchOne(db, sql: "PRAGMA secure_delete = ON")
        let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        let journal = try String.fetchOne(db, sql: "PRAGMA journal_mode")
        guard level == 2, journal == "wal" else {
            throw CollectorStoreError.notDurable(synchronous: level ?? -1, journal: journal ?? "none")
        }
    }
}

/// What the centre asks of every kiosk.
package struct Pacing: Equatable, Sendable {
    package var limits: Limits
    /// Pause between check-ins, ms.
    package var checkinMS: Int64

    package init(limits: Limits = Limits(gzip: true), checkinMS: Int64 = 60_000) {
        self.limits = limits
        self.checkinMS = checkinMS
    }
}

/// Why a database file can't serve as the centre's.
package enum CollectorStoreError: Error, Equatable, CustomStringConvertible {
    case notDurable(synchronous: Int, journal: String)
    case newerDatabase(path: String)
    case noRoom(path: String)
    case damagedErasureLog(path: String, line: Int)
    case unusableErasureLog(path: String, errno: Int32)

    package var description: String {
        switch self {
        case .notDurable(let synchronous, let journal):
            "SQLite would not flush each commit (synchronous \(synchronous), journal \(journal); needed: 2, wal). "
                + "Put the data folder on a local disk, not on a network share."
        case .newerDatabase(let path):
            "\(path) was written by a newer Smilepost. Install that release again, or restore an older backup."
        case .noRoom(let path):
            "there is nearly no room left for \(path); make room on its disk, or move the data folder to a larger one"
        case .damagedErasureLog(let path, let line):
            "\(path):\(line): this line of the erasure log can't be read, so an erased answer could come back. "
                + "Put a copy of the log in its place; without one, take the line out and erase anew what it named."
        case .unusableErasureLog(let path, let errno):
            "can't use the erasure log \(path) (errno \(errno)); check its rights and the space of the disk"
        }
    }
}

extension CollectorStore {
    /// Runs `work`, telling any failure as a problem for the wire.
    func answering<T>(_ work: () async throws -> T) async throws(Problem) -> T {
        do {
            return try await work()
        } catch let problem as Problem {
            throw problem
        } catch {
            throw .storage(error)
        }
    }
}
