import Glibc

/// A file that takes up room so that there is some to give back when the disk is full.
struct Ballast: Sendable {
    let path: String
    let bytes: Int64

    init(_ folder: StateFolder, bytes: Int64) {
        path = folder.file("ballast")
        self.bytes = bytes
    }

    /// What it holds now, in bytes.
    var held: Int64 {
        var facts = stat()
        return stat(path, &facts) == 0 ? Int64(facts.st_blocks) * 512 : 0
    }

    /// Nothing happens where it can't be made: the next look tries again.
    func make() {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        let isMade = posix_fallocate(descriptor, 0, off_t(bytes)) == 0
        close(descriptor)
        if !isMade { free() }
    }

    func free() { unlink(path) }
}
