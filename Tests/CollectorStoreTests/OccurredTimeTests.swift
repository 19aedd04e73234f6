import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// When a response was given, and how sure that is.
@Suite struct OccurredTimeTests {
    private static let received: Int64 = 1_763_800_000_000
    private static let hour: Int64 = 3_600_000

    private func line(
        boot: String = "boot-a", t: Int64, wall: Int64 = 0, clock: ClockState = .unknown
    ) throws -> ResponseLine {
        let started = Timestamp(boot: boot, bootMS: t, wallMS: wall, clock: clock)
        let sealed = try SealedLine(
            sealing: Examples.draft(id: Examples.responseID(1), started: started), queue: Examples.queueID(), seq: 9,
            prev: SealedLine.genesis(of: Examples.queueID()))
        return try JSONDecoder().decode(ResponseLine.self, from: sealed.bytes)
    }

    private func sent(_ bootMS: Int64, boot: String = "boot-a") -> Timestamp {
        Timestamp(boot: boot, bootMS: bootMS, wallMS: 0, clock: .unknown)
    }

    private func seen(_ bootMS: Int64, at serverMS: Int64, rtt: Int64 = 100, boot: String = "boot-a")
        -> ClockObservation
    { ClockObservation(boot: boot, bootMS: bootMS, serverMS: serverMS, rttMS: rtt, seq: 0) }

    @Test func `in the boot of the attempt it is that much before the receipt, and a minute at most before that`()
        throws
    {
        let evidence = TimeEvidence(attempt: sent(50_000), receivedMS: Self.received)
        let time = evidence.occurred(try line(t: 10_000))
        #expect(time.ms == Self.received - 40_000)
        #expect(time.errMS == 60_022)
        #expect(time.isCertain && time.isOpen)
    }

    @Test func `an observation of the boot makes it exact to its round trip and to drift`() throws {
        var evidence = TimeEvidence(attempt: sent(50_000), receivedMS: Self.received)
        evidence.inBoot = [seen(20_000, at: Self.received - 30_050)]
        let time = evidence.occurred(try line(t: 10_000))
        #expect(abs(time.ms - (Self.received - 40_050)) <= 60)
        #expect((time.errMS ?? .max) <= 120)
        #expect(!time.isOpen)
    }

    @Test func `an observation serves lines that come in a later boot`() throws {
        var evidence = TimeEvidence(attempt: sent(1_000, boot: "boot-b"), receivedMS: Self.received)
        evidence.inBoot = [seen(20_000, at: Self.received - 50 * Self.hour)]
        let time = evidence.occurred(try line(t: 20_000 + 2 * Self.hour, wall: 5))
        #expect(abs(time.ms - (Self.received - 48 * Self.hour)) <= 60)
        // Half a round trip and 500 millionths of two hours.
        #expect((3_600...3_800).contains(time.errMS ?? 0))
    }

    @Test func `between two observations the wall clock is the guess, held to them`() throws {
        var evidence = TimeEvidence(receivedMS: Self.received)
        let (before, after) = (Self.received - 3 * Self.hour, Self.received - Self.hour)
        evidence.before = seen(0, at: before, rtt: 500, boot: "boot-0")
        evidence.after = seen(0, at: after, boot: "boot-2")
        let inside = evidence.occurred(try line(t: 1, wall: after - 60_000))
        #expect(inside == OccurredTime(ms: after - 60_000, errMS: 2 * Self.hour - 60_000 + 500))
        #expect(!inside.isCertain && inside.isOpen)
        for wall in [0, Int64.min, before - SkewedDevice.decadeMS] {
            #expect(evidence.occurred(try line(t: 1, wall: wall)).ms == before - 500)
        }
        for wall in [Int64.max, after + SkewedDevice.decadeMS] {
            #expect(evidence.occurred(try line(t: 1, wall: wall)).ms == after)
        }
    }

