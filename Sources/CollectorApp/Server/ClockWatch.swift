import CLinux
import Glibc
import Synchronization

/// Holds the collector's clock against the one since boot: a step says that it was wrong before, or is wrong now.
///
/// Nothing that decides what is stored once depends on a clock. A step only makes the times at which responses were given
/// doubtful, until NTP holds the clock.
struct ClockWatch: Equatable, Sendable {
    /// No drift and no slewing makes such a difference between two looks, ms.
    static let smallestStepMS: Int64 = 5_000

    struct Look: Equatable, Sendable {
        /// Milliseconds since 1970.
        let nowMS: Int64
        let isCertain: Bool
        /// How far the clock was set since the look before, ms; 0 where it just ran.
        let stepMS: Int64
    }

    /// Wall clock minus clock since boot at the last look, ms.
    private var offset: Int64?
    private var isCertain = true

    mutating func look(wallMS: Int64, bootMS: Int64, isSynchronised: Bool) -> Look {
        let now = wallMS - bootMS
        let change = offset.map { now - $0 } ?? 0
        offset = now
        let isStep = change.magnitude >= Self.smallestStepMS.magnitude
        isCertain = isSynchronised || (isCertain && !isStep)
        return Look(nowMS: wallMS, isCertain: isCertain, stepMS: isStep ? change : 0)
    }
}

/// The clocks of the machine, or of a test.
package struct CollectorClocks: Sendable {
    /// Milliseconds since 1970.
    let now: @Sendable () -> Int64
    /// Milliseconds since boot, suspend included.
    let sinceBoot: @Sendable () -> Int64
    /// Whether NTP holds the clock.
    let isSynchronised: @Sendable () -> Bool

    static let system = CollectorClocks(
        now: Collector.systemTime,
        sinceBoot: {
            var time = timespec()
            clock_gettime(CLOCK_BOOTTIME, &time)
            return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
        },
        isSynchronised: {
            CLinux_clockIsSynchronised() == 1 || access("/run/systemd/timesync/synchronized", F_OK) == 0
        })
}

/// One watch for all requests.
final class SharedClockWatch: Sendable {
    private let clocks: CollectorClocks
    private let state = Mutex((watch: ClockWatch(), steps: 0))

    init(_ clocks: CollectorClocks) { self.clocks = clocks }

    /// How often the clock was set since the start.
    var steps: Int { state.withLock { $0.steps } }

    /// Whether NTP holds the clock at this moment.
    var isSynchronised: Bool { clocks.isSynchronised() }

    func look() -> ClockWatch.Look {
        state.withLock { state in
            let look = state.watch.look(
                wallMS: clocks.now(), bootMS: clocks.sinceBoot(), isSynchronised: clocks.isSynchronised())
            if look.stepMS != 0 { state.steps += 1 }
            return look
        }
    }
}
