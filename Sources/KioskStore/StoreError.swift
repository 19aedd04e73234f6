import GRDB

/// Why the kiosk's store could not do what was asked: what failed, on which path, and what to do.
///
/// Holds no answer text: SQLite's messages name tables and columns only, and arguments are never in them.
package enum StoreError: Error, Equatable, Sendable {
    /// Another program holds the state folder; its process id where the lock file tells it.
    case locked(folder: String, pid: Int32?)
    /// A newer Smilepost has written this database; it was left as it is.
    case newerVersion(path: String)
    /// The path can't be created, opened or written; `reason` in the system's words.
    case notWritable(path: String, reason: String)
    /// The disk, or the share of it that the queue may use, is full. Nothing of the transaction was kept.
    case full(path: String)
    /// The file is damaged, or not a database.
    case corrupt(path: String)
    /// The disk failed. Whether the last commit was kept is unknown until the program has been started again.
    case disk(path: String, code: Int32)
    /// The database, or its WAL, was deleted or replaced while it was open: what is written now would be nowhere.
    case gone(path: String)
    /// The store was closed: the kiosk is ending.
    case closed(path: String)
    /// A file of the state folder can't be understood.
    case unreadable(path: String, reason: String)
    /// Any other code of SQLite.
    case other(path: String, code: Int32, message: String)
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .locked(let folder, let pid):
            let holder = pid.map { "process \($0)" } ?? "another process"
            return "The state folder \(folder) is in use by \(holder). Stop that program, or give this one another "
                + "state_dir."
        case .newerVersion(let path):
            return "The database \(path) was written by a newer version of Smilepost and has been left untouched. "
                + "Install that version again."
        case .notWritable(let path, let reason):
            return "Can't write \(path): \(reason). Check that its owner is the user the kiosk runs as, and that the "
                + "disk is not mounted read-only."
        case .full(let path):
            return "There is no room left for \(path). Free space on its disk; nothing that was saved is lost."
        case .corrupt(let path):
            return "The database \(path) is damaged. Start the kiosk again: it keeps the damaged file and takes over "
                + "every answer that can be read."
        case .disk(let path, let code):
            return "The disk failed under \(path) (SQLite code \(code)). Restart the kiosk; if it fails again, "
                + "replace the disk or card."
        case .gone(let path):
            return "The database \(path) was deleted or replaced while the kiosk was running. Nothing more is taken "
                + "until the kiosk has written it anew and started again; leave the files of the state folder alone."
        case .closed(let path):
            return "The database \(path) was closed: the kiosk is ending. Ask again once it runs."
        case .unreadable(let path, let reason):
            return "Can't understand \(path): \(reason). Put back a good copy, or remove it and enrol again."
        case .other(let path, let code, let message):
            return "The database \(path) failed with SQLite code \(code) (\(message)). Restart the kiosk; if it fails "
                + "again, send the log to support."
        }
    }
}

extension StoreError {
    /// Any error of GRDB or of our own, about the database at `path`.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self = Self.classify(error, path: path)
        default: self = .other(path: path, code: -1, message: String(describing: type(of: error)))
        }
    }

    private static func classify(_ error: DatabaseError, path: String) -> StoreError {
        let code = error.extendedResultCode.rawValue
        switch error.resultCode {
        case .SQLITE_FULL: return .full(path: path)
        // No statement of ours breaks a constraint: where one is broken, what is stored contradicts itself.
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_CONSTRAINT: return .corrupt(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .locked(folder: path, pid: nil)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
            return .notWritable(path: path, reason: error.message ?? "SQLite code \(code)")
        case .SQLITE_IOERR: return .disk(path: path, code: code)
        default: return .other(path: path, code: code, message: error.message ?? "no message")
        }
    }
}
