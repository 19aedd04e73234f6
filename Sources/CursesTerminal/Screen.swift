import CNCurses
import CTrap
import Glibc
import TerminalUI

/// Opening and closing: the parts that talk to the terminal without drawing.
enum Screen {
    /// Opens the first description that fits, and says which; its screen is ncurses' present one.
    ///
    /// `initscr()` would end the program where none does.
    static func open(
        type: String, size: Size?, output: TerminalOutput
    ) throws(TerminalError) -> (name: String, screen: OpaquePointer) {
        // ncurses sees only memory, which has no size; later on LINES and COLUMNS would freeze it for ever.
        defer { for name in ["LINES", "COLUMNS"] { unsetenv(name) } }
        for name in ["LINES", "COLUMNS"] { unsetenv(name) }
        if let size {
            setenv("LINES", "\(size.height)", 1)
            setenv("COLUMNS", "\(size.width)", 1)
        }
        let candidates = candidates(type)
        for name in candidates {
            guard let screen = smilepost_newterm(name, output.stream) else { continue }
            if smilepost_places_cursor() != 0 { return (name, screen) }
            delscreen(screen)
            throw .cannotPlaceCursor(name: name)
        }
        throw .unknownTerminal(tried: candidates)
    }

    private static func candidates(_ type: String) -> [String] {
        // In a direct-colour description a colour's number is its value, and no entry can be redefined.
        let direct = type.hasSuffix("-direct") ? [String(type.dropLast("direct".count)) + "256color"] : []
        return (direct + [type, "xterm-256color", "linux", "vt100"]).filter { !$0.isEmpty }
    }

    static func detected(name: String, isUTF8: Bool, terminal: Int32) -> Display {
        let hasColours = has_colors() && start_color() == OK
        let noColour = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        let console = smilepost_console_has_half_blocks(terminal)
        return Display.detected(
            term: name, colours: hasColours ? Int(smilepost_colors()) : 0, canChange: can_change_color(),
            isUTF8: isUTF8, noColour: noColour, hasHalfBlocks: console < 0 ? nil : console == 1)
    }

    /// The size of a terminal; nil where it does not know it, as on a serial line.
    static func size(of terminal: Int32) -> Size? {
        var (columns, rows): (Int32, Int32) = (0, 0)
        guard smilepost_window_size(terminal, &columns, &rows) == 0 else { return nil }
        return Size(width: Int(columns), height: Int(rows))
    }

    /// What the description says, for a terminal that does not know its size.
    static var describedSize: Size { Size(width: Int(smilepost_columns()), height: Int(smilepost_lines())) }

    static func prepare(terminal: String, output: TerminalOutput) throws(TerminalError) {
        guard smilepost_trap_arm(output.descriptor, crashRestore(terminal: terminal)) == 0 else {
            let code = errno
            endwin()
            throw .trapNotArmed(code: code)
        }
        nonl()
        curs_set(0)
        // Else ncurses looks at waiting input and puts off drawing what was just pressed.
        typeahead(-1)
        output.add(modesOn)
    }

    /// Presses and releases in both encodings, and our own order of right-to-left text (BDSM explicit).
    static let modesOn = "\u{1B}[?1000h\u{1B}[?1006h\u{1B}[8l"

    private static let modesOff = "\u{1B}[?1006l\u{1B}[?1000l\u{1B}[8h"

    /// What `endwin()` does not undo.
    static func undoModes(terminal: String, colours: Display.Colours) -> String {
        modesOff + (colours == .redefined256 ? paletteReset(terminal) : "")
    }

    /// `endwin()` by hand: what a signal handler can send.
    static func crashRestore(terminal: String) -> String {
        modesOff + "\u{1B}[?25h\u{1B}[0m" + paletteReset(terminal) + "\u{1B}[?1049l"
    }

    /// The console of Linux has its own sequence, and prints parts of the other one.
    private static func paletteReset(_ terminal: String) -> String {
        terminal.hasPrefix("linux") ? "\u{1B}]R" : "\u{1B}]104\u{1B}\\"
    }
}

/// The character set of the program's output.
enum Locale {
    /// Takes the user's, or C.UTF-8 where there is none (a systemd service); says whether it is UTF-8.
    static func settle() -> Bool {
        if smilepost_setlocale("") == nil || codeset == "ANSI_X3.4-1968" { _ = smilepost_setlocale("C.UTF-8") }
        return codeset == "UTF-8"
    }

    private static var codeset: String { smilepost_codeset().map { String(cString: $0) } ?? "" }
}
