import Foundation
import Glibc
import TestSupport

/// Somebody who looks at a `Tmux` screen through a terminal of their own: what the hand sends there, tmux reads and
/// passes on to the kiosk in its own words.
final class TmuxClient {
    private let pty: Pty
    private let process = Process()
    private var seen: [UInt8] = []

    init(_ screen: Tmux, columns: Int, rows: Int) throws {
        pty = try Pty(columns: columns, rows: rows)
        process.executableURL = URL(fileURLWithPath: "/usr/bin/tmux")
        let socket = screen.kiosk.folder.file("tmux")
        process.arguments = ["-u", "-S", socket, "attach"]
        process.environment = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"]
        process.standardInput = pty.program
        process.standardOutput = pty.program
        process.standardError = FileHandle.nullDevice
        try process.run()
        // tmux asks for the mouse in the course of drawing the kiosk's screen here.
        try eventually("tmux to ask for the mouse") {
            pty.read(milliseconds: 20)
            seen += pty.tail
            return String(decoding: seen, as: UTF8.self).contains("\u{1B}[?1006h")
        }
        seen = []
    }

    deinit {
        // SIGTERM is blocked in what a test's thread starts.
        Glibc.kill(process.processIdentifier, SIGKILL)
    }

    func tap(column: Int, row: Int) {
        pty.send("\u{1B}[<0;\(column + 1);\(row + 1)M\u{1B}[<0;\(column + 1);\(row + 1)m")
    }

    /// Takes in what tmux draws; unread, it would stop drawing.
    func look() { while pty.hasSomething { pty.read(milliseconds: 0) } }
}

extension Pty {
    /// Whether the program wrote something that was not read yet.
    var hasSomething: Bool {
        var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) > 0 && descriptor.revents & Int16(POLLIN) != 0
    }
}
