import GRDB
import Synchronization

/// What becomes of the write-ahead log beside what SQLite does by itself after every 1,000 pages.
enum LogStep: Equatable {
    case leave
    /// Take all of it into the database and begin it anew; waits for readers a moment.
    case restart
    /// Take all of it into the database and give its space back; waits for nobody.
    case truncate

    /// Beyond this, bytes, readers that follow each other without a pause have kept it from being begun anew.
    static let large: Int64 = 16 << 20
    /// Beyond this, bytes, somebody has to be told (sync.md 6.1).
    static let alarming: Int64 = 64 << 20

    init(bytes: Int64, isIdle: Bool) {
        self = bytes == 0 ? .leave : isIdle ? .truncate : bytes >= Self.large ? .restart : .leave
    }
}

extension CollectorStore {
    /// Size of the write-ahead log, bytes.
    package var logBytes: Int64 { DiskFile.size(pool.path + "-wal") ?? 0 }

    /// Keeps the write-ahead log small; to be called every few seconds.
    ///
    /// - Returns: Whether the log has grown beyond what is good, so that somebody has to look at the machine.
    /// - Throws: The database's error.
    @discardableResult
    package func tendLog() async throws -> Bool {
        try await pool.writeWithoutTransaction { [self] db in
            let changes = db.totalChangesCount
            let isIdle = changesThen.exchange(changes, ordering: .relaxed) == changes
            switch LogStep(bytes: logBytes, isIdle: isIdle) {
            case .leave: break
            case .restart: try Self.checkpoint(.restart, waitingMS: 100, db)
            case .truncate: try Self.checkpoint(.truncate, waitingMS: 0, db)
            }
        }
        return logBytes >= LogStep.alarming
    }

    /// A reader or another process in the way is no error: the next time will do.
    private static func checkpoint(_ mode: Database.CheckpointMode, waitingMS: Int, _ db: Database) throws {
        try db.execute(sql: "PRAGMA busy_timeout = \(waitingMS)")
        defer { try? db.execute(sql: "PRAGMA busy_timeout = \(busyTimeoutMS)") }
        do {
            _ = try db.checkpoint(mode)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {}
    }
}
