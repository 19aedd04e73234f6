import Glibc

/// A file that only the collector's own account can read, whatever the umask and the folder's rights.
enum PrivateFile {
    /// Makes an empty file of mode 0600, or gives one that is there that mode.
    ///
    /// SQLite takes an empty file for a new database, and gives the log beside it the same rights. A file that is there is
    /// not opened: closing it again would drop SQLite's lock on it.
    /// - Returns: Whether the file is there and private now.
    static func make(_ path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor < 0 else { return close(descriptor) == 0 }
        return errno == EEXIST && chmod(path, 0o600) == 0
    }

    /// Writes a new file of mode 0600 through to the disk.
    ///
    /// - Returns: Whether it was written; false where there is such a file.
    static func write(_ text: String, to path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        let isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        // Half a file would stand in the way of the next try.
        if !isWritten { unlink(path) }
        return isWritten
    }
}
