import Foundation
import Glibc

/// A terminal without a screen: a program reads and writes `program`, the test `master`.
package final class PseudoTerminal {
    package let master: Int32
    package let program: Int32
    private var isHungUp = false

    /// `TIOCSPTLCK` and `TIOCGPTN` of asm-generic/ioctls.h.
    private static let lockRequest: UInt = 0x4004_5431
    private static let numberRequest: UInt = 0x8004_5430

    /// - Throws: `POSIXError` where the system has no terminal left.
    package init(columns: Int, rows: Int) throws {
        // Glibc's posix_openpt and its like are not in Swift's module: the same by hand (ioctl_tty(4)).
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var unlock: Int32 = 0
        var number: UInt32 = 0
        guard master >= 0, ioctl(master, Self.lockRequest, &unlock) == 0,
            ioctl(master, Self.numberRequest, &number) == 0
        else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ENOTTY) }
        program = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard program >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ENOTTY) }
        resize(columns: columns, rows: rows)
    }

    deinit {
        hangUp()
        close(program)
    }

    /// Closes our end, as a terminal that dies.
    package func hangUp() {
        guard !isHungUp else { return }
        isHungUp = true
        close(master)
    }

    package func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// The line discipline's settings, as numbers that can be compared (termios(3)).
    package var modes: [UInt32] {
        var modes = termios()
        tcgetattr(program, &modes)
        let keys = withUnsafeBytes(of: modes.c_cc) { $0.map(UInt32.init) }
        return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag] + keys
    }

    /// What the program has written, at least a byte; empty once nobody holds its end any more.
    package func read() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(master, &buffer, buffer.count)
        return Array(buffer[..<max(0, count)])
    }
}
