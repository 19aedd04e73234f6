import FoundationEssentials
import Glibc

/// Why an exported file could not be made.
struct ExportFileError: Error, CustomStringConvertible {
    let description: String
}

/// Lines on their way into a file for the collector's `import`, such as on a USB stick.
///
/// They are written beside it, synced and only then given the name, so that a stick pulled out early holds no half file
/// under a name that somebody would import. Needs nothing that a FAT stick can't do.
final class ExportFile {
    let path: String
    private let temporary: String
    private let descriptor: Int32
    private(set) var count = 0

    /// - Parameter path: A new file; or a folder, in which the file is named after the kiosk, its queue and the moment.
    init(
        at path: String, kiosk: String, queue: String, nowMS: Int64
    ) throws(ExportFileError) {
        self.path =
            ExportFile.isFolder(path) ? path + "/" + ExportFile.name(kiosk: kiosk, queue: queue, nowMS: nowMS) : path
        temporary = self.path + ".part"
        guard access(self.path, F_OK) != 0 else { throw ExportFile.exists(self.path) }
        unlink(temporary)
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ExportFile.failure(self.path, errno) }
    }

    func append(_ line: Data) throws(ExportFileError) {
        var rest = (line + [10])[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw Self.failure(path, errno) }
            rest = rest.dropFirst(written)
        }
        count += 1
    }

    /// Gives it its name, durably.
    func finish() throws(ExportFileError) {
        guard fsync(descriptor) == 0 else { throw Self.failure(path, errno) }
        guard access(path, F_OK) != 0 else { throw Self.exists(path) }
        guard rename(temporary, path) == 0 else { throw Self.failure(path, errno) }
        let folder = open(Self.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        defer { close(folder) }
        // Some file systems can't sync a folder; the file itself is on the stick.
        guard fsync(folder) == 0 || errno == EINVAL else { throw Self.failure(path, errno) }
    }

    deinit {
        close(descriptor)
        unlink(temporary)
    }

    /// Letters, digits and hyphens only: every file system takes them.
    private static func name(kiosk: String, queue: String, nowMS: Int64) -> String {
        let plain = kiosk.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        return "smilepost-\(String(plain).prefix(40))-\(queue.prefix(8))-\(nowMS / 1_000).ndjson"
    }

    private static func isFolder(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func exists(_ path: String) -> ExportFileError {
        ExportFileError(description: "\(path) exists already: name another file.")
    }

    private static func failure(_ path: String, _ code: Int32) -> ExportFileError {
        let reason = String(cString: strerror(code))
        return ExportFileError(description: "Can't write \(path): \(reason). Is the stick mounted and not full?")
    }
}