    @Test func `a clock that vouches for itself is believed inside the bounds, and not outside`() throws {
        var evidence = TimeEvidence(receivedMS: Self.received)
        evidence.before = seen(0, at: Self.received - 9 * Self.hour, boot: "boot-0")
        let right = Self.received - 4 * Self.hour
        #expect(
            evidence.occurred(try line(t: 1, wall: right, clock: .synchronised))
                == OccurredTime(ms: right, errMS: 16_000))
        #expect(
            evidence.occurred(try line(t: 1, wall: right, clock: .corrected))
                == OccurredTime(ms: right, errMS: 900_000))
        let wrong = evidence.occurred(try line(t: 1, wall: right - SkewedDevice.decadeMS, clock: .synchronised))
        #expect(!wrong.isCertain)
        #expect((wrong.errMS ?? 0) >= 9 * Self.hour)
    }

    @Test func `with nothing to hold it a wall clock that vouches for nothing has no bound`() throws {
        let evidence = TimeEvidence(receivedMS: Self.received)
        #expect(evidence.occurred(try line(t: 1, wall: 77)) == OccurredTime(ms: 77, errMS: nil))
        #expect(evidence.occurred(try line(t: 1, wall: .max)) == OccurredTime(ms: Self.received, errMS: nil))
    }

    @Test func `a device that can't tell its boots apart has none`() throws {
        var evidence = TimeEvidence(attempt: sent(9, boot: "unknown"), receivedMS: Self.received)
        evidence.inBoot = [seen(3, at: 5, boot: "unknown")]
        #expect(evidence.occurred(try line(boot: "unknown", t: 3, wall: 77)).errMS == nil)
    }

    @Test func `where the collector's own clock was set, the doubt is as large as the step`() throws {
        var evidence = TimeEvidence(attempt: sent(3 * Self.hour), receivedMS: Self.received)
        evidence.inBoot = [seen(0, at: Self.received - 27 * Self.hour)]
        let time = evidence.occurred(try line(t: Self.hour))
        let honest = [Self.received - 2 * Self.hour, Self.received - 26 * Self.hour]
        for truth in honest { #expect(abs(time.ms - truth) <= time.errMS ?? 0) }
        #expect(!time.isCertain)
    }

    @Test func `what the boot clock said at the receipt is not given up for a wall clock that vouches for itself`()
        throws
    {
        let known = TimeEvidence(attempt: sent(50_000), receivedMS: Self.received).occurred(try line(t: 10_000))
        let wall = Self.received - 60 * Self.hour
        let later = TimeEvidence(receivedMS: Self.received)
            .occurred(try line(t: 10_000, wall: wall, clock: .synchronised))
        #expect(later.errMS == 16_000)
        #expect(known.improved(by: later) == known)
        var exact = TimeEvidence(receivedMS: Self.received)
        exact.inBoot = [seen(20_000, at: Self.received - 90 * Self.hour)]
        #expect(known.improved(by: exact.occurred(try line(t: 10_000))) == exact.occurred(try line(t: 10_000)))
    }

    @Test(arguments: 0..<200)
    func `no number, however wild, traps`(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let edges: [Int64] = [0, 1, -1, .min, .max, Self.received, 1 << 53, ClockObservation.latestMS]
        func wild(_ generator: inout SeededGenerator) -> Int64 {
            let edge = edges[Int.random(in: 0..<edges.count, using: &generator)]
            return edge &+ Int64.random(in: -2...2, using: &generator)
        }
        var evidence = TimeEvidence(
            attempt: sent(wild(&generator)), receivedMS: max(0, min(Self.received, wild(&generator))))
        evidence.inBoot = [seen(wild(&generator), at: wild(&generator), rtt: wild(&generator))].filter(\.isPlausible)
        evidence.before = [seen(wild(&generator), at: wild(&generator))].first(where: \.isPlausible)
        evidence.after = [seen(wild(&generator), at: wild(&generator))].first(where: \.isPlausible)
        let state = ClockState(rawValue: Int.random(in: 0...3, using: &generator)) ?? .unknown
        let time = evidence.occurred(try line(t: wild(&generator), wall: wild(&generator), clock: state))
        #expect(time.ms >= 0 && time.ms <= evidence.receivedMS)
        #expect((time.errMS ?? 0) >= 0)
    }
}
