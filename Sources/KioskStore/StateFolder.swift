import Faults
package import Foundation
import Glibc

/// The folder of everything a kiosk must not forget, and the small secret files in it.
///
/// A file is replaced as a whole: written beside, synced, renamed, and the folder synced, so that a power cut leaves
/// the old one or the new one. Everything is for the owner only.
package struct StateFolder: Equatable, Sendable {
    package let path: String

    package init(_ path: String) { self.path = path }

    /// The path of a file inside.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Makes the folder (mode 0700) where there is none, and closes one to others where they may enter it.
    ///
    /// - Throws: `StoreError.notWritable`.
    package func create() throws(StoreError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .notWritable(path: path, reason: error.localizedDescription)
        }
        guard access(path, W_OK | X_OK) == 0 else { throw failure(path) }
        try closeToOthers()
    }

    private func closeToOthers() throws(StoreError) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw failure(path) }
        guard facts.st_mode & 0o077 != 0, chmod(path, 0o700) != 0 else { return }
        let reason = String(cString: strerror(errno))
        throw .notWritable(path: path, reason: "other accounts may enter it, and that can't be changed (\(reason))")
    }

    /// The file's content; nil where there is none.
    ///
    /// - Throws: `StoreError.unreadable`.
    package func read(_ name: String) throws(StoreError) -> Data? {
        guard access(file(name), F_OK) == 0 else { return nil }
        do {
            return try Data(contentsOf: URL(fileURLWithPath: file(name)))
        } catch {
            throw .unreadable(path: file(name), reason: error.localizedDescription)
        }
    }

    /// Replaces the file, durably; mode 0600.
    ///
    /// - Throws: `StoreError.notWritable`, `StoreError.full`.
    package func save(_ data: Data, as name: String) throws(StoreError) {
        let temporary = file(name) + ".new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(temporary) }
        let written = Self.write(data, to: descriptor) && fsync(descriptor) == 0
        let code = errno
        Glibc.close(descriptor)
        guard written else {
            unlink(temporary)
            throw failure(temporary, code: code)
        }
        CrashPoint.reached(.fileWritten)
        guard rename(temporary, file(name)) == 0 else { throw failure(file(name)) }
        CrashPoint.reached(.fileRenamed)
        if !SeededBug.isPlanted(.renameWithoutSync) { try sync() }
        CrashPoint.reached(.fileSaved)
    }

    /// Removes the file, durably; nothing happens where there is none.
    ///
    /// - Throws: `StoreError.notWritable`.
    package func remove(_ name: String) throws(StoreError) {
        guard unlink(file(name)) == 0 || errno == ENOENT else { throw failure(file(name)) }
        try sync()
    }

    /// Gives a file another name in this folder, durably; one that has that name is replaced.
    ///
    /// - Throws: `StoreError.notWritable`.
    func move(_ name: String, to other: String) throws(StoreError) {
        guard rename(file(name), file(other)) == 0 else { throw failure(file(name)) }
        try sync()
    }

    private func sync() throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    private static func write(_ data: Data, to descriptor: Int32) -> Bool {
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private func failure(_ path: String, code: Int32 = errno) -> StoreError {
        code == ENOSPC || code == EDQUOT
            ? .full(path: path) : .notWritable(path: path, reason: String(cString: strerror(code)))
    }
}
