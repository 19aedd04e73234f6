import CLinux
import FoundationEssentials
import Glibc
import SurveyKit
import Synchronization

/// The device's clocks, the wall clock as far as it is believed; copies of one share what was heard.
struct SystemClock: Sendable {
    private final class Belief: Sendable {
        let time = Mutex(BelievedTime(madeMS: KioskVersion.madeMS))
    }

    /// The kernel's boot id; read once, it can't change under a process.
    private let boot: String
    private let belief = Belief()

    init() {
        let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        boot = text.map { $0.filter { $0.isHexDigit || $0 == "-" } } ?? "unknown"
    }

    /// This moment, the wall clock set right by what is known (`BelievedTime`).
    func now() -> Timestamp {
        let own = own()
        return belief.time.withLock { $0.correct(own) }
    }

    /// This moment by the device alone, its wall clock as it stands.
    func own() -> Timestamp {
        Timestamp(
            boot: boot, bootMS: Self.milliseconds(CLOCK_BOOTTIME), wallMS: Self.milliseconds(CLOCK_REALTIME),
            clock: CLinux_clockIsSynchronised() == 1 ? .synchronised : .unknown)
    }

    /// Milliseconds since boot, suspend included.
    func bootMS() -> Int64 { Self.milliseconds(CLOCK_BOOTTIME) }

    /// The collector's clock was heard.
    func hear(_ observation: ClockObservation) { belief.time.withLock { $0.hear(observation) } }

    /// The collector's time was once this, ms since 1970: it is later now.
    func wasOnce(_ serverMS: Int64) {
        let own = own()
        belief.time.withLock { $0.wasOnce(serverMS, at: own) }
    }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
