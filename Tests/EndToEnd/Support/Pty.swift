import Foundation
import Glibc
import TestSupport

/// A terminal without a screen: the program's end is a tty, ours shows every byte it wrote.
///
/// The kiosk names its state in the terminal's title (`OSC 2`), so that a driver can wait for a state and not for time.
final class Pty {
    private let terminal: PseudoTerminal
    let program: FileHandle
    private var unread: [UInt8] = []
    /// The newest title.
    private(set) var title = ""
    /// Every title since the start, oldest first.
    private(set) var titles: [String] = []

    /// The last bytes the program wrote, up to 4096.
    private(set) var tail: [UInt8] = []

    init(columns: Int, rows: Int) throws {
        terminal = try PseudoTerminal(columns: columns, rows: rows)
        program = FileHandle(fileDescriptor: terminal.program, closeOnDealloc: false)
    }

    var master: Int32 { terminal.master }

    /// Closes our end, as a terminal that dies.
    func hangUp() { terminal.hangUp() }

    func resize(columns: Int, rows: Int) { terminal.resize(columns: columns, rows: rows) }

    /// The line discipline's settings, as numbers that can be compared (termios(3)).
    var modes: [UInt32] { terminal.modes }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) { _ = write(master, bytes, bytes.count) }

    /// Gives as much as the terminal takes at the moment, and says how much that was.
    func offer(_ bytes: ArraySlice<UInt8>) -> Int {
        var descriptor = pollfd(fd: master, events: Int16(POLLOUT), revents: 0)
        guard poll(&descriptor, 1, 0) > 0, descriptor.revents & Int16(POLLOUT) != 0 else { return 0 }
        // A pty takes what fits of a small write and never makes us wait for more.
        let part = Array(bytes.prefix(256))
        return max(0, write(master, part, part.count))
    }

    /// Reads what the program writes until its title satisfies `isWanted`.
    func waitForTitle(
        seconds: Double = 20, _ what: String, alive: () -> Bool = { true }, where isWanted: (String) -> Bool
    ) throws {
        let deadline = Date().addingTimeInterval(seconds)
        while !isWanted(title) {
            let left = deadline.timeIntervalSinceNow
            guard left > 0, alive() else { throw Failure("waited for \(what); the title is \"\(title)\"") }
            read(milliseconds: Int32(min(100, left * 1_000)))
        }
    }

    /// Takes in what is there, waiting at most this long for the first byte; false when the other end is closed.
    @discardableResult
    func read(milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, milliseconds) > 0 else { return true }
        let piece = terminal.read()
        guard !piece.isEmpty else { return false }
        unread += piece
        tail = (tail + piece).suffix(4_096)
        takeTitles()
        return true
    }

    private func takeTitles() {
        let start: [UInt8] = Array("\u{1B}]2;".utf8)
        while let from = unread.firstRange(of: start) {
            guard let end = unread[from.upperBound...].firstIndex(of: 7) else {
                unread.removeSubrange(..<from.lowerBound)
                return
            }
            title = String(decoding: unread[from.upperBound..<end], as: UTF8.self)
            titles.append(title)
            unread.removeSubrange(...end)
        }
        unread = Array(unread.suffix(start.count - 1))
    }
}

struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
