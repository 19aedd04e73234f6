/// Why no full screen could be opened.
package enum TerminalError: Error, Equatable, CustomStringConvertible {
    /// Standard input or output is not a terminal.
    case notATerminal(stream: String)
    /// No terminal description fits, not even the plainest.
    case unknownTerminal(tried: [String])
    /// The terminal can't place its cursor: a printer, or a description such as `dumb`.
    case cannotPlaceCursor(name: String)
    /// No memory to draw into.
    case noMemory(code: Int32)
    /// The handlers that restore the terminal after a trap could not be installed.
    case trapNotArmed(code: Int32)

    package var description: String {
        switch self {
        case .notATerminal(let stream):
            "\(stream) is not a terminal. Start the kiosk on a console or in a terminal window, without a pipe."
        case .unknownTerminal(let tried):
            "no terminal description found for \(tried.joined(separator: ", ")). Install ncurses-base, or set TERM."
        case .cannotPlaceCursor(let name):
            "the terminal \"\(name)\" can't place its cursor, so no screen can be drawn. Set TERM to what the terminal is, "
                + "such as linux or xterm-256color."
        case .noMemory(let code):
            "no memory to draw the screen into (errno \(code)). Free some, or raise the limit of open files."
        case .trapNotArmed(let code):
            "the handlers that restore the terminal could not be installed (errno \(code)). Start again, or report it."
        }
    }
}
