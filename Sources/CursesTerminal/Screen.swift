import CNCurses
import CTrap
import Glibc
import TerminalUI

/// Opening and closing: the parts that talk to the terminal without drawing.
enum Screen {
    /// Opens the first description that fits, and says which.
    ///
    /// `initscr()` would end the program where none does.
    static func open() throws(TerminalError) -> String {
        let own = getenv("TERM").map { String(cString: $0) } ?? ""
        // In a direct-colour description a colour's number is its value, and no entry can be redefined.
        let direct = own.hasSuffix("-direct") ? [String(own.dropLast("direct".count)) + "256color"] : []
        let candidates = (direct + [own, "xterm-256color", "linux", "vt100"]).filter { !$0.isEmpty }
        for name in candidates where smilepost_newterm(name) != nil { return name }
        throw .unknownTerminal(tried: candidates)
    }

    static func detected(name: String, isUTF8: Bool) -> Display {
        let hasColours = has_colors() && start_color() == OK
        let noColour = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        return Display.detected(
            term: name, colours: hasColours ? Int(smilepost_colors()) : 0, canChange: can_change_color(),
            isUTF8: isUTF8, noColour: noColour)
    }

    static var size: Size {
        var (columns, rows): (Int32, Int32) = (0, 0)
        // A serial line does not know its size; the terminal's description does.
        if smilepost_window_size(&columns, &rows) != 0 {
            (columns, rows) = (smilepost_columns(), smilepost_lines())
        }
        return Size(width: Int(columns), height: Int(rows))
    }

    static func prepare(terminal: String) throws(TerminalError) {
        guard smilepost_trap_arm(STDOUT_FILENO, crashRestore(terminal: terminal)) == 0 else {
            let code = errno
            endwin()
            throw .trapNotArmed(code: code)
        }
        // Not cbreak(): Ctrl-S would freeze the screen, and Ctrl-C would end the kiosk.
        raw()
        noecho()
        nonl()
        curs_set(0)
        // Else ncurses looks at waiting input and puts off drawing what was just pressed.
        typeahead(-1)
        sendModes()
    }

    /// Presses and releases in both encodings, and our own order of right-to-left text (BDSM explicit).
    static func sendModes() { smilepost_send("\u{1B}[?1000h\u{1B}[?1006h\u{1B}[8l") }

    private static let modesOff = "\u{1B}[?1006l\u{1B}[?1000l\u{1B}[8h"

    static func undoModes(terminal: String, colours: Display.Colours) {
        let resetsColours = colours == .redefined256
        smilepost_send(modesOff + (resetsColours ? paletteReset(terminal) : ""))
    }

    /// endwin() by hand: what a signal handler can send.
    private static func crashRestore(terminal: String) -> String {
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
