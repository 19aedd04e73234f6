import GRDB

/// What a file must be before it may take the database's place.
struct BackupCheck {
    /// The collector that the backup was made of.
    let collectorID: String
    /// Erasures that the backup knows of.
    let erased: Int64

    /// Reads a whole copy of a backup, every page of it.
    ///
    /// - Parameter name: What the operator called the file.
    /// - Throws: `RestoreError` for a file that is no sound backup of a collector that this release can read.
    init(copy path: String, of name: String) throws {
        do {
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            self = try queue.read { db in try BackupCheck(db, of: name) }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw RestoreError.notABackup(path: name)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            throw RestoreError.damaged(path: name, finding: "SQLite result \(error.extendedResultCode.rawValue)")
        }
    }

    private init(_ db: Database, of name: String) throws {
        let findings = try String.fetchAll(db, sql: "PRAGMA integrity_check(3)")
        guard findings == ["ok"] else {
            throw RestoreError.damaged(path: name, finding: findings.first ?? "nothing could be read")
        }
        guard try db.tableExists("collector"), try db.tableExists("ledger"),
            let id = try String.fetchOne(db, sql: "SELECT id FROM collector")
        else { throw RestoreError.notABackup(path: name) }
        guard try !Schema.migrator.hasBeenSuperseded(db) else { throw RestoreError.newer(path: name) }
        collectorID = id
        erased = try db.tableExists("erased") ? try Int64.fetchOne(db, sql: "SELECT COUNT(*) FROM erased") ?? 0 : 0
    }

    /// The id of the collector whose database this is; nil where it can't be read any more.
    ///
    /// Opening it also takes what is in its log into the file, as every start does.
    static func collectorID(at path: String) -> String? {
        guard DiskFile.exists(path), let queue = try? DatabaseQueue(path: path) else { return nil }
        defer { try? queue.close() }
        return (try? queue.read { db in try String.fetchOne(db, sql: "SELECT id FROM collector") }) ?? nil
    }
}
