import Glibc
import Synchronization

/// The single-instance guard: a `flock` on `<state>/lock`, with the holder's process id inside for the message.
///
/// SQLite's own lock is the second guard. It can't be the first: any open and close of the database file in this
/// process would drop it.
final class StateLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Takes the lock or fails at once.
    init(_ folder: StateFolder) throws(StoreError) {
        let path = folder.file("lock")
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .notWritable(path: path, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(descriptor)
            Glibc.close(descriptor)
            throw .locked(folder: folder.path, pid: holder)
        }
        Self.sign(descriptor)
        self.descriptor = Mutex(descriptor)
    }

    deinit { release() }

    /// Gives the lock up; a second call does nothing.
    func release() {
        descriptor.withLock { descriptor in
            if let held = descriptor {
                // By name: a child between fork and exec holds a copy of the descriptor, and closing would not do.
                flock(held, LOCK_UN)
                Glibc.close(held)
            }
            descriptor = nil
        }
    }

    private static func sign(_ descriptor: Int32) {
        let text = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        // The id only serves a message: where it can't be written, the lock holds all the same.
        _ = pwrite(descriptor, text, text.count, 0)
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes.prefix(count).prefix { $0 != 10 }, as: UTF8.self))
    }
}
