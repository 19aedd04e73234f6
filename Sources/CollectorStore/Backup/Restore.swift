import GRDB
import Glibc

/// Puts a backup in the place of a collector's database, while no collector runs on it.
///
/// The database that was there is put aside, never deleted. The backup gets a new epoch, so that kiosks compare their
/// books and send again what it lacks, and the erasure log is carried out on it before anybody can read it. A restore
/// that was cut short leaves a mark, and nothing opens the database until it was run again.
package struct Restore {
    /// The data folder.
    let folder: String

    package init(folder: String) { self.folder = folder }

    private var database: String { folder + "/collector.sqlite" }
    private var copy: String { folder + "/collector.sqlite.restoring" }
    private var mark: String { folder + "/restore-unfinished" }
    private var log: ErasureLog { ErasureLog(besideDatabase: database) }

    /// Whether a restore into this folder was begun and not ended.
    package var isUnfinished: Bool { DiskFile.exists(mark) }

    /// Checks `backup`, and puts a copy of it in place.
    ///
    /// - Parameters:
    ///   - erasures: A copy of the erasure log from elsewhere, whose entries are added to the log that is here.
    ///   - stamp: Part of the name of what is put aside, such as `20261125T221500Z`.
    /// - Throws: `RestoreError`; the database of before is in place then, or the restore is marked as unfinished.
    package func run(_ backup: String, erasures: String? = nil, stamp: String) throws(RestoreError) -> RestoreReport {
        do {
            try checkSource(backup)
            if let erasures { try addEntries(of: erasures) }
            try removeCopy()
            try DiskFile.copy(backup, to: copy)
            let check = try BackupCheck(copy: copy, of: backup)
            if let present = BackupCheck.collectorID(at: database), present != check.collectorID {
                throw RestoreError.otherCollector(path: backup, backup: check.collectorID, present: present)
            }
            let facts = try prepareCopy(erasedBefore: check.erased)
            return RestoreReport(facts: facts, putAside: try install(stamp: stamp))
        } catch {
            if !isUnfinished { try? removeCopy() }
            throw RestoreError(error, path: backup)
        }
    }

    private func checkSource(_ backup: String) throws {
        guard DiskFile.exists(backup) else { throw RestoreError.missing(path: backup) }
        guard !DiskFile.areSame(backup, database) else { throw RestoreError.isTheDatabase(path: backup) }
        // The newest lines of a database in use are in its log, which a copy of the file alone has not.
        guard (DiskFile.size(backup + "-wal") ?? 0) == 0 else { throw RestoreError.hasLog(path: backup) }
    }

    private func addEntries(of other: String) throws {
        guard DiskFile.exists(other) else { throw RestoreError.missing(path: other) }
        let here = Set(try log.read().map(\.key))
        try log.append(try ErasureLog(path: other).read().filter { !here.contains($0.key) })
    }

    private func removeCopy() throws {
        for suffix in ["", "-wal", "-shm", "-journal"] { try DiskFile.remove(copy + suffix) }
    }

    /// Brings the copy to this release's tables, erases again, and draws the epoch.
    private func prepareCopy(erasedBefore: Int64) throws -> RestoreReport.Facts {
        let store = try CollectorStore(path: copy)
        let facts = try store.pool.write { db in
            try CollectorIdentity.renewEpoch(db)
            // Who was signed in then need not be welcome now.
            try db.execute(sql: "DELETE FROM session; DELETE FROM one_time_login; DELETE FROM password_link")
            return try RestoreReport.Facts(db, erasedBefore: erasedBefore)
        }
        // All of it belongs into the one file that gets the database's name.
        try store.pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        try store.close()
        guard (DiskFile.size(copy + "-wal") ?? 0) == 0 else {
            throw DiskFile.Failure(path: copy + "-wal", errno: EBUSY)
        }
        try DiskFile.remove(copy + "-wal")
        try DiskFile.remove(copy + "-shm")
        try DiskFile.sync(copy)
        return facts
    }

    /// - Returns: Where the database of before is now; nil where there was none.
    private func install(stamp: String) throws -> String? {
        try DiskFile.mark(mark)
        let aside = try putAside(stamp: stamp)
        try DiskFile.rename(copy, to: database)
        try DiskFile.sync(folder)
        try DiskFile.remove(mark)
        try DiskFile.sync(folder)
        return aside
    }

    private func putAside(stamp: String) throws -> String? {
        let names = (1...).lazy.map { n in folder + "/collector-before-\(stamp)\(n == 1 ? "" : "-\(n)").sqlite" }
        guard let aside = names.first(where: { name in !["", "-wal"].contains { DiskFile.exists(name + $0) } }) else {
            return nil
        }
        var wasThere = false
        for suffix in ["-wal", "-shm", ""] where DiskFile.exists(database + suffix) {
            try DiskFile.rename(database + suffix, to: aside + suffix)
            wasThere = suffix.isEmpty
        }
        return wasThere ? aside : nil
    }
}

/// What a restore came to.
package struct RestoreReport: Equatable, Sendable {
    package struct Facts: Equatable, Sendable {
        package let responses: Int64
        package let kiosks: Int64
        /// When the newest line was received, ms since 1970; nil where there is none.
        package let newestMS: Int64?
        /// Responses that the erasure log named and the backup still had or did not know of.
        package let erasedAgain: Int64
    }

    package let facts: Facts
    /// Where the database of before is now; nil where there was none.
    package let putAside: String?
}

extension RestoreReport.Facts {
    init(_ db: Database, erasedBefore: Int64) throws {
        self.init(
            responses: try Int64.fetchOne(db, sql: "SELECT COUNT(*) FROM response") ?? 0,
            kiosks: try Int64.fetchOne(db, sql: "SELECT COUNT(*) FROM kiosk") ?? 0,
            newestMS: try Int64.fetchOne(db, sql: "SELECT MAX(received_ms) FROM response"),
            erasedAgain: (try Int64.fetchOne(db, sql: "SELECT COUNT(*) FROM erased") ?? 0) - erasedBefore)
    }
}
