import SurveyKit
import TestSupport
import Testing

/// What a device takes for the time, whatever its wall clock says.
@Suite struct BelievedTimeTests {
    private static let made: Int64 = 1_793_491_200_000
    private static let hour: Int64 = 3_600_000

    private var device = SkewedDevice(trueMS: BelievedTimeTests.made + 40 * 86_400_000)
    private var belief = BelievedTime(madeMS: BelievedTimeTests.made)

    private var believed: Timestamp { belief.correct(device.own) }

    /// An answer of the collector, `ms` after its request.
    private mutating func hear(afterMS ms: Int64 = 40) {
        let sent = device.own
        device.pass(ms / 2)
        let serverMS = device.trueMS
        device.pass(ms - ms / 2)
        belief.hear(
            ClockObservation(
                boot: sent.boot, bootMS: sent.bootMS, serverMS: serverMS, rttMS: device.own.bootMS - sent.bootMS, seq: 0
            ))
    }

    @Test("T1: a boot at 1970 believes no time before the program was made, and says that it does not know")
    mutating func bootAt1970() {
        device.rebootWithoutClock(offMS: 0)
        #expect(device.own.wallMS == 0)
        #expect(believed.wallMS == Self.made)
        #expect(believed.clock == .unknown)
        #expect(believed.bootMS == device.own.bootMS)
    }

    @Test("T1: a boot at 1970 goes on from the last time that was heard, and counts")
    mutating func bootAt1970WithMemory() {
        let kept = device.trueMS
        device.rebootWithoutClock(offMS: Self.hour)
        belief.wasOnce(kept, at: device.own)
        #expect(believed.wallMS == kept)
        device.pass(Self.hour)
        #expect(believed.wallMS == kept + Self.hour)
        #expect(believed.clock == .unknown)
    }

    @Test("T1: once the collector was heard its time counts, through jumps of ten years either way")
    mutating func jumpsAfterHearing() {
        for offset in [0, SkewedDevice.decadeMS, -SkewedDevice.decadeMS] {
            device.setWall(offsetMS: offset)
            hear()
            device.setWall(offsetMS: -offset)
            device.pass(5 * Self.hour)
            #expect(abs(believed.wallMS - device.trueMS) <= 20)
            #expect(believed.clock == .corrected)
        }
    }

    @Test func `what NTP holds is believed over everything`() {
        var (device, belief) = (device, belief)
        belief.wasOnce(device.trueMS + SkewedDevice.decadeMS, at: device.own)
        device.synchronise()
        #expect(belief.correct(device.own) == device.own)
    }

    @Test mutating func `what was heard in another boot is a floor only`() {
        hear()
        let kept = device.trueMS
        belief.wasOnce(kept, at: device.own)
        device.reboot(offMS: Self.hour, wallOffsetMS: -2 * Self.hour, ratePPM: 0)
        #expect(believed.wallMS == kept)
        #expect(believed.clock == .unknown)
        device.setWall(offsetMS: SkewedDevice.decadeMS)
        #expect(believed.wallMS == device.own.wallMS)
    }

    @Test mutating func `a slow answer does not replace a prompt one until drift is worse than it`() {
        device.setWall(offsetMS: Self.hour)
        hear(afterMS: 40)
        hear(afterMS: 30_000)
        #expect(abs(believed.wallMS - device.trueMS) <= 20)
        // At 500 millionths a day is 43 s.
        device.pass(24 * Self.hour)
        hear(afterMS: 30_000)
        #expect(abs(believed.wallMS - device.trueMS) <= 15_000)
    }

    @Test mutating func `heard too long ago it is forgotten, since clocks drift`() {
        device.setWall(offsetMS: -Self.hour)
        hear()
        device.pass(20 * 24 * Self.hour - Self.hour)
        #expect(believed.clock == .corrected)
        device.pass(2 * Self.hour)
        #expect(believed.clock == .unknown)
    }

    @Test(arguments: [-1, Int64.max, Int64.min])
    func `an impossible time is not taken`(ms: Int64) {
        var belief = belief
        belief.wasOnce(ms, at: device.own)
        let boot = device.own.boot
        belief.hear(ClockObservation(boot: boot, bootMS: 0, serverMS: ms, rttMS: 0, seq: 0))
        belief.hear(ClockObservation(boot: boot, bootMS: ms, serverMS: 5, rttMS: 0, seq: 0))
        belief.hear(ClockObservation(boot: boot, bootMS: 0, serverMS: 5, rttMS: ms, seq: 0))
        #expect(belief.correct(device.own) == device.own)
    }
}
