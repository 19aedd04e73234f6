import Foundation
import Glibc

/// A file system of a few megabytes of its own, for tests of a full disk; only root may mount one.
package final class SmallDisk: Sendable {
    package let path: String
    private let folder: TemporaryFolder

    /// Whether this process can have one at all.
    package static let isPossible = (try? SmallDisk(bytes: 65_536)) != nil

    package init(bytes: Int) throws {
        folder = try TemporaryFolder()
        path = folder.file("disk")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Self.run("/bin/mount", "-t", "tmpfs", "-o", "size=\(bytes)", "smilepost-test", path)
    }

    deinit { try? Self.run("/bin/umount", "-l", path) }

    package func resize(bytes: Int) throws { try Self.run("/bin/mount", "-o", "remount,size=\(bytes)", path) }

    package func setReadOnly(_ isReadOnly: Bool) throws {
        try Self.run("/bin/mount", "-o", isReadOnly ? "remount,ro" : "remount,rw", path)
    }

    package var freeBytes: Int {
        var facts = statvfs()
        return statvfs(path, &facts) == 0 ? Int(facts.f_bavail) * Int(facts.f_frsize) : 0
    }

    /// Fills it up to so many free bytes, in whole pages of 4,096; an earlier filling is replaced.
    package func fill(leaving bytes: Int) throws {
        let filling = path + "/filling"
        unlink(filling)
        let descriptor = open(filling, O_WRONLY | O_CREAT, 0o600)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
        defer { close(descriptor) }
        guard posix_fallocate(descriptor, 0, off_t(max(4_096, (freeBytes - bytes) / 4_096 * 4_096))) == 0 else {
            throw CocoaError(.fileWriteOutOfSpace)
        }
    }

    package func empty() { unlink(path + "/filling") }

    private static func run(_ program: String, _ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
