import CLinux
import Glibc

/// A timer on the clock that counts from boot and also while the machine sleeps, as a descriptor for `poll`.
///
/// The timeout of `poll` stands still while the machine sleeps, and a kiosk that wakes up would be late by all of that.
package final class BootTimer: Sendable {
    /// Readable when the moment has come; -1, which `poll` passes over, where the kernel gave none.
    package let descriptor: Int32

    package init() { descriptor = CLinux_bootTimer() }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Sets the moment, ms since boot; nil for never.
    ///
    /// - Returns: The timeout for `poll`: none, but where there is no timer.
    package func set(untilMS: Int64?, nowMS: Int64) -> Int32 {
        if descriptor >= 0, CLinux_setBootTimer(descriptor, untilMS.map { max(1, $0) } ?? 0) == 0 { return -1 }
        // Shorter than the longest wait, so that a sleep is noticed.
        return untilMS.map { Int32(min(max(0, $0 - nowMS), 60_000)) } ?? -1
    }
}
