import Foundation
import Glibc

/// Files that are still there, and whole, after a power cut.
enum DiskFile {
    /// Why a step failed, with what the system said.
    struct Failure: Error, Equatable {
        let path: String
        let errno: Int32
    }

    static func folder(of path: String) -> String { URL(fileURLWithPath: path).deletingLastPathComponent().path }

    static func exists(_ path: String) -> Bool { facts(path) != nil }

    /// Size in bytes; nil where there is no such file.
    static func size(_ path: String) -> Int64? { facts(path).map { Int64($0.st_size) } }

    /// What the account may still write on the disk of a file, bytes; nil where nobody knows.
    static func freeBytes(around path: String) -> Int64? {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else { return nil }
        return Int64(facts.f_bavail) * Int64(facts.f_frsize)
    }

    /// Whether two names are of one file.
    static func areSame(_ one: String, _ other: String) -> Bool {
        guard let first = facts(one), let second = facts(other) else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    private static func facts(_ path: String) -> stat? {
        var facts = stat()
        return stat(path, &facts) == 0 ? facts : nil
    }

    /// Copies a file to a new one of mode 0600, and returns when it is on the disk.
    ///
    /// - Throws: `Failure` on the file that would not do; the copy is gone then.
    static func copy(_ source: String, to target: String) throws(Failure) {
        let input = open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw Failure(path: source, errno: errno) }
        defer { close(input) }
        let output = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw Failure(path: target, errno: errno) }
        defer { close(output) }
        do throws(Failure) {
            while true {
                let count = sendfile(output, input, nil, 1 << 24)
                if count == 0 { break }
                guard count > 0 || errno == EINTR else { throw Failure(path: target, errno: errno) }
            }
            guard fsync(output) == 0 else { throw Failure(path: target, errno: errno) }
        } catch {
            unlink(target)
            throw error
        }
    }

    /// Writes a file's last bytes through to the disk.
    static func sync(_ path: String) throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(path: path, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Failure(path: path, errno: errno) }
    }

    /// Makes an empty file that is there after a power cut.
    static func mark(_ path: String) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(path: path, errno: errno) }
        close(descriptor)
        try sync(folder(of: path))
    }

    static func rename(_ source: String, to target: String) throws(Failure) {
        guard Glibc.rename(source, target) == 0 else { throw Failure(path: source, errno: errno) }
    }

    static func remove(_ path: String) throws(Failure) {
        guard unlink(path) == 0 || errno == ENOENT else { throw Failure(path: path, errno: errno) }
    }
}
