import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

/// Long outages under a clock that the test moves: nothing is dropped, and the line is left in peace.
struct OutageTests {
    private static let hourMS: Int64 = 3_600_000

    /// Lets the lane work for so many hours with a few answers in each; gives the requests of the busiest hour.
    private func work(_ lane: Lane, hours: Int, perHour: Int = 2) throws -> Int {
        var busiest = 0
        for _ in 0..<hours {
            let before = lane.collector.now.requests.count
            try lane.seal(perHour)
            try lane.run(forMS: Self.hourMS)
            busiest = max(busiest, lane.collector.now.requests.count - before)
            #expect(try lane.books.isBalanced)
        }
        return busiest
    }

    private func expectAllDelivered(_ lane: Lane) throws {
        let count = Int64(lane.sealed.count)
        let books = try lane.books
        #expect([books.created, books.delivered, books.pending, books.dead, books.lost] == [count, count, 0, 0, 0])
        #expect(lane.collector.now.lines.count == lane.sealed.count)
    }

    @Test(
        "N13: a week of 401, 403 or 404 drops nothing, asks rarely, and drains afterwards", arguments: [401, 403, 404])
    func week(status: Int) throws {
        let lane = try Lane()
        let codes: [Int: Problem.Code] = [401: .credentialUnknown, 403: .forbidden, 404: .notFound]
        let code = try #require(codes[status])
        lane.collector.failing { _ in .answer(FakeCollector.problem(code, status)) }
        let busiest = try work(lane, hours: 7 * 24)
        #expect(busiest <= 20, "requests in the busiest hour")
        #expect(try lane.books.pending == Int64(lane.sealed.count))
        #expect(try lane.books.dead == 0)
        lane.collector.failing { _ in .none }
        // The longest wait between two tries, and the drain.
        try lane.run(forMS: Self.hourMS + 60_000)
        try expectAllDelivered(lane)
    }

    @Test(
        "N13: the same when only the address of responses is refused, while check-ins are answered",
        arguments: [403, 404, 500])
    func weekOfResponses(status: Int) throws {
        let lane = try Lane()
        lane.collector.change { $0.nextMS = 600_000 }
        lane.collector.failing {
            $0.url.hasSuffix(Wire.Path.responses) ? .answer(FakeCollector.problem(.notFound, status)) : .none
        }
        let busiest = try work(lane, hours: 7 * 24)
        // Six check-ins an hour are what this collector asks for.
        #expect(busiest <= 60, "requests in the busiest hour")
        #expect(try lane.books.pending == Int64(lane.sealed.count))
        lane.collector.failing { _ in .none }
        // A line that was found alone in the way waits a day at most.
        try lane.run(forMS: 24 * Self.hourMS + 1_800_000)
        try expectAllDelivered(lane)
    }

