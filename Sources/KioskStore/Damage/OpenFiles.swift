import Glibc

/// The files that SQLite has open, to notice when somebody deletes or replaces them under our hands: SQLite goes on
/// writing into files that have no name any more, and every "saved" would be a lie.
struct OpenFiles: Sendable {
    private struct File: Equatable, Sendable {
        let device: dev_t
        let node: ino_t
    }

    private let paths: [String]
    private let files: [File?]

    /// - Parameter database: Its path, opened and read, so that its WAL is there.
    init(database: String) {
        paths = [database, database + "-wal"]
        files = paths.map(Self.file)
    }

    /// Whether each of them is still the file under its name.
    var areInPlace: Bool { zip(paths, files).allSatisfy { $1 == nil || Self.file($0) == $1 } }

    private static func file(_ path: String) -> File? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return File(device: facts.st_dev, node: facts.st_ino)
    }
}
