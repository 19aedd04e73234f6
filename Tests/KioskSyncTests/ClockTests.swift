import Foundation
import Glibc
import KioskStore
import SurveyKit
import Synchronization
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

/// The sync lane and the clocks.
struct ClockTests {
    /// The moments, ms since boot, at which a lane without a collector tries, with a wall clock that is set in between.
    private func tries(_ offsetsMS: [Int64]) throws -> [Int64] {
        let lane = try Lane()
        lane.collector.failing { _ in .failure(.timedOut) }
        try lane.seal(1)
        var moments: [Int64] = []
        for offset in offsetsMS {
            lane.clock.setWall(by: offset)
            let end = lane.clock.now().bootMS + 900_000
            while lane.clock.now().bootMS < end {
                let before = lane.collector.now.requests.count
                let until = lane.engine.step()
                if lane.collector.now.requests.count > before { moments.append(lane.clock.now().bootMS) }
                if let until { lane.clock.wait(untilMS: min(until, end)) }
            }
        }
        return moments
    }

    @Test("T1: a wall clock that jumps ten years during a backoff neither fires nor freezes it")
    func backoff() throws {
        let still = try tries([0, 0, 0, 0])
        let decade = SkewedDevice.decadeMS
        #expect(still.count > 4)
        #expect(try tries([decade, -2 * decade, 3 * decade, -decade]) == still)
    }

    @Test("T1: after a sleep the lane tries at once, and once")
    func asleep() throws {
        let lane = try Lane()
        lane.collector.failing { _ in .failure(.timedOut) }
        try lane.seal(1)
        try lane.run(forMS: 4_000_000)
        let tried = lane.collector.now.requests.count
        lane.clock.advance(by: 8 * 3_600_000)
        lane.collector.failing { _ in .none }
        try lane.run(forMS: 1_000)
        #expect(lane.collector.now.lines.count == 1)
        #expect(lane.collector.now.requests.count == tried + 2)
    }

    @Test func `the first answer of a boot is kept and told with the check-in, and then none for six hours`() throws {
        let lane = try Lane()
        try lane.seal(2)
        try lane.run(forMS: 3_600_000)
        let told = lane.collector.now.checkins.map { $0.heard?.count ?? 0 }
        #expect(told.count > 50)
        #expect(told.reduce(0, +) == 1)
        let seen = try #require(lane.collector.now.checkins.compactMap(\.heard).first?.first)
        // The answer to the batch, which the fake line takes 20 ms for.
        #expect(
            seen
                == ClockObservation(
                    boot: Examples.start.boot, bootMS: 1_000_000, serverMS: 1_760_000_000_000, rttMS: 20, seq: 2))
        try lane.run(forMS: 23 * 3_600_000)
        #expect(lane.collector.now.checkins.compactMap(\.heard).joined().count == 4)
    }

    @Test func `an observation whose check-in was not answered is told again`() throws {
        let lane = try Lane()
        lane.collector.failing { $0.url.hasSuffix(Wire.Path.checkin) ? .answerLost : .none }
        try lane.seal(1)
        try lane.run(forMS: 600_000)
        let lost = lane.collector.now.checkins
        #expect(lost.count > 2)
        #expect(lost.allSatisfy { $0.heard?.count == 1 })
        lane.collector.failing { _ in .none }
        try lane.run(forMS: 1_800_000)
        let heard = lane.collector.now.checkins[lost.count...].map { $0.heard?.count ?? 0 }
        #expect(heard.first == 1)
        #expect(heard.dropFirst().allSatisfy { $0 == 0 })
    }

    @Test func `a collector that was restored is told everything again`() throws {
        let lane = try Lane()
        try lane.seal(1)
        try lane.run(forMS: 7 * 3_600_000)
        #expect(try lane.store.untoldTimes(atMost: 9) == [])
        lane.collector.change { $0.epoch = "e2" }
        let before = lane.collector.now.checkins.count
        try lane.run(forMS: 300_000)
        #expect(lane.collector.now.checkins[before...].compactMap(\.heard).map(\.count) == [2])
    }

    @Test func `a slow first answer is followed by one that is much better`() throws {
        var listening = ClockListening()
        let boot = Examples.start
        func seen(_ t: Int64, _ rtt: Int64) -> ClockObservation {
            ClockObservation(boot: boot.boot, bootMS: t, serverMS: 5, rttMS: rtt, seq: 0)
        }
        #expect(listening.isDue(at: boot) && listening.isWorthKeeping(seen(0, 40_000)))
        listening.kept(seen(0, 40_000))
        #expect(listening.isDue(at: boot))
        #expect(!listening.isWorthKeeping(seen(9, 30_000)))
        #expect(listening.isWorthKeeping(seen(9, 1_000)))
        listening.kept(seen(9, 1_000))
        #expect(!listening.isDue(at: Timestamp(boot: boot.boot, bootMS: 60_000, wallMS: 0, clock: .unknown)))
        #expect(listening.isDue(at: Timestamp(boot: "another", bootMS: 60_000, wallMS: 0, clock: .unknown)))
        #expect(!listening.isDue(at: Timestamp(boot: "unknown", bootMS: 60_000, wallMS: 0, clock: .unknown)))
    }

    @Test(arguments: ["", "x", "-5", "99999999999999999999", "1e9", "9223372036854775807"])
    func `a collector's time that can't be is not heard`(text: String) throws {
        let lane = try Lane()
        lane.collector.failing { _ in
            .changed { answer in
                HTTPResponse(
                    status: answer.status, headers: answer.headers.merging(["smilepost-time": text]) { $1 },
                    body: answer.body)
            }
        }
        try lane.seal(1)
        try lane.run(forMS: 600_000)
        #expect(try lane.books.delivered == 1)
        #expect(lane.clock.heard == [])
        #expect(try lane.store.lastServerMS() == nil)
    }

    @Test func `a portal's time is not heard`() throws {
        let lane = try Lane()
        lane.collector.failing { _ in
            .answer(FakeCollector.response(200, headers: ["smilepost-collector": "somebody"]))
        }
        try lane.seal(1)
        try lane.run(forMS: 600_000)
        #expect(lane.clock.heard == [])
    }

    @Test func `the boot timer is readable when its moment comes, and not when it was taken back`() {
        let timer = BootTimer()
        #expect(timer.descriptor >= 0)
        var moment = timespec()
        clock_gettime(CLOCK_BOOTTIME, &moment)
        let now = Int64(moment.tv_sec) * 1_000 + Int64(moment.tv_nsec) / 1_000_000
        var entry = pollfd(fd: timer.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(timer.set(untilMS: now + 3_600_000, nowMS: now) == -1)
        #expect(poll(&entry, 1, 0) == 0)
        #expect(timer.set(untilMS: now + 5, nowMS: now) == -1)
        #expect(poll(&entry, 1, 60_000) == 1)
        // A moment that has passed, as after a sleep.
        #expect(timer.set(untilMS: -7, nowMS: now) == -1)
        #expect(poll(&entry, 1, 60_000) == 1)
        #expect(timer.set(untilMS: nil, nowMS: now) == -1)
        #expect(poll(&entry, 1, 0) == 0)
    }
}
