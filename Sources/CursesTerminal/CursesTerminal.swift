import CNCurses
import CTrap
import Glibc
package import TerminalUI

/// The screen of a terminal, driven by ncurses for output only: bytes from hands are read and decoded elsewhere.
///
/// One thread only, the one that draws: ncurses keeps its state in global variables, so there is one of these in a
/// process at a time. Nothing here waits for the terminal. While it takes no more (`isBlocked`), frames are not drawn; the
/// loop polls `outputDescriptor`, calls `resume` and draws the newest.
package final class CursesTerminal {
    /// What this terminal can draw.
    package let display: Display
    /// Columns and rows as last asked for.
    package private(set) var size: Size
    /// The description in use, for the doctor.
    package let terminalName: String

    private let terminal: Int32
    private let output: TerminalOutput
    private let modes: TerminalModes
    private let screen: OpaquePointer
    private let window: UnsafeMutablePointer<WINDOW>
    private let encoder: CellEncoder
    private let palette: Palette
    private var shown: Frame?
    private var mustRepaint = false
    private var isOpen = true

    /// Opens a terminal as a full screen.
    ///
    /// `cells` and `colours` take the place of what was detected, as far as the terminal can follow; `type` is the name of
    /// its description, `$TERM` without one.
    package init(
        input: Int32 = STDIN_FILENO, output terminal: Int32 = STDOUT_FILENO, type: String? = nil,
        cells: Display.Cells? = nil, colours: Display.Colours? = nil
    ) throws(TerminalError) {
        guard isatty(input) == 1 else { throw .notATerminal(stream: "standard input") }
        guard isatty(terminal) == 1 else { throw .notATerminal(stream: "standard output") }
        let isUTF8 = Locale.settle()
        let output = try TerminalOutput(terminal: terminal)
        let known = Screen.size(of: terminal)
        let own = type ?? getenv("TERM").map { String(cString: $0) } ?? ""
        (terminalName, screen) = try Screen.open(type: own, size: known, output: output)
        guard let window = smilepost_stdscr() else { throw .unknownTerminal(tried: [terminalName]) }
        self.window = window
        self.terminal = terminal
        self.output = output
        let detected = Screen.detected(name: terminalName, isUTF8: isUTF8, terminal: terminal)
        display = detected.overridden(cells: cells, colours: colours)
        palette = Palette(display: display)
        encoder = CellEncoder(isUTF8: isUTF8, isMono: display.colours == .mono)
        size = known ?? Screen.describedSize
        smilepost_trap_remember(terminal)
        modes = TerminalModes(terminal: terminal)
        try Screen.prepare(terminal: terminalName, output: output)
        modes.setRaw()
        output.send()
    }

    deinit { close() }

    /// Shows a frame: what differs from the one before is sent at once, as far as the terminal takes it.
    ///
    /// `regions` are what may change its colours by itself, such as a card. Does nothing while `isBlocked`.
    package func draw(_ frame: Frame, regions: [Rect] = []) {
        guard isOpen, !isBlocked else { return }
        // After a change of size the model may still be behind the terminal, and the other way round.
        guard frame.size == size else { return }
        let before = shown?.size == frame.size ? shown : nil
        if before == nil { werase(window) }
        let plan = palette.plan(frame, regions: regions, after: before)
        put(plan, of: frame)
        if palette.hasRunOut, before != nil {
            put(palette.plan(frame, regions: regions, after: nil), of: frame)
        }
        wrefresh(window)
        // xterm shows new meanings with the next byte that is not one itself: hiding the hidden cursor is one.
        if plan.isSwap { output.add("\u{1B}[?25l") }
        output.collect()
        output.send()
        shown = frame
    }

    private func put(_ plan: Palette.Plan, of frame: Frame) {
        for index in plan.cells { encoder.put(frame, index, plan, palette, window) }
    }

    private func refresh() {
        wrefresh(window)
        output.collect()
        output.send()
    }

    /// Sends the present screen anew, colours and mouse mode included: something else may have written over it.
    package func redrawEverything() {
        guard isOpen else { return }
        mustRepaint = isBlocked
        guard !isBlocked else { return }
        output.add(Screen.modesOn)
        smilepost_reset_region()
        palette.sendAgain()
        clearok(window, true)
        refresh()
    }

    /// Has the next frame sent whole on a Linux console, where the kernel writes its messages over the screen.
    package func expectMessages() {
        guard isOpen, terminalName.hasPrefix("linux") else { return }
        clearok(window, true)
    }

    /// Asks for the size again, after SIGWINCH; the next `draw` sends everything.
    @discardableResult
    package func resized() -> Size {
        guard isOpen else { return size }
        let now = Screen.size(of: terminal) ?? Screen.describedSize
        if is_term_resized(Int32(now.height), Int32(now.width)) { resizeterm(Int32(now.height), Int32(now.width)) }
        size = now
        shown = nil
        smilepost_reset_region()
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
        output.add(Screen.undoModes(terminal: terminalName, colours: display.colours))
        output.send(within: Self.patienceAtTheEnd)
        if output.isBlocked { output.abandon(with: Screen.crashRestore(terminal: terminalName)) }
        modes.restore()
        smilepost_trap_disarm()
        delscreen(screen)
    }

    /// In ms: a stopped terminal must not hold up a restart.
    private static let patienceAtTheEnd: Int32 = 300
}

// MARK: - A terminal that does not take everything at once

extension CursesTerminal {
    /// The terminal has not taken all of the last frame; the next one waits.
    package var isBlocked: Bool { output.isBlocked }

    /// What to poll for POLLOUT while `isBlocked`.
    package var outputDescriptor: Int32 { output.descriptor }

    /// All bytes since the start, sent or waiting: what a frame costs is the difference.
    package var bytesDrawn: Int { output.count }

    /// Sends more of what waits, after POLLOUT.
    package func resume() {
        output.send()
        if mustRepaint { redrawEverything() }
    }

    /// Sends what waits, and waits for the terminal at most `milliseconds`.
    package func settle(within milliseconds: Int32) { output.send(within: milliseconds) }

    /// Sends bytes behind the last frame.
    func send(_ bytes: String) {
        guard isOpen else { return }
        output.add(bytes)
        output.send()
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
