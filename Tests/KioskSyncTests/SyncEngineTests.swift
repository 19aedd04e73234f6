import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

struct SyncEngineTests {
    @Test func `a batch is the sealed bytes themselves, with the headers of the protocol`() throws {
        let lane = try Lane()
        try lane.seal(2)
        _ = lane.engine.step()
        let request = try #require(lane.collector.requests(to: Wire.Path.responses).first)
        #expect(request.body == lane.sealed[0].bytes + [0x0A] + lane.sealed[1].bytes + [0x0A])
        #expect(request.url == "http://c.test/device/v1/responses")
        let headers = Dictionary(uniqueKeysWithValues: request.headers.map { ($0.name, $0.value) })
        let queue = try lane.store.identity().queueID
        #expect(
            headers == [
                "Authorization": "Bearer secret", "Smilepost-Kiosk": "k_1", "Smilepost-Queue": queue.hex,
                "Smilepost-Boot": "\(Examples.start.boot);t=1000000;wall=1760000000000;clock=1", "Smilepost-Proto": "1",
                "Content-Type": "application/x-ndjson",
                "Accept": "application/vnd.smilepost.results+json, application/problem+json",
                "Content-Digest": ContentDigest.value(of: request.body),
            ])
    }

    @Test func `connections are kept from step to step and closed before every wait`() throws {
        let lane = try Lane()
        try lane.seal(5)
        var until: Int64?
        for _ in 0..<20 where until == nil {
            #expect(lane.collector.now.sessionEnds == 0)
            until = lane.engine.step()
        }
        #expect(until != nil)
        #expect(lane.collector.now.requests.count == 2)
        #expect(lane.collector.now.sessionEnds == 1)
    }

    @Test func `online a response is in the collector within two seconds`() throws {
        let lane = try Lane()
        try lane.run(forMS: 30_000)
        try lane.seal(1)
        try lane.run(forMS: 2_000)
        #expect(lane.collector.now.lines.count == 1)
        #expect(try lane.books.delivered == 1)
    }

    @Test func `200 responses taken offline all arrive once, and the books balance throughout`() throws {
        let lane = try Lane()
        lane.collector.failing { _ in .failure(.refused) }
        for _ in 0..<200 {
            try lane.seal(1)
            try lane.run(forMS: 3_000) { try balanced(lane) }
        }
        #expect(try lane.books.pending == 200)
        #expect(lane.engine.status.state == .offline)
        #expect(lane.engine.status.lastError == "The line is cut (refused).")
        lane.collector.failing { _ in .none }
        try lane.run(forMS: 1_400_000) { try balanced(lane) }
        #expect(try lane.books.delivered == 200)
        #expect(lane.collector.now.arrivals.values.allSatisfy { $0 == 1 })
        #expect(Set(lane.collector.now.lines.keys) == Set(lane.sealed.map(\.id)))
        #expect(lane.engine.status.state == .online)
        #expect(lane.engine.status.lastError == nil)
    }

    @Test func `a check-in tells the books and what is shown`() throws {
        let lane = try Lane()
        try lane.store.stage(surveyID: "exit", version: 3, sha256: String(repeating: "a", count: 64), bytes: Data())
        try lane.store.activate(surveyID: "exit", version: 3)
        try lane.seal(3)
        try lane.run(forMS: 1_000)
        let checkin = try #require(lane.collector.now.checkins.last)
        #expect(checkin.app == "smilepost-kiosk/test")
        #expect(checkin.queue.isBalanced)
        #expect(checkin.queue.created == 3 && checkin.queue.delivered == 3)
        #expect(checkin.queue.head == lane.sealed[2].sha256.hex)
        #expect(checkin.survey == SurveyReport(id: "exit", version: 3, sha256: String(repeating: "a", count: 64)))
        #expect(checkin.clock == .synchronised)
    }

    @Test(arguments: 1...6) func `random faults settle nothing that is not held, and everything arrives when they stop`(
        seed: UInt64
    ) throws {
        let lane = try Lane(seed: seed)
        let faults = FaultSource(seed: seed)
        lane.collector.failing { _ in faults.next() }
        for _ in 0..<25 {
            try lane.seal(Int(seed % 3) + 1)
            try lane.run(forMS: 20_000) { try verify(lane) }
        }
        lane.collector.failing { _ in .none }
        lane.collector.change { $0.nextMS = 1_800_000 }
        // A day, for a line that was refused alone is parked so long, and the longest wait of the backoff.
        try lane.run(forMS: 86_400_000 + 1_400_000)
        try verify(lane)
        #expect(try lane.books.pending == 0)
        #expect(try lane.books.dead == 0)
        #expect(lane.collector.now.lines.count == lane.sealed.count)
    }

    private func balanced(_ lane: Lane) throws {
        let books = try lane.books
        #expect(books.isBalanced)
    }

    private func verify(_ lane: Lane) throws {
        #expect(try lane.books.isBalanced)
        let pending = Set(try lane.store.pending(maxLines: 1_000, maxBytes: .max).lines.map(\.id))
        let held = lane.collector.now.lines
        for line in lane.sealed where !pending.contains(line.id) { #expect(held[line.id] == line.sha256) }
    }

    @Test func `a collector put back from a backup gets its lines again`() throws {
        let lane = try Lane()
        try lane.seal(5)
        try lane.run(forMS: 5_000)
        lane.collector.change {
            for line in lane.sealed[2...] {
                $0.lines[line.id] = nil
                $0.seqs.remove(line.seq)
            }
            $0.epoch = "e2"
        }
        try lane.run(forMS: 120_000)
        #expect(lane.collector.now.lines.count == 5)
        #expect(try lane.books.delivered == 5)
        #expect(lane.collector.now.arrivals[lane.sealed[0].id] == 1)
    }

    @Test func `a gap the collector names is filled`() throws {
        let lane = try Lane()
        try lane.seal(4)
        try lane.run(forMS: 5_000)
        lane.collector.change {
            $0.lines[lane.sealed[1].id] = nil
            $0.gaps = [[2, 2], [9, 4], [1]]
        }
        try lane.run(forMS: 120_000)
        #expect(lane.collector.now.lines.count == 4)
        #expect(lane.collector.now.arrivals[lane.sealed[1].id] == 2)
        #expect(lane.collector.now.arrivals[lane.sealed[2].id] == 1)
    }

    @Test func `a refused credential keeps collecting and says what to do`() throws {
        let lane = try Lane()
        lane.collector.failing { _ in .answer(FakeCollector.problem(.credentialRevoked, 401)) }
        try lane.seal(2)
        try lane.run(forMS: 60_000)
        #expect(lane.engine.status.state == .refused)
        #expect(lane.engine.status.lastError?.hasSuffix("token: smilepost-kiosk enroll.") == true)
        #expect(lane.collector.now.requests.count == 1)
        #expect(try lane.books.pending == 2)
    }

    @Test func `a portal is named as one, and nothing is settled by it`() throws {
        let lane = try Lane()
        let page = HTTPResponse(status: 200, headers: ["content-type": "text/html"], body: Data("<html>".utf8))
        lane.collector.failing { _ in .answer(page) }
        try lane.seal(2)
        try lane.run(forMS: 60_000)
        #expect(lane.engine.status.state == .portal)
        #expect(try lane.books.pending == 2)
    }

    @Test func `a verdict with another hash keeps the line, and staff can see the alarm`() throws {
        let lane = try Lane()
        try lane.seal(1)
        let id = lane.sealed[0].id
        lane.collector.change { $0.lines[id] = Data(repeating: 9, count: 32) }
        lane.collector.failing { request in
            request.url.hasSuffix(Wire.Path.responses)
                ? .changed { Self.saying(.duplicate, instead: "conflict", $0) } : .none
        }
        try lane.run(forMS: 60_000)
        #expect(try lane.books.pending == 1)
        #expect(
            lane.engine.status.alarms == ["The collector holds other bytes than line 1: the line stays pending."])
    }

    private static func saying(
        _ status: Verdict.Status, instead word: String, _ response: HTTPResponse
    ) -> HTTPResponse {
        let text = String(decoding: response.body, as: UTF8.self)
            .replacingOccurrences(of: "\"\(word)\"", with: "\"\(status.rawValue)\"")
        return HTTPResponse(status: response.status, headers: response.headers, body: Data(text.utf8))
    }

    @Test func `a conflict is a dead letter that the next check-in declares`() throws {
        let lane = try Lane()
        try lane.seal(2)
        let id = lane.sealed[0].id
        lane.collector.change { $0.lines[id] = Data(repeating: 9, count: 32) }
        try lane.run(forMS: 60_000)
        let queues = lane.collector.now.checkins.map(\.queue)
        let declared = DeclaredRange(first: 1, last: 1, reason: "dead", sha256: lane.sealed[0].sha256.hex)
        #expect(queues.last.map { [$0.delivered, $0.dead] } == [1, 1])
        #expect(queues.map(\.declared).filter { !$0.isEmpty } == [[declared]])
        #expect(try lane.store.identity().durableSeq == 2)
    }

    @Test func `a new branch name is kept for the next start`() throws {
        let lane = try Lane()
        lane.collector.change { $0.branch = BranchInfo(id: "b1", name: "Sahil 2", timeZone: "Asia/Baku") }
        try lane.run(forMS: 5_000)
        #expect(try lane.store.folder.enrolment()?.branch.name == "Sahil 2")
        #expect(lane.engine.status.branch?.name == "Sahil 2")
    }

    @Test func `the collector's limits hold at the next boot`() throws {
        let lane = try Lane(limits: Limits(batchLines: 3, jitterMS: 50_000))
        try lane.run(forMS: 5_000)
        let again = SyncEngine(
            store: lane.store, settings: Lane.settings, enrolment: Lane.enrolment, exchange: lane.collector,
            clock: lane.clock, logger: lane.engine.logger, random: { 0.5 }, notify: { _ in })
        #expect(again.step() == lane.clock.now().bootMS + 25_000)
        #expect(again.machine.limits.batchLines == 3)
    }

    @Test func `a kiosk that is not enrolled tries nothing`() throws {
        let lane = try Lane()
        let engine = SyncEngine(
            store: lane.store, settings: Lane.settings, enrolment: nil, exchange: lane.collector, clock: lane.clock,
            logger: lane.engine.logger, random: { 0.5 }, notify: { _ in })
        #expect(engine.step() == .max)
        #expect(engine.status.state == .notEnrolled)
        #expect(engine.roundReport()?.error == "This kiosk is not enrolled. Enrol it: smilepost-kiosk enroll.")
        engine.begin(Lane.enrolment)
        #expect([engine.step(), engine.step()] == [nil, nil])
        #expect(engine.status.state == .online)
    }

    @Test func `a round that is asked for reports once the backlog is through`() throws {
        let lane = try Lane(limits: Limits(batchLines: 2, pauseMS: 500))
        lane.collector.failing { _ in .failure(.refused) }
        try lane.seal(5)
        try lane.run(forMS: 100_000)
        lane.engine.beginRound()
        _ = lane.engine.step()
        #expect(lane.engine.roundReport() == SyncReport(settled: 0, error: "The line is cut (refused)."))
        lane.collector.failing { _ in .none }
        lane.engine.beginRound()
        var report: SyncReport?
        for _ in 0..<50 where report == nil {
            if let until = lane.engine.step() { lane.clock.wait(untilMS: until) }
            report = lane.engine.roundReport()
        }
        #expect(report == SyncReport(settled: 5, error: nil))
    }
}

/// Faults of every kind, in an order that the seed decides.
private final class FaultSource: Sendable {
    private let generator: LockedGenerator

    init(seed: UInt64) { generator = LockedGenerator(seed: seed) }

    func next() -> FakeCollector.Fault {
        switch generator.number(below: 14) {
        case 0: return .failure(.refused)
        case 1: return .failure(.timedOut)
        case 2, 3: return .answerLost
        case 4: return .answer(FakeCollector.problem(.storage, 503, headers: ["retry-after": "30"]))
        case 5: return .answer(FakeCollector.problem(.internal, 500))
        case 6: return .answer(HTTPResponse(status: 200, headers: [:], body: Data("<html>".utf8)))
        case 7: return .answer(FakeCollector.problem(.tooLarge, 413))
        case 8: return .answer(FakeCollector.problem(.badBatch, 400))
        case 9: return .changed { Self.cut($0) }
        case 10: return .answer(FakeCollector.problem(.credentialUnknown, 401))
        default: return .none
        }
    }

    private static func cut(_ response: HTTPResponse) -> HTTPResponse {
        HTTPResponse(status: response.status, headers: response.headers, body: response.body.dropLast(7))
    }
}
