import Foundation
import Glibc

/// A terminal without a screen: the program's end is a tty, ours shows every byte it wrote.
///
/// The kiosk names its state in the terminal's title (`OSC 2`), so that a driver can wait for a state and not for time.
final class Pty {
    let master: Int32
    let program: FileHandle
    private var isHungUp = false
    private var unread: [UInt8] = []
    /// The newest title.
    private(set) var title = ""
    /// Every title since the start, oldest first.
    private(set) var titles: [String] = []

    /// The last bytes the program wrote, up to 4096.
    private(set) var tail: [UInt8] = []

    /// `TIOCSPTLCK` and `TIOCGPTN` of asm-generic/ioctls.h.
    private static let lockRequest: UInt = 0x4004_5431
    private static let numberRequest: UInt = 0x8004_5430

    init(columns: Int, rows: Int) throws {
        // Glibc's posix_openpt and its like are not in Swift's module: the same by hand (ioctl_tty(4)).
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var unlock: Int32 = 0
        var number: UInt32 = 0
        guard master >= 0, ioctl(master, Self.lockRequest, &unlock) == 0,
            ioctl(master, Self.numberRequest, &number) == 0
        else { throw Failure("no pseudo-terminal: \(String(cString: strerror(errno)))") }
        let slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        program = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
        resize(columns: columns, rows: rows)
    }

    deinit { hangUp() }

    /// Closes our end, as a terminal that dies.
    func hangUp() {
        guard !isHungUp else { return }
        isHungUp = true
        close(master)
    }

    func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// The line discipline's settings, as numbers that can be compared (termios(3)).
    var modes: [UInt32] {
        var modes = termios()
        tcgetattr(program.fileDescriptor, &modes)
        let keys = withUnsafeBytes(of: modes.c_cc) { $0.map(UInt32.init) }
        return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag] + keys
    }

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
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(master, &buffer, buffer.count)
        guard count > 0 else { return false }
        unread += buffer[..<count]
        tail = (tail + buffer[..<count]).suffix(4_096)
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