    @Test(
        "N12: at an unknown limit of a proxy batches shrink, stay so, and a single line over it is isolated",
        arguments: [true, false])
    func unknownLimit(packs: Bool) throws {
        let lane = try Lane(limits: Limits(gzip: packs))
        try lane.run(forMS: 30_000)
        try lane.seal(30)
        try lane.store.saveDraft(Self.long(lane))
        let long = try #require(try lane.store.sealDraft())
        try lane.seal(30)
        lane.collector.failing { request in
            request.body.count > 3_000
                ? .answer(HTTPResponse(status: 413, headers: [:], body: Data("<html>".utf8))) : .none
        }
        try lane.run(forMS: 1_800_000)
        #expect(lane.collector.now.lines.count == 60)
        #expect(try lane.store.pending(maxLines: 100, maxBytes: .max).lines.map(\.seq) == [long.seq])
        #expect(
            lane.engine.status.alarms.contains(
                "Line \(long.seq) can't be sent even alone. It is kept and tried again; the others go on without it."))
        // Learned once: what is sealed later is not tried at the old size.
        let before = lane.collector.requests(to: Wire.Path.responses).count
        try lane.seal(40)
        try lane.run(forMS: 600_000)
        let later = lane.collector.requests(to: Wire.Path.responses).dropFirst(before)
        #expect(later.filter { $0.body.count > 3_000 }.count <= 1, "beside the long line's own try")
        #expect(lane.collector.now.lines.count == 100)
        // The proxy learns too: the line goes with its next try.
        lane.collector.failing { _ in .none }
        try lane.run(forMS: 25 * Self.hourMS)
        #expect(lane.collector.now.lines.count == 101)
        #expect(try lane.books.pending == 0)
    }

    private static func long(_ lane: Lane) -> Draft {
        var generator = SeededGenerator(seed: 5)
        let noise = (0..<600).map { _ in String(UInt64.random(in: 0...UInt64.max, using: &generator), radix: 36) }
        var draft = Examples.draft(id: Examples.responseID(5_000), started: lane.clock.now())
        draft.answers["comment"] = .option(noise.joined())
        return draft
    }

    @Test func `a line that something on the way can't bear is found, and the others are delivered within the hour`()
        throws
    {
        let lane = try Lane()
        try lane.run(forMS: 30_000)
        try lane.seal(99)
        let bad = lane.sealed[37]
        lane.collector.failing { request in
            // As a firewall does that dislikes a word.
            request.body.firstRange(of: Data(bad.id.hex.utf8)) == nil ? .none : .failure(.network)
        }
        try lane.run(forMS: Self.hourMS)
        #expect(lane.collector.now.lines.count == 98)
        #expect(try lane.store.pending(maxLines: 100, maxBytes: .max).lines.map(\.seq) == [bad.seq])
        #expect(lane.engine.status.alarms.count == 1)
        // From then on it costs the others nothing but a request now and then.
        try lane.seal(20)
        try lane.run(forMS: 2 * Self.hourMS)
        #expect(lane.collector.now.lines.count == 118)
        lane.collector.failing { _ in .none }
        try lane.run(forMS: 25 * Self.hourMS)
        try expectAllDelivered(lane)
    }

    @Test func `a collector that refuses packed batches gets them as they are, at once and from then on`() throws {
        for answer in [
            FakeCollector.problem(.unsupportedMediaType, 415, headers: ["accept-encoding": "identity"]),
            HTTPResponse(status: 415, headers: ["accept-encoding": "identity"], body: Data()),
            FakeCollector.problem(.unsupportedMediaType, 415),
        ] {
            let lane = try Lane(limits: Limits(gzip: true))
            try lane.run(forMS: 30_000)
            lane.collector.failing { request in
                request.headers.contains { $0.name == "Content-Encoding" } ? .answer(answer) : .none
            }
            for _ in 0..<3 {
                try lane.seal(10)
                try lane.run(forMS: 10_000)
            }
            let sent = lane.collector.requests(to: Wire.Path.responses)
            #expect(sent.filter { $0.headers.contains { $0.name == "Content-Encoding" } }.count == 1)
            try expectAllDelivered(lane)
        }
    }

    @Test func `an idle kiosk says that nothing has changed, and all of it to a collector that does not know`() throws {
        let lane = try Lane()
        try lane.seal(3)
        try lane.run(forMS: 600_000)
        #expect(lane.collector.now.shortCheckins >= 6)
        #expect(lane.collector.now.checkins.last?.queue.created == 3)
        lane.collector.change { $0.reportTag = nil }
        let (count, short) = (lane.collector.now.checkins.count, lane.collector.now.shortCheckins)
        try lane.run(forMS: 180_000)
        #expect(lane.collector.now.checkins.count >= count + 2)
        #expect(lane.collector.now.shortCheckins > short)
        #expect(lane.engine.status.state == .online && lane.engine.status.lastError == nil)
    }

    @Test func `a retired kiosk remembers it over a restart, and hears when it is taken back`() throws {
        let lane = try Lane()
        try lane.seal(1)
        lane.collector.failing { _ in .answer(FakeCollector.problem(.kioskRetired, 410)) }
        let busiest = try work(lane, hours: 48)
        #expect(busiest <= 4)
        #expect(lane.engine.status.state == .retired)
        #expect(try lane.store.isRetired())
        lane.collector.failing { _ in .none }
        try lane.run(forMS: Self.hourMS + 60_000)
        #expect(try !lane.store.isRetired())
        try expectAllDelivered(lane)
    }
}
