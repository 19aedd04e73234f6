import Foundation
import GRDB

extension CollectorStore {
    /// Copies the whole database to a new file, while it is in use; the file is whole, checked and on the disk, or not
    /// there at all.
    ///
    /// - Parameter nowMS: Ms since 1970; kept as the time of the last backup.
    /// - Throws: `RestoreError` where `path` exists, can't be written, or does not read back.
    package func backup(to path: String, nowMS: Int64) async throws(RestoreError) {
        let part = path + ".part"
        do {
            guard !DiskFile.exists(path) else { throw DiskFile.Failure(path: path, errno: EEXIST) }
            try DiskFile.remove(part)
            // Made before SQLite writes to it, so that nobody else can ever read it.
            try DiskFile.mark(part)
            try await pool.writeWithoutTransaction { db in
                try db.execute(sql: "VACUUM INTO ?", arguments: [part])
            }
            _ = try BackupCheck(copy: part, of: path)
            // SQLite does not flush what VACUUM INTO writes.
            try DiskFile.sync(part)
            try DiskFile.rename(part, to: path)
            try DiskFile.sync(DiskFile.folder(of: path))
            try await pool.write { db in try db.execute(sql: "UPDATE collector SET backup_ms = ?", arguments: [nowMS]) }
        } catch {
            try? DiskFile.remove(part)
            throw RestoreError(error, path: path)
        }
    }

    /// When the last backup was made, ms since 1970; nil where none ever was.
    ///
    /// - Throws: The database's error.
    package func lastBackupMS() async throws -> Int64? {
        try await pool.read { db in try Int64.fetchOne(db, sql: "SELECT backup_ms FROM collector") }
    }
}
