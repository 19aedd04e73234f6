import SurveyKit
import TestSupport
import Testing

/// The wall clock in the middle of an interview.
@Suite struct ClockJumpTests {
    /// An interview left alone after its first answer, with the wall clock set after it; when it was given up, ms after
    /// the answer.
    private func givenUp(wallOffsetMS: Int64, asleepMS: Int64 = 0) throws -> (afterMS: Int64, draft: Draft?) {
        var device = SkewedDevice(trueMS: Examples.start.wallMS)
        device.pass(5_000)
        var interview = Interview(
            survey: Examples.branchExit, bundle: nil, abilities: .init(hasContactKey: false), at: device.own)
        device.pass(1_000)
        let id = Examples.responseID(1)
        _ = interview.apply(.answered(.score(1)), at: device.own, newID: id)
        let answered = device.own.bootMS
        device.setWall(offsetMS: wallOffsetMS)
        device.pass(asleepMS)
        var draft: Draft?
        for _ in 0..<100 {
            let deadline = try #require(interview.nextDeadline)
            // Before its moment nothing happens, whatever the wall clock says.
            if deadline - 1 > device.own.bootMS {
                device.pass(deadline - 1 - device.own.bootMS)
                #expect(interview.apply(.timePassed, at: device.own, newID: id) == [])
            }
            device.pass(max(0, deadline - device.own.bootMS))
            draft = interview.draft ?? draft
            let effects = interview.apply(.timePassed, at: device.own, newID: id)
            if effects.contains(.seal(id)) { return (device.own.bootMS - answered, draft) }
        }
        return (-1, draft)
    }

    @Test(
        "T1: a wall clock that jumps ten years in the middle of an interview neither ends it nor holds it",
        arguments: [-1, 1])
    func jump(sign: Int64) throws {
        let still = try givenUp(wallOffsetMS: 0)
        let jumped = try givenUp(wallOffsetMS: sign * SkewedDevice.decadeMS)
        #expect(still.afterMS == Int64(Examples.branchExit.timing.idle))
        #expect(jumped.afterMS == still.afterMS)
        #expect(jumped.draft?.started == still.draft?.started)
        #expect(jumped.draft?.durations == still.draft?.durations)
    }

    @Test("T1: a device that slept gives the customer up at once, and keeps the answer")
    func asleep() throws {
        let slept = try givenUp(wallOffsetMS: 0, asleepMS: 8 * 3_600_000)
        #expect(slept.afterMS == 8 * 3_600_000)
        #expect(slept.draft?.answers == ["visit": .score(1)])
    }
}
