import CNCurses
import Glibc

/// The line discipline of a terminal: raw while we draw, and as it was afterwards.
///
/// By hand because ncurses sets the modes of the descriptor it writes to, and that is memory.
struct TerminalModes {
    private let terminal: Int32
    private let before: termios

    init(terminal: Int32) {
        self.terminal = terminal
        var modes = termios()
        tcgetattr(terminal, &modes)
        before = modes
    }

    /// No echo, no lines, no signals, no flow control, and bytes go out as they are.
    ///
    /// More than cbreak: Ctrl-S would freeze the screen, and Ctrl-C would end the kiosk.
    func setRaw() {
        var raw = before
        cfmakeraw(&raw)
        // cfmakeraw() leaves these: a serial line would stop at a stray byte of its own.
        raw.c_iflag &= ~tcflag_t(IXOFF | IXANY)
        tcsetattr(terminal, TCSANOW, &raw)
    }

    /// At once: waiting for the output (TCSADRAIN) would wait for ever where the terminal is stopped.
    func restore() {
        var modes = before
        // Touches that nobody has read must not become a command line.
        tcflush(terminal, TCIFLUSH)
        tcsetattr(terminal, TCSANOW, &modes)
    }
}
