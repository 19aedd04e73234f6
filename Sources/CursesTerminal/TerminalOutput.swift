import CNCurses
import Glibc

/// Bytes on their way to a terminal that may not take them.
///
/// ncurses would wait in write() for a terminal that is stopped or not read, and an answer would wait with it. So it
/// writes into memory; from there bytes go to the terminal as far as it takes them at once, and the rest waits here for
/// the loop's poll. What waits is at most one frame, because nothing is drawn meanwhile.
final class TerminalOutput {
    /// Where ncurses writes.
    let stream: UnsafeMutablePointer<FILE>
    /// The terminal, as an open file of our own where that can be had: its flags are nobody else's.
    let descriptor: Int32
    /// The terminal was closed under us.
    private(set) var isGone = false
    /// All bytes since the start, sent or waiting.
    private(set) var count = 0

    /// The flags to give back, where the open file is shared with the shell that started us.
    private let sharedFlags: Int32?
    private var waiting: [UInt8] = []
    private var sent = 0

    init(terminal: Int32) throws(TerminalError) {
        guard let stream = smilepost_memory_stream() else { throw .noMemory(code: errno) }
        self.stream = stream
        let own = open("/proc/self/fd/\(terminal)", O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        if own >= 0 {
            (descriptor, sharedFlags) = (own, nil)
        } else {
            // Another account's terminal, as after `su`: a trap would leave this flag behind, which shells mend.
            let flags = fcntl(terminal, F_GETFL)
            _ = fcntl(terminal, F_SETFL, flags | O_NONBLOCK)
            (descriptor, sharedFlags) = (terminal, flags)
        }
    }

    deinit {
        fclose(stream)
        if let sharedFlags { _ = fcntl(descriptor, F_SETFL, sharedFlags) } else { Glibc.close(descriptor) }
    }

    /// Something waits until the terminal takes more.
    var isBlocked: Bool { sent < waiting.count && !isGone }

    /// Puts bytes behind what ncurses has flushed by now.
    func add(_ bytes: String) {
        collect()
        waiting.append(contentsOf: bytes.utf8)
        count += bytes.utf8.count
    }

    /// Takes over what ncurses has flushed.
    func collect() {
        let memory = fileno(stream)
        let written = Int(lseek(memory, 0, SEEK_CUR))
        guard written > 0 else { return }
        if sent == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            sent = 0
        }
        let buffer = [UInt8](unsafeUninitializedCapacity: written) { space, filled in
            filled = max(0, pread(memory, space.baseAddress, written, 0))
        }
        lseek(memory, 0, SEEK_SET)
        waiting.append(contentsOf: buffer)
        count += buffer.count
    }

    /// Sends what the terminal takes without waiting.
    func send() {
        while sent < waiting.count, !isGone {
            let written = waiting.withUnsafeBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
                return write(descriptor, rest.baseAddress, rest.count)
            }
            if written > 0 {
                sent += written
            } else if written == 0 || errno == EAGAIN {
                return
            } else if errno != EINTR {
                // EIO: hung up. The loop hears of it from its poll.
                isGone = true
            }
        }
    }

    /// Sends, and waits for the terminal at most this long.
    func send(within milliseconds: Int32) {
        var left = milliseconds
        send()
        while isBlocked, left > 0 {
            var terminal = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            let step: Int32 = 10
            if poll(&terminal, 1, step) == 0 { left -= step }
            // A terminal that takes a little at a time is not blocked, but it must not hold us for ever either.
            left -= 1
            send()
        }
    }

    /// Gives up what waits: it may end within a sequence, which CAN (0x18) ends at the terminal.
    func abandon(with bytes: String) {
        tcflush(descriptor, TCOFLUSH)
        waiting = [0x18] + Array(bytes.utf8)
        sent = 0
        send()
    }
}
