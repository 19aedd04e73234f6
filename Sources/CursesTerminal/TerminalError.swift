/// Why no full screen could be opened.
package enum TerminalError: Error, Equatable, CustomStringConvertible {
    /// Standard input or output is not a terminal.
    case notATerminal(stream: String)
    /// No terminal description fits, not even the plainest.
    case unknownTerminal(tried: [String])
    /// The handlers that restore the terminal after a trap could not be installed.
    case trapNotArmed(code: Int32)

    package var description: String {
        switch self {
        case .notATerminal(let stream):
            "\(stream) is not a terminal. Start the kiosk on a console or in a terminal window, without a pipe."
        case .unknownTerminal(let tried):
            "no terminal description found for \(tried.joined(separator: ", ")). Install ncurses-base, or set TERM."
        case .trapNotArmed(let code):
            "the handlers that restore the terminal could not be installed (errno \(code)). Start again, or report it."
        }
    }
}
