import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// Kiosks whose clocks go wrong in every way, against the true time.
@Suite struct SkewedClockTests {
    @Test(
        "T1: over random boots, offsets, drifts and outages each response is within its stated error, or flagged",
        arguments: 0..<24)
    func randomClocks(seed: Int) async throws {
        let centre = try await Centre()
        var kiosk = SkewedKiosk(seed: UInt64(seed))
        for _ in 0..<60 { try await kiosk.step(centre) }
        try await kiosk.finish(centre)

        let rows = try await centre.store.responses(in: .all, limit: 10_000).rows
        #expect(rows.count == kiosk.given.count)
        #expect(Set(rows.map(\.id)) == Set(kiosk.given.keys))
        for row in rows {
            let truth = try #require(kiosk.given[row.id])
            #expect(row.receivedMS == kiosk.received[row.id], "the receipt is the collector's and stays")
            #expect(row.occurredMS <= row.receivedMS)
            if let err = row.occurredErrMS { #expect(abs(row.occurredMS - truth.ms) <= err, "\(truth) \(row)") }
            #expect((row.time == .certain) == (row.occurredErrMS.map { $0 <= 900_000 } ?? false))
            // Whatever else went wrong: a boot that heard the collector is known to drift and one slow answer.
            if kiosk.heardBoots.contains(truth.boot) { #expect(row.time == .certain, "\(truth) \(row)") }
        }
    }

    @Test func `the random clocks are wrong enough to matter`() async throws {
        var (certain, uncertain, boots, improved) = (0, 0, 0, 0)
        for seed in 0..<6 {
            let centre = try await Centre()
            var kiosk = SkewedKiosk(seed: UInt64(seed))
            for _ in 0..<60 { try await kiosk.step(centre) }
            let before = try await centre.store.responses(in: .all, limit: 10_000).rows.count { $0.time == .uncertain }
            try await kiosk.finish(centre)
            let rows = try await centre.store.responses(in: .all, limit: 10_000).rows
            certain += rows.count { $0.time == .certain }
            uncertain += rows.count { $0.time == .uncertain }
            improved += before
            boots += Set(kiosk.given.values.map(\.boot)).count
        }
        #expect(certain > 40 && uncertain > 5 && boots > 20 && improved > 0)
    }
}

/// A kiosk with a skewed device: it takes interviews, and sends and checks in as a kiosk does.
private struct SkewedKiosk {
    struct Given {
        let ms: Int64
        let boot: String
    }

    private var generator: SeededGenerator
    private var device: SkewedDevice
    private var belief = BelievedTime(madeMS: Centre.now - 40 * 86_400_000)
    private var kept: Int64?
    private var lines: [SealedLine] = []
    private var pending: [SealedLine] = []
    private var untold: [ClockObservation] = []
    /// When each response was truly begun.
    private(set) var given: [ResponseID: Given] = [:]
    /// When each was first received.
    private(set) var received: [ResponseID: Int64] = [:]
    /// Boots of which an observation was kept.
    private(set) var heardBoots: Set<String> = []

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        let rate = Int64.random(in: -400...400, using: &generator)
        device = SkewedDevice(trueMS: Centre.now, ratePPM: rate)
    }

    private mutating func draw(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &generator) }
    private var now: Timestamp { belief.correct(device.own) }
    private var created: Int { lines.count }

    mutating func step(_ centre: Centre) async throws {
        switch draw(0...19) {
        case 0...7: try interview()
        case 8...9: try await send(centre, isAnswered: draw(0...3) > 0)
        case 10...11: try await checkIn(centre, isAnswered: draw(0...3) > 0)
        case 12: device.setWall(offsetMS: [-1, 1][Int(draw(0...1))] * SkewedDevice.decadeMS)
        case 13: device.setWall(offsetMS: draw(-86_400_000...86_400_000))
        case 14: device.synchronise()
        case 15...16: device.pass(draw(0...36_000_000))
        case 17: device.pass(draw(0...300_000_000))
        default: reboot()
        }
    }

    private mutating func reboot() {
        let off = draw(0...90_000_000)
        if draw(0...1) == 0 {
            device.rebootWithoutClock(offMS: off)
        } else {
            let offset = draw(-SkewedDevice.decadeMS...SkewedDevice.decadeMS)
            device.reboot(offMS: off, wallOffsetMS: offset, ratePPM: draw(-400...400))
        }
        belief = BelievedTime(madeMS: Centre.now - 40 * 86_400_000)
        if let kept { belief.wasOnce(kept, at: device.own) }
    }

    private mutating func interview() throws {
        let started = now
        let id = Examples.responseID(created + 1)
        given[id] = Given(ms: device.trueMS, boot: started.boot)
        device.pass(draw(1_000...40_000))
        let line = try SealedLine(
            sealing: Examples.draft(id: id, started: started), queue: Centre.queue, seq: Int64(created + 1),
            prev: lines.last?.sha256 ?? SealedLine.genesis(of: Centre.queue))
        lines.append(line)
        pending.append(line)
        device.pass(draw(0...600_000))
    }

    /// One exchange: `work` is done at the collector, and the answer may not come back.
    private mutating func exchange(
        isAnswered: Bool, _ work: (Timestamp, Int64) async throws -> Void
    ) async throws {
        let (sent, sealed) = (now, Int64(created))
        device.pass(draw(0...9) == 0 ? draw(0...25_000) : draw(1...300))
        let serverMS = device.trueMS
        try await work(sent, serverMS)
        device.pass(draw(0...9) == 0 ? draw(0...25_000) : draw(1...300))
        guard isAnswered else { return }
        let seen = ClockObservation(
            boot: sent.boot, bootMS: sent.bootMS, serverMS: serverMS, rttMS: device.own.bootMS - sent.bootMS,
            seq: sealed)
        belief.hear(seen)
        if heardBoots.insert(sent.boot).inserted || draw(0...5) == 0 {
            untold.append(seen)
            kept = serverMS
        }
    }

    private mutating func send(_ centre: Centre, isAnswered: Bool) async throws {
        // Not always in order: a line may be held back.
        let batch = pending.filter { _ in draw(0...4) > 0 }
        guard !batch.isEmpty else { return }
        var first: [ResponseID: Int64] = [:]
        try await exchange(isAnswered: isAnswered) { sent, serverMS in
            _ = try await centre.ingest(batch.map(\.bytes), at: serverMS, sent: sent)
            for line in batch { first[line.id] = serverMS }
        }
        received.merge(first) { known, _ in known }
        guard isAnswered else { return }
        let sent = Set(batch.map(\.id))
        pending.removeAll { sent.contains($0.id) }
    }

    private mutating func checkIn(_ centre: Centre, isAnswered: Bool) async throws {
        let told = Array(untold.prefix(CheckinRequest.maximumHeard))
        let books = Centre.books(created: Int64(created), pending: Int64(pending.count), head: lines.last?.sha256)
        let request = CheckinRequest(
            app: books.app, queue: books.queue, survey: nil, manifest: 1, clock: now.clock, refused: [],
            heard: told.isEmpty ? nil : told)
        try await exchange(isAnswered: isAnswered) { _, serverMS in
            _ = try await centre.checkIn(request, at: serverMS)
        }
        if isAnswered { untold.removeFirst(told.count) }
    }

    /// The line holds at last: everything arrives, everything is told.
    mutating func finish(_ centre: Centre) async throws {
        while !pending.isEmpty { try await send(centre, isAnswered: true) }
        for _ in 0..<3 { try await checkIn(centre, isAnswered: true) }
    }
}
