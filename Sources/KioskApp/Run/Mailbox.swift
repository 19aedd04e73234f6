import CLinux
import Glibc
import Synchronization

/// Where other threads leave messages for the screen's loop, and wake it.
///
/// Facts live in the database; what lies here are hints and results of store work.
final class Mailbox<Message: Sendable>: Sendable {
    private let messages = Mutex<[Message]>([])
    /// Becomes readable when there is something to take.
    let descriptor: Int32

    init() { descriptor = CLinux_eventfd() }

    deinit { close(descriptor) }

    func put(_ message: Message) {
        messages.withLock { $0.append(message) }
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    func take() -> [Message] {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
        return messages.withLock { queue in
            defer { queue = [] }
            return queue
        }
    }
}
