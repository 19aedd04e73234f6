import CNCurses
import Glibc

/// A pseudo-terminal: the program draws on `program`, we read `master`.
final class Pty {
    let master: Int32
    let program: Int32

    struct Failure: Error {}

    /// `TIOCSPTLCK` and `TIOCGPTN` of asm-generic/ioctls.h.
    private static let lockRequest: UInt = 0x4004_5431
    private static let numberRequest: UInt = 0x8004_5430

    init(columns: Int, rows: Int) throws {
        // Glibc's posix_openpt and its like are not in Swift's module: the same by hand (ioctl_tty(4)).
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var unlock: Int32 = 0
        var number: UInt32 = 0
        guard master >= 0, ioctl(master, Self.lockRequest, &unlock) == 0,
            ioctl(master, Self.numberRequest, &number) == 0
        else { throw Failure() }
        program = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard program >= 0 else { throw Failure() }
        resize(columns: columns, rows: rows)
    }

    deinit {
        closeMaster()
        close(program)
    }

    private var isOpen = true

    /// Hangs up.
    func closeMaster() {
        if isOpen { close(master) }
        isOpen = false
    }

    func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// The line discipline's settings, as numbers that can be compared (termios(3)).
    var modes: [UInt32] {
        var modes = termios()
        tcgetattr(program, &modes)
        let keys = withUnsafeBytes(of: modes.c_cc) { $0.map(UInt32.init) }
        return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag] + keys
    }

    /// What the program has written, at least a byte.
    func read() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(master, &buffer, buffer.count)
        return Array(buffer[..<max(0, count)])
    }
}
