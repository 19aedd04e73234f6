/// What a device believes the time to be, from every clock it has and what it was told (sync.md 11).
///
/// A clock that NTP holds is right. Else the collector's time counts on from when it was heard in this boot. Else it is
/// no earlier than the program was made, and no earlier than the collector's time when it was last heard, in whatever
/// boot: a device without a battery clock starts at 1970 and goes on from there. Only for people, opening hours and
/// the dates of certificates: order, identity and waiting never look at it.
package struct BelievedTime: Equatable, Sendable {
    /// A moment that has passed, and where the boot clock stood when it was learned.
    private struct Floor: Equatable {
        let wallMS: Int64
        let boot: String
        let bootMS: Int64

        func ms(at raw: Timestamp) -> Int64 {
            raw.boot == boot && ClockObservation.isBoot(boot) ? wallMS + max(0, raw.bootMS - bootMS) : wallMS
        }
    }

    /// How far two clocks drift apart at most, in millionths: what the kernel itself may steer (500), which is more than
    /// the crystals of cheap boards are off.
    package static let driftPPM: Int64 = 500
    /// Heard longer ago than this, the drift may be more than the quarter of an hour that `corrected` stands for.
    private static let rememberMS: Int64 = 20 * 86_400_000

    /// An answer this fast is always good enough: the collector's clock may have been set right since.
    private static let promptMS: Int64 = 2_000

    private let madeMS: Int64
    private var floor: Floor?
    private var heard: ClockObservation?

    /// - Parameter madeMS: When the program was made, ms since 1970: no clock that is right stands before.
    package init(madeMS: Int64) { self.madeMS = madeMS }

    /// The collector's time as it was last kept, from this boot or one before.
    ///
    /// - Parameter raw: The device's own clocks at this moment.
    package mutating func wasOnce(_ serverMS: Int64, at raw: Timestamp) {
        guard (1...ClockObservation.latestMS).contains(serverMS), serverMS > floor?.ms(at: raw) ?? 0 else { return }
        floor = Floor(wallMS: serverMS, boot: raw.boot, bootMS: raw.bootMS)
    }

    /// The collector's time was heard; one from a slow line does not replace a better one that is still fresh.
    package mutating func hear(_ observation: ClockObservation) {
        guard observation.isPlausible else { return }
        if let heard, heard.boot == observation.boot, observation.bootMS >= heard.bootMS {
            let drift = (observation.bootMS - heard.bootMS) * Self.driftPPM / 1_000_000
            guard observation.rttMS <= max(Self.promptMS, heard.rttMS + 2 * drift) else { return }
        }
        heard = observation
    }

    /// The device's own clocks, the wall clock set right.
    package func correct(_ raw: Timestamp) -> Timestamp {
        guard raw.clock != .synchronised else { return raw }
        if let heard, heard.boot == raw.boot {
            let passed = raw.bootMS - heard.bootMS
            if (0...Self.rememberMS).contains(passed) {
                // The middle of the moments at which the collector may have looked at its clock.
                let wallMS = heard.serverMS + passed - heard.rttMS / 2
                return Timestamp(boot: raw.boot, bootMS: raw.bootMS, wallMS: wallMS, clock: .corrected)
            }
        }
        let earliest = max(madeMS, floor?.ms(at: raw) ?? 0)
        guard raw.wallMS < earliest else { return raw }
        return Timestamp(boot: raw.boot, bootMS: raw.bootMS, wallMS: earliest, clock: .unknown)
    }
}
