import Foundation
import Glibc

/// Keeps a second collector off the same data: two would each tell kiosks their own truth.
///
/// The lock is a file beside the database, never the database itself (closing that would drop SQLite's own lock).
struct DataLock {
    private let descriptor: Int32

    /// For the collector itself, and for a restore.
    ///
    /// - Throws: `CommandFailure` where another process holds it.
    init(folder: String) throws {
        try self.init(
            folder + "/collector.lock", LOCK_EX, orElse: "another collector is running on \(folder); stop it first")
    }

    private init(_ path: String, _ mode: Int32, orElse sentence: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(.unavailable, "can't make \(path); check the rights of the folder")
        }
        guard flock(descriptor, mode | LOCK_NB) == 0 else {
            close(descriptor)
            throw CommandFailure(.tryAgain, sentence)
        }
    }

    /// For a command beside the collector: many at once, and no restore under their feet.
    ///
    /// - Throws: `CommandFailure` where a restore is running.
    static func command(folder: String) throws -> DataLock {
        try DataLock(
            folder + "/commands.lock", LOCK_SH, orElse: "a restore into \(folder) is running; wait for its end")
    }

    /// For a restore, beside the collector's own.
    ///
    /// - Throws: `CommandFailure` where a command is at work.
    static func noCommands(folder: String) throws -> DataLock {
        try DataLock(
            folder + "/commands.lock", LOCK_EX,
            orElse: "another smilepost-collector command is at work on \(folder); wait for its end")
    }

    func release() { close(descriptor) }
}
