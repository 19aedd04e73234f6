import CNCurses
import CTrap
import Glibc
package import TerminalUI

/// The screen of a terminal, driven by ncurses for output only: bytes from hands are read and decoded elsewhere.
///
/// One thread only, the one that draws: ncurses keeps its state in global variables, so there is one of these in a
/// process at a time. A slow terminal makes `draw` wait; nothing that must not be lost may depend on it.
package final class CursesTerminal {
    /// What this terminal can draw.
    package let display: Display
    /// Columns and rows as last asked for.
    package private(set) var size: Size
    /// The description in use, for the doctor.
    package let terminalName: String

    private let window: UnsafeMutablePointer<WINDOW>
    private let encoder: CellEncoder
    private let palette: Palette
    private var shown: Frame?
    private var isOpen = true

    /// Opens the standard streams as a full screen.
    ///
    /// `cells` and `colours` take the place of what was detected, as far as the terminal can follow.
    package init(cells: Display.Cells? = nil, colours: Display.Colours? = nil) throws(TerminalError) {
        guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal(stream: "standard input") }
        guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal(stream: "standard output") }
        // Left over from a shell, these would freeze the size for ever.
        unsetenv("LINES")
        unsetenv("COLUMNS")
        let isUTF8 = Locale.settle()
        smilepost_trap_remember(STDOUT_FILENO)
        terminalName = try Screen.open()
        guard let window = smilepost_stdscr() else { throw .unknownTerminal(tried: [terminalName]) }
        self.window = window
        let detected = Screen.detected(name: terminalName, isUTF8: isUTF8)
        display = detected.overridden(cells: cells, colours: colours)
        palette = Palette(display: display)
        encoder = CellEncoder(isUTF8: isUTF8, isMono: display.colours == .mono)
        size = Screen.size
        try Screen.prepare(terminal: terminalName)
    }

    deinit { close() }

    /// Shows a frame: what differs from the one before is sent at once.
    package func draw(_ frame: Frame) {
        guard isOpen else { return }
        let before = shown?.size == frame.size ? shown : nil
        if before == nil { werase(window) }
        let changed = frame.places(changedSince: before, within: size)
        let startsAnew = palette.prepare(for: frame, changed: changed)
        put(startsAnew && before != nil ? frame.places(changedSince: nil, within: size) : changed, of: frame)
        if palette.hasRunOut, before != nil {
            palette.forgetPairs()
            put(frame.places(changedSince: nil, within: size), of: frame)
        }
        wrefresh(window)
        shown = frame
    }

    private func put(_ places: [Point], of frame: Frame) {
        for place in places { encoder.put(frame, at: place, palette, window) }
    }

    /// Sends the present screen anew, colours and mouse mode included: something else may have written over it.
    package func redrawEverything() {
        guard isOpen else { return }
        Screen.sendModes()
        palette.sendAgain()
        clearok(window, true)
        wrefresh(window)
    }

    /// Asks for the size again, after SIGWINCH; the next `draw` sends everything.
    @discardableResult
    package func resized() -> Size {
        guard isOpen else { return size }
        let now = Screen.size
        if is_term_resized(Int32(now.height), Int32(now.width)) { resizeterm(Int32(now.height), Int32(now.width)) }
        size = now
        shown = nil
        clearok(window, true)
        return now
    }

    /// Gives the terminal back as it was found.
    ///
    /// Further calls do nothing.
    package func close() {
        guard isOpen else { return }
        isOpen = false
        werase(window)
        curs_set(1)
        endwin()
        Screen.undoModes(terminal: terminalName, colours: display.colours)
        smilepost_trap_disarm()
    }
}

extension Display {
    fileprivate func overridden(cells: Cells?, colours: Colours?) -> Display {
        // Entries that the terminal does not let us define stay fixed; colours it lacks stay lacking.
        let order = Colours.allCases
        let most = order.firstIndex(of: self.colours) ?? 0
        let wanted = colours.flatMap(order.firstIndex) ?? most
        return Display(cells: cells ?? self.cells, colours: order[min(most, wanted)])
    }
}

extension Frame {
    /// The cells that differ from an earlier frame of the same size, all without one; row by row.
    fileprivate func places(changedSince before: Frame?, within limit: Size) -> [Point] {
        var places: [Point] = []
        for row in 0..<min(size.height, limit.height) {
            for column in 0..<min(size.width, limit.width) {
                if let before, before[column, row] == self[column, row] { continue }
                places.append(Point(column: column, row: row))
            }
        }
        return places
    }
}
