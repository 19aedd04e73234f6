/// One hearing of the collector's clock by a device (sync.md 11).
///
/// The collector's clock showed `serverMS` at some moment of the `rttMS` that followed `bootMS`.
package struct ClockObservation: Equatable, Sendable, Codable {
    /// The kernel's boot id.
    package let boot: String
    /// Milliseconds since that boot as the request left (CLOCK_BOOTTIME).
    package let bootMS: Int64
    /// The collector's time in its answer, ms since 1970.
    package let serverMS: Int64
    /// From the request to the whole answer, ms of the device's boot clock.
    package let rttMS: Int64
    /// Lines of the queue that were sealed before the request left: they were given before `serverMS`.
    package let seq: Int64

    package init(boot: String, bootMS: Int64, serverMS: Int64, rttMS: Int64, seq: Int64) {
        self.boot = boot
        self.bootMS = bootMS
        self.serverMS = serverMS
        self.rttMS = rttMS
        self.seq = seq
    }

    /// Whether it can be of this world; sums of such numbers don't overflow.
    package var isPlausible: Bool {
        Self.isBoot(boot) && (0...Self.latestMS).contains(bootMS) && (1...Self.latestMS).contains(serverMS)
            && (0...3_600_000).contains(rttMS) && (0...1 << 40).contains(seq)
    }

    /// The end of the year 9999, ms since 1970.
    package static let latestMS: Int64 = 253_402_300_799_999

    /// Whether a text names one boot; a device that can't read its boot id says `unknown` at every boot.
    package static func isBoot(_ text: String) -> Bool { (1...64).contains(text.utf8.count) && text != "unknown" }

    private enum CodingKeys: String, CodingKey {
        case boot
        case bootMS = "t"
        case serverMS = "server_ms"
        case rttMS = "rtt_ms"
        case seq
    }
}
