import Foundation
import Glibc

/// Keeps a second collector off the same data: two would each tell kiosks their own truth.
///
/// The lock is a file beside the database, never the database itself (closing that would drop SQLite's own lock).
struct DataLock {
    private let descriptor: Int32

    /// - Throws: `CommandFailure` where another process holds it.
    init(folder: String) throws {
        let path = folder + "/collector.lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(.unavailable, "can't make \(path); check the rights of the folder")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw CommandFailure(.tryAgain, "another collector is running on \(folder); stop it first")
        }
    }

    func release() { close(descriptor) }
}
