package import SurveyKit

/// A device whose clocks go wrong in every way, beside the true time, which a test moves.
package struct SkewedDevice: Sendable {
    /// The true time, ms since 1970.
    package private(set) var trueMS: Int64
    package private(set) var boots = 0
    private var bootedMS: Int64
    /// How fast its crystal is, in millionths too much.
    private var ratePPM: Int64
    /// How far the wall clock is off; what NTP holds is off by nothing.
    private var wallOffsetMS: Int64
    private var isSynchronised = false

    /// Ten years, ms.
    package static let decadeMS: Int64 = 315_576_000_000

    package init(trueMS: Int64, ratePPM: Int64 = 0, wallOffsetMS: Int64 = 0) {
        self.trueMS = trueMS
        bootedMS = trueMS
        self.ratePPM = ratePPM
        self.wallOffsetMS = wallOffsetMS
    }

    /// What its own clocks say.
    package var own: Timestamp {
        let passed = trueMS - bootedMS
        return Timestamp(
            boot: "5f0c9c0e-0000-4000-8000-\(boots)", bootMS: passed + passed * ratePPM / 1_000_000,
            wallMS: trueMS + wallOffsetMS, clock: isSynchronised ? .synchronised : .unknown)
    }

    /// Time passes, running or asleep: the boot clock counts both.
    package mutating func pass(_ ms: Int64) { trueMS += ms }

    /// Off for a while; then another boot, with a wall clock that is off by this much.
    package mutating func reboot(offMS: Int64, wallOffsetMS: Int64, ratePPM: Int64) {
        trueMS += offMS
        bootedMS = trueMS
        boots += 1
        self.wallOffsetMS = wallOffsetMS
        self.ratePPM = ratePPM
        isSynchronised = false
    }

    /// Off for a while; then another boot at 1970, as without a battery clock.
    package mutating func rebootWithoutClock(offMS: Int64) {
        reboot(offMS: offMS, wallOffsetMS: -(trueMS + offMS), ratePPM: ratePPM)
    }

    /// Somebody sets the wall clock; the kernel takes back its word that NTP holds it.
    package mutating func setWall(offsetMS: Int64) {
        wallOffsetMS = offsetMS
        isSynchronised = false
    }

    /// NTP sets the wall clock right and holds it.
    package mutating func synchronise() {
        wallOffsetMS = 0
        isSynchronised = true
    }
}
