import Faults
import Foundation
import GRDB
package import WireProtocol

/// The centre's database: what was received, who sent it, what is published, who may look.
///
/// One SQLite file, one writer. Everything a kiosk waits for goes through `GroupCommit`, so that one disk flush serves
/// many requests; reads run beside it on snapshots of their own.
package final class CollectorStore: Sendable {
    let pool: DatabasePool
    let commits: GroupCommit
    let surveys: SurveyCache
    /// Who this collector is; never changes while the file is open.
    package let identity: CollectorIdentity
    /// How fast kiosks may send and how often they check in.
    package let pacing: Pacing

    /// Opens the database at `path`, making or migrating it first.
    ///
    /// - Throws: `CollectorStoreError` where the file can't be kept safely or comes from a newer release; the
    ///   database's own error where it can't be opened.
    package init(path: String, pacing: Pacing = Pacing()) throws {
        self.pacing = pacing
        pool = try DatabasePool(path: path, configuration: Self.configuration)
        try pool.writeWithoutTransaction(Self.makeDurable)
        let migrator = Schema.migrator
        if try pool.read(migrator.hasBeenSuperseded) { throw CollectorStoreError.newerDatabase(path: path) }
        try migrator.migrate(pool)
        identity = try pool.write(CollectorIdentity.readOrDraw)
        surveys = SurveyCache(pool: pool)
        commits = GroupCommit(pool: pool)
    }

    /// Ends every connection; the store can't be used afterwards.
    package func close() throws { try pool.close() }

    /// Copies the whole database to a new file, while it is in use.
    ///
    /// - Throws: The database's error where `path` exists or can't be written.
    package func backup(to path: String) async throws {
        try await pool.writeWithoutTransaction { db in try db.execute(sql: "VACUUM INTO ?", arguments: [path]) }
    }

    /// Whether a commit reaches the disk at this moment: what readiness means for a collector.
    ///
    /// - Throws: The database's error.
    package func proveWritable(nowMS: Int64) async throws {
        try await pool.write { db in try db.execute(sql: "UPDATE collector SET proven_ms = ?", arguments: [nowMS]) }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = 8
        configuration.label = "smilepost-collector"
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

    package var description: String {
        switch self {
        case .notDurable(let synchronous, let journal):
            "SQLite would not flush each commit (synchronous \(synchronous), journal \(journal); needed: 2, wal). "
                + "Put the data folder on a local disk, not on a network share."
        case .newerDatabase(let path):
            "\(path) was written by a newer Smilepost. Install that release again, or restore an older backup."
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
