import Glibc
package import SurveyKit

/// Time and waiting, as the sync lane sees them: the seam where tests put a clock that they move.
package protocol SyncClock: Sendable {
    /// This moment by every clock; waits use `bootMS` only.
    func now() -> Timestamp
    /// Returns when `bootMS` has reached `untilMS`, or at once after a `wake()` since the last wait.
    func wait(untilMS: Int64)
    /// Ends the running wait, or the next one. From any thread.
    func wake()
    /// The collector's clock was heard: `now()` may be set right by it.
    func hear(_ observation: ClockObservation)
}

extension SyncClock {
    package func hear(_ observation: ClockObservation) {}
}

/// The machine's own clock; waits in the kernel, without a wakeup in between.
package final class SystemSyncClock: SyncClock {
    private let timestamp: @Sendable () -> Timestamp
    private let listener: @Sendable (ClockObservation) -> Void
    private let timer = BootTimer()
    private let receiver: Int32
    private let sender: Int32

    /// Uses the program's own reading of the clocks, and tells it what is heard of the collector's.
    ///
    /// - Returns: Nil where the kernel has no descriptor left.
    package init?(
        now: @escaping @Sendable () -> Timestamp, hear: @escaping @Sendable (ClockObservation) -> Void = { _ in }
    ) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        timestamp = now
        listener = hear
        receiver = ends[0]
        sender = ends[1]
    }

    deinit {
        close(receiver)
        close(sender)
    }

    package func now() -> Timestamp { timestamp() }

    package func hear(_ observation: ClockObservation) { listener(observation) }

    package func wait(untilMS: Int64) {
        var entries = [receiver, timer.descriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while true {
            let start = timestamp().bootMS
            guard untilMS > start else { return }
            let timeout = timer.set(untilMS: untilMS == .max ? nil : untilMS, nowMS: start)
            guard poll(&entries, 2, timeout) > 0, entries[0].revents != 0 else { continue }
            var bytes = [UInt8](repeating: 0, count: 64)
            while read(receiver, &bytes, bytes.count) == bytes.count {}
            return
        }
    }

    package func wake() {
        var byte: UInt8 = 1
        // A pipe that is full wakes all the same.
        _ = write(sender, &byte, 1)
    }
}
