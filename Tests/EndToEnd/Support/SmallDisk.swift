import Foundation
import Glibc
import TestSupport

/// A file system in memory that is full soon; only root may mount one.
final class SmallDisk {
    let folder: TemporaryFolder

    static let isPossible: Bool = {
        guard let disk = try? SmallDisk(megabytes: 1) else { return false }
        _ = disk
        return true
    }()

    init(megabytes: Int) throws {
        folder = try TemporaryFolder()
        guard geteuid() == 0 else { throw Failure("mounting takes root") }
        let mounted = try Programs.run(
            "/bin/mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m,mode=700", "smilepost-test", folder.path])
        guard mounted.status == 0 else { throw Failure("mount: \(mounted.err)") }
    }

    deinit { _ = try? Programs.run("/bin/umount", ["-l", folder.path]) }

    private var ballast: String { folder.file("ballast") }

    /// Takes all space but `bytes`.
    func fill(leaving bytes: Int) throws {
        var facts = statvfs()
        guard statvfs(folder.path, &facts) == 0 else { throw Failure("statvfs: errno \(errno)") }
        let free = Int(facts.f_bavail) * Int(facts.f_frsize)
        let descriptor = open(ballast, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        guard posix_fallocate(descriptor, 0, off_t(max(0, free - bytes))) == 0 else { throw Failure("no ballast") }
    }

    /// Gives the space back.
    func empty() throws { try FileManager.default.removeItem(atPath: ballast) }
}
