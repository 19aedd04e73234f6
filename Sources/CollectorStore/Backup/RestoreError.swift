import GRDB

/// Why a backup was not made, or not put in place.
package enum RestoreError: Error, Equatable, CustomStringConvertible {
    case missing(path: String)
    case isTheDatabase(path: String)
    case hasLog(path: String)
    case notABackup(path: String)
    case damaged(path: String, finding: String)
    case newer(path: String)
    case otherCollector(path: String, backup: String, present: String)
    case erasureLog(CollectorStoreError)
    case disk(path: String, errno: Int32)
    case database(path: String, result: Int32)

    /// Whether another file has to be given; else the machine has to be looked at.
    package var isBadData: Bool {
        switch self {
        case .missing, .isTheDatabase, .hasLog, .notABackup, .damaged, .newer, .otherCollector, .erasureLog: true
        case .disk, .database: false
        }
    }

    package var description: String {
        switch self {
        case .missing(let path): "there is no file \(path); check its name"
        case .isTheDatabase(let path): "\(path) is the collector's own database, not a backup; name another file"
        case .hasLog(let path):
            "\(path) is a database in use, whose newest lines are in \(path)-wal; name a file that "
                + "smilepost-collector backup wrote"
        case .notABackup(let path):
            "\(path) is no backup of a collector; name a file that smilepost-collector backup wrote"
        case .damaged(let path, let finding): "\(path) is damaged (\(finding)); take an older backup"
        case .newer(let path):
            "\(path) was written by a newer Smilepost; install that release, or take an older backup"
        case .otherCollector(let path, let backup, let present):
            "\(path) is a backup of collector \(backup), and here is \(present), which its kiosks know; name another file, "
                + "or move collector.sqlite away if this collector is to become the other one"
        case .erasureLog(let error): error.description
        case .disk(let path, let errno):
            "can't use \(path) (errno \(errno)); check the rights and the space of the disk"
        case .database(let path, let result):
            "SQLite can't use \(path) (result \(result)); check the rights and the space of the disk"
        }
    }

    /// Any error of a step as one of these; `path` is the file at hand.
    init(_ error: any Error, path: String) {
        self =
            switch error {
            case let error as RestoreError: error
            case let error as CollectorStoreError: .erasureLog(error)
            case let error as DiskFile.Failure: .disk(path: error.path, errno: error.errno)
            case let error as DatabaseError: .database(path: path, result: error.extendedResultCode.rawValue)
            default: .database(path: path, result: -1)
            }
    }
}
