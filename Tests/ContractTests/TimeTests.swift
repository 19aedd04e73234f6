import CollectorStore
import Foundation
import KioskStore
import SurveyKit
import Synchronization
import TestSupport
import Testing
import Transport
import WireProtocol

@testable import KioskSync

/// The kiosk's whole sync lane and the whole collector, on clocks that a test sets wrong.
@Suite(.timeLimit(.minutes(10)))
struct TimeTests {
    @Test("T1: ten years off mid-interview, during a backoff and between boots: all arrive once, at their true time")
    func everyJump() async throws {
        let bench = try await SkewedBench()
        try await bench.run { lane in
            // Before anything was heard, ten years ahead, in the middle of an interview.
            try lane.interview { $0.setWall(offsetMS: SkewedDevice.decadeMS) }
            lane.steps(untilPassed: 60_000)
            // Offline, ten years back while the lane backs off.
            lane.isOffline = true
            for _ in 0..<5 {
                try lane.interview()
                lane.change { $0.setWall(offsetMS: -SkewedDevice.decadeMS) }
                lane.steps(untilPassed: 400_000)
            }
            // A boot at 1970 that never hears anything, then one ten years ahead that does.
            lane.change { $0.rebootWithoutClock(offMS: 3_600_000) }
            lane.restart()
            try lane.interview()
            lane.steps(untilPassed: 400_000)
            lane.change { $0.reboot(offMS: 60_000, wallOffsetMS: SkewedDevice.decadeMS, ratePPM: 300) }
            lane.restart()
            try lane.interview()
            lane.isOffline = false
            lane.steps(untilPassed: 1_800_000)
            // Asleep for two days.
            lane.change { $0.pass(172_800_000) }
            try lane.interview()
            lane.steps(untilPassed: 600_000)
        }
        let (rows, given) = try await bench.outcome()
        #expect(rows.count == 9)
        #expect(Set(rows.map(\.id)) == Set(given.keys))
        for row in rows {
            let truth = try #require(given[row.id])
            let err = try #require(row.occurredErrMS, "an observation before and one after hold every one of them")
            #expect(abs(row.occurredMS - truth) <= err)
        }
        // Only the boot that heard nothing is unsure: it lies between the outage's begin and end.
        #expect(
            rows.map(\.time) == [
                .certain, .certain, .certain, .certain, .certain, .certain, .uncertain, .certain, .certain,
            ])
    }

    @Test(
        "T1: over random clocks nothing is lost or doubled, and each time is within its error or flagged",
        arguments: 0..<4)
    func randomClocks(seed: Int) async throws {
        let bench = try await SkewedBench()
        try await bench.run { lane in
            var generator = SeededGenerator(seed: UInt64(seed))
            func draw(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &generator) }
            for _ in 0..<40 {
                switch draw(0...9) {
                case 0...3: try lane.interview()
                case 4: lane.isOffline.toggle()
                case 5: lane.change { $0.setWall(offsetMS: draw(-SkewedDevice.decadeMS...SkewedDevice.decadeMS)) }
                case 6: lane.change { $0.synchronise() }
                case 7:
                    lane.change { $0.rebootWithoutClock(offMS: draw(0...80_000_000)) }
                    lane.restart()
                case 8:
                    lane.change {
                        $0.reboot(
                            offMS: draw(0...80_000_000), wallOffsetMS: draw(-900_000_000...900_000_000),
                            ratePPM: draw(-400...400))
                    }
                    lane.restart()
                default: break
                }
                lane.steps(untilPassed: draw(0...900_000))
            }
            lane.isOffline = false
            lane.steps(untilPassed: 3_600_000)
        }
        let (rows, given) = try await bench.outcome()
        #expect(Set(rows.map(\.id)) == Set(given.keys))
        #expect(rows.count == given.count)
        for row in rows {
            let truth = try #require(given[row.id])
            if let err = row.occurredErrMS { #expect(abs(row.occurredMS - truth) <= err, "\(row)") }
        }
    }
}

/// A true time, a kiosk's device on it, a collector that reads it.
private final class SkewedBench: Sendable {
    private let clock: SkewedClock
    private let collector: LiveCollector
    private let lane: Mutex<SkewedLane>

    init() async throws {
        let clock = SkewedClock(trueMS: 1_800_000_000_000)
        self.clock = clock
        collector = try await LiveCollector.start(now: { clock.trueMS })
        #expect(try await collector.publish(try Publisher().publication(3...3)).status == 201)
        let kiosk = try LiveKiosk(at: collector.url)
        let enrolment = try await kiosk.enrolOnly(token: try await collector.enrolToken())
        lane = Mutex(SkewedLane(kiosk: kiosk, enrolment: enrolment, clock: clock))
    }

