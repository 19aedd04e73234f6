import Foundation
import Glibc
import TerminalUI

/// What `doctor` reads off the device.
enum DeviceFacts {
    /// What goes wrong when a file is made and removed in a folder; nil when nothing does.
    static func problemWriting(in folder: String) -> String? {
        let path = folder + "/.doctor-\(getpid())"
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        defer { unlink(path) }
        let isSynced = fsync(descriptor) == 0
        let problem = isSynced ? nil : String(cString: strerror(errno))
        close(descriptor)
        return problem
    }

    /// Why a side command must not open the store, in a sentence with what to do; nil when it may.
    ///
    /// As root it would make files that the kiosk's own account can't open.
    static func problemOpening(_ folder: String, mayMake: Bool) -> String? {
        var facts = stat()
        let isThere = stat(folder, &facts) == 0
        if isThere, geteuid() == 0, facts.st_uid != 0 {
            return
                "\(folder) belongs to \(owner(of: folder)): run this as that account (sudo -u \(owner(of: folder)) …)."
        }
        if !mayMake, access(folder + "/kiosk.sqlite", F_OK) != 0 {
            return "No kiosk has kept anything in \(folder) yet: enrol or start it first, or check state_dir."
        }
        return nil
    }

    /// Free and total bytes of the disk under a path, as an ordinary account may use them.
    static func disk(under path: String) -> (free: Int64, total: Int64) {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else { return (0, 0) }
        let block = Int64(facts.f_frsize)
        return (Int64(facts.f_bavail) * block, Int64(facts.f_blocks) * block)
    }

    /// The account that owns a folder, by name where it has one.
    static func owner(of path: String) -> String {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return "smilepost-kiosk" }
        guard let account = getpwuid(facts.st_uid), let name = account.pointee.pw_name else { return "\(facts.st_uid)" }
        return String(cString: name)
    }

    /// Whether there is a description of a terminal (terminfo(5)) in one of Debian's places.
    static func hasDescription(of terminal: String) -> Bool {
        guard let first = terminal.first else { return false }
        return ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"].contains {
            access("\($0)/\(first)/\(terminal)", R_OK) == 0
        }
    }

    static func hasUTF8Locale() -> Bool {
        for name in [ProcessInfo.processInfo.environment["LANG"] ?? "", "C.UTF-8"] where !name.isEmpty {
            guard let locale = newlocale(LC_CTYPE_MASK, name, nil) else { continue }
            defer { freelocale(locale) }
            if let codeset = nl_langinfo_l(Int32(CODESET), locale), String(cString: codeset) == "UTF-8" { return true }
        }
        return false
    }

    /// Of the terminal on standard output; nil when that is none.
    static func terminalSize() -> Size? {
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        return Size(width: Int(size.ws_col), height: Int(size.ws_row))
    }
}
