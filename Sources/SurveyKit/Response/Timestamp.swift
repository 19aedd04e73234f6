/// A moment on one device, as seen by every clock it has.
///
/// Order and waiting use `bootMS` only; `wallMS` is for people, and as good as `clock` says.
package struct Timestamp: Equatable, Sendable, Codable {
    /// The kernel's boot id: `bootMS` values compare only within one.
    package let boot: String
    /// Milliseconds since boot, suspend included (CLOCK_BOOTTIME).
    package let bootMS: Int64
    /// Milliseconds since 1970, UTC.
    package let wallMS: Int64
    package let clock: ClockState

    package init(boot: String, bootMS: Int64, wallMS: Int64, clock: ClockState) {
        self.boot = boot
        self.bootMS = bootMS
        self.wallMS = wallMS
        self.clock = clock
    }

    /// This moment moved by a number of milliseconds.
    package func advanced(by milliseconds: Int64) -> Timestamp {
        Timestamp(boot: boot, bootMS: bootMS + milliseconds, wallMS: wallMS + milliseconds, clock: clock)
    }
}

/// How far the wall clock can be believed (sync.md 11).
package enum ClockState: Int, Sendable, Codable {
    case unknown = 0
    /// The kernel says that NTP holds the clock.
    case synchronised = 1
    /// Set right by the collector's time.
    case corrected = 2
    /// A battery clock, not compared to anything.
    case battery = 3
}