    /// Runs on a thread of its own: the exchanges wait for the collector.
    func run(_ body: @escaping @Sendable (SkewedLane) throws -> Void) async throws {
        try await onThread { [self] in try lane.withLock { try body($0) } }
    }

    /// Everything at the collector, by sequence number, and when each was truly begun.
    func outcome() async throws -> ([ApiResponse], [ResponseID: Int64]) {
        let rows = try await collector.store.responses(in: .all, limit: 10_000).rows.sorted { $0.seq < $1.seq }
        return (rows, lane.withLock { $0.given })
    }
}

/// The device's clocks as the sync lane sees them, set right by what it hears.
private final class SkewedClock: SyncClock {
    private struct State {
        var device: SkewedDevice
        var belief = BelievedTime(madeMS: SkewedClock.made)
    }

    static let made: Int64 = 1_793_491_200_000
    private let state: Mutex<State>

    init(trueMS: Int64) { state = Mutex(State(device: SkewedDevice(trueMS: trueMS, ratePPM: 100))) }

    var trueMS: Int64 { state.withLock { $0.device.trueMS } }
    func change(_ body: (inout SkewedDevice) -> Void) { state.withLock { body(&$0.device) } }
    func now() -> Timestamp { state.withLock { $0.belief.correct($0.device.own) } }
    func hear(_ observation: ClockObservation) { state.withLock { $0.belief.hear(observation) } }
    func wait(untilMS: Int64) { change { $0.pass(max(0, untilMS - $0.own.bootMS)) } }
    func wake() {}

    /// Another process: what was heard is gone but for what the store has kept.
    func forget(but kept: Int64?) {
        state.withLock {
            $0.belief = BelievedTime(madeMS: Self.made)
            if let kept { $0.belief.wasOnce(kept, at: $0.device.own) }
        }
    }
}

/// The real sync engine and libcurl, with time that passes on the way.
private final class SkewedLane {
    private let kiosk: LiveKiosk
    private let enrolment: Enrolment
    private let clock: SkewedClock
    private let exchange: SlowExchange
    private var engine: SyncEngine
    private(set) var given: [ResponseID: Int64] = [:]

    init(kiosk: LiveKiosk, enrolment: Enrolment, clock: SkewedClock) {
        (self.kiosk, self.enrolment, self.clock) = (kiosk, enrolment, clock)
        exchange = SlowExchange(clock: clock)
        engine = Self.engine(kiosk, enrolment, exchange, clock)
    }

    var isOffline: Bool {
        get { exchange.isOffline }
        set { exchange.isOffline = newValue }
    }

    func change(_ body: (inout SkewedDevice) -> Void) { clock.change(body) }

    /// The program starts anew.
    func restart() {
        clock.forget(but: try? kiosk.store.lastServerMS())
        engine = Self.engine(kiosk, enrolment, exchange, clock)
    }

    /// One interview, in the middle of which `change` happens to the device.
    func interview(_ change: (inout SkewedDevice) -> Void = { _ in }) throws {
        let id = Examples.responseID(given.count)
        given[id] = clock.trueMS
        var draft = Examples.draft(id: id, started: clock.now(), completion: nil)
        try kiosk.store.saveDraft(draft)
        clock.change(change)
        clock.change { $0.pass(9_000) }
        draft.completion = .done
        try kiosk.store.saveDraft(draft)
        try kiosk.store.sealDraft()
        engine.responseSealed()
    }

    /// Lets the lane work for a while.
    func steps(untilPassed ms: Int64) {
        let end = clock.now().bootMS + ms
        while clock.now().bootMS < end {
            if let until = engine.step() { clock.wait(untilMS: min(until, end)) }
        }
    }

    private static func engine(
        _ kiosk: LiveKiosk, _ enrolment: Enrolment, _ exchange: SlowExchange, _ clock: SkewedClock
    ) -> SyncEngine {
        SyncEngine(
            store: kiosk.store, settings: LiveKiosk.settings(kiosk.url), enrolment: enrolment, exchange: exchange,
            clock: clock, logger: silentLogger, random: { 0.5 }, notify: { _ in })
    }
}

/// libcurl, on a line where each way takes time.
private final class SlowExchange: HTTPExchange {
    private let curl = CurlExchange(options: TransportOptions(userAgent: LiveKiosk.app))
    private let clock: SkewedClock
    var isOffline = false

    init(clock: SkewedClock) { self.clock = clock }

    func send(_ request: HTTPRequest) throws(HTTPFailure) -> HTTPResponse {
        clock.change { $0.pass(35) }
        guard !isOffline else { throw HTTPFailure(kind: .timedOut, message: "The line is cut.") }
        let response = try curl.send(request)
        clock.change { $0.pass(15) }
        return response
    }

    func endSession() { curl.endSession() }
}
