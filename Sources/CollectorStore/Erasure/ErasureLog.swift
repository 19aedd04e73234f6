import Foundation
import Glibc

/// The file that remembers every erasure, outside of the database and of its backups.
///
/// Append-only, one JSON line an entry, on the disk before the database deletes anything. A line without its end is
/// what a power cut left of an erasure that nobody was told of: it counts for nothing, and the next entry overwrites it.
/// Entries are appended inside a write transaction of the database, which keeps two processes from each other.
struct ErasureLog: Equatable, Sendable {
    static let name = CollectorStore.erasureLogName

    let path: String

    init(path: String) { self.path = path }

    init(besideDatabase database: String) {
        path = URL(fileURLWithPath: database).deletingLastPathComponent().appendingPathComponent(Self.name).path
    }

    /// Every entry, oldest first; none where there is no file yet.
    ///
    /// - Throws: `CollectorStoreError` for a file that can't be read, or a line that is no entry.
    func read() throws(CollectorStoreError) -> [Erasure] {
        guard let bytes = try contents() else { return [] }
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
        var entries: [Erasure] = []
        for (index, line) in lines.enumerated() {
            guard let entry = try? Erasure(line: line) else {
                throw .damagedErasureLog(path: path, line: index + 1)
            }
            entries.append(entry)
        }
        return entries
    }

    /// Adds entries, and returns when they are on the disk.
    ///
    /// - Throws: `CollectorStoreError`; then none of them counts.
    func append(_ entries: [Erasure]) throws {
        guard !entries.isEmpty else { return }
        var bytes = Data()
        for entry in entries { bytes += try entry.encoded() + [0x0A] }
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unusable }
        defer { close(descriptor) }
        let end = try wholeLength(descriptor)
        guard ftruncate(descriptor, end) == 0, write(bytes, to: descriptor, at: end), fsync(descriptor) == 0,
            syncFolder()
        else {
            let error = unusable
            ftruncate(descriptor, end)
            throw error
        }
    }

    private var unusable: CollectorStoreError { .unusableErasureLog(path: path, errno: errno) }

    /// Nil where there is no file.
    private func contents() throws(CollectorStoreError) -> Data? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw unusable }
            return nil
        }
        defer { close(descriptor) }
        guard let bytes = try? FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).readToEnd() ?? Data()
        else { throw unusable }
        return bytes
    }

    /// Where the last whole line ends, in bytes.
    private func wholeLength(_ descriptor: Int32) throws(CollectorStoreError) -> off_t {
        guard let bytes = try contents() else { return 0 }
        return off_t(bytes.lastIndex(of: 0x0A).map { bytes.distance(from: bytes.startIndex, to: $0) + 1 } ?? 0)
    }

    private func write(_ bytes: Data, to descriptor: Int32, at start: off_t) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = pwrite(
                    descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, start + done)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
    }

    /// A new file is there after a power cut only when its folder is on the disk too.
    private func syncFolder() -> Bool {
        let folder = open(
            URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return false }
        defer { close(folder) }
        return fsync(folder) == 0
    }
}
