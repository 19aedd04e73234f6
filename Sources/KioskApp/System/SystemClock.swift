import CLinux
import FoundationEssentials
import Glibc
import SurveyKit

/// The device's clocks.
struct SystemClock: Sendable {
    /// The kernel's boot id; read once, it can't change under a process.
    private let boot: String

    init() {
        let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        boot = text.map { $0.filter { $0.isHexDigit || $0 == "-" } } ?? "unknown"
    }

    func now() -> Timestamp {
        Timestamp(
            boot: boot, bootMS: Self.milliseconds(CLOCK_BOOTTIME), wallMS: Self.milliseconds(CLOCK_REALTIME),
            clock: Self.isSynchronised ? .synchronised : .unknown)
    }

    /// Milliseconds since boot, suspend included.
    func bootMS() -> Int64 { Self.milliseconds(CLOCK_BOOTTIME) }

    /// Whether NTP holds the clock: by the kernel's word, or by that of systemd-timesyncd.
    private static var isSynchronised: Bool {
        CLinux_clockIsSynchronised() == 1 || access("/run/systemd/timesync/synchronized", F_OK) == 0
    }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
