import CollectorStore
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import Transport
import WireProtocol

@testable import KioskSync

@Suite(.timeLimit(.minutes(2)))
struct DeliveryTests {
    @Test func `all that was sealed is at the centre once, byte for byte`() async throws {
        let collector = try await LiveCollector.start()
        #expect(try await collector.publish(try Publisher().publication(3...3)).status == 201)
        let kiosk = try LiveKiosk(at: collector.url)
        try await kiosk.enrol(token: try await collector.enrolToken())
        try await kiosk.seal(250)
        #expect(await kiosk.sync() == SyncReport(settled: 250, error: nil))

        #expect(try collector.database.ledger() == kiosk.sealed.entries)
        #expect(try collector.database.bodies() == kiosk.sealed.map(\.bytes))
        #expect(try kiosk.books.figures == [250, 250, 0, 0, 0])
        #expect(try kiosk.store.identity().durableSeq == 250)
        let record = try #require(try await collector.store.kiosks(in: .all).first)
        #expect(record.books.map(\.durableSeq) == [250])
        #expect((record.account.difference, record.chainBreaks, record.forks) == (0, 0, 0))
        #expect(kiosk.status.state == .online)
    }

    @Test func `what is sealed while the centre is down arrives once when it is up again`() async throws {
        let collector = try await LiveCollector.start()
        #expect(try await collector.publish(try Publisher().publication(3...3)).status == 201)
        let kiosk = try LiveKiosk(at: collector.url)
        try await kiosk.enrol(token: try await collector.enrolToken())
        #expect(await kiosk.sync().error == nil)
        let restarted = try await collector.restarted { _ in
            try await kiosk.seal(200)
            let sentence = try #require(await kiosk.sync().error)
            #expect(sentence.hasPrefix("\(collector.url): "))
            #expect(
                sentence.hasSuffix(
                    ": check that the collector runs, the port in its URL, the cable and the firewall"))
            #expect(kiosk.status.state == .offline)
            #expect(try kiosk.books.figures == [200, 0, 200, 0, 0])
        }
        #expect(await kiosk.sync() == SyncReport(settled: 200, error: nil))
        #expect(kiosk.status.state == .online)
        #expect(try kiosk.books.figures == [200, 200, 0, 0, 0])
        #expect(try restarted.database.ledger() == kiosk.sealed.entries)
        #expect(try restarted.database.bodies() == kiosk.sealed.map(\.bytes))
    }

    @Test("N4: the same lines, shuffled, over eight connections at once are kept once")
    func eightAtOnce() async throws {
        let collector = try await LiveCollector.start()
        #expect(try await collector.publish(try Publisher().publication(3...3)).status == 201)
        let kiosk = try LiveKiosk(at: collector.url)
        let enrolment = try await kiosk.enrolOnly(token: try await collector.enrolToken())
        try await kiosk.seal(60)
        let requests = DeviceRequests(
            settings: LiveKiosk.settings(collector.url), enrolment: enrolment,
            queue: try kiosk.store.identity().queueID)
        var generator = SeededGenerator(seed: 8)
        let orders = (0..<8).map { _ in kiosk.sealed.shuffled(using: &generator) }
        let outcomes = try await withThrowingTaskGroup(of: IngestAnswer.self) { group in
            for order in orders {
                let request = requests.batch(order, packedTo: 20, at: systemNow())
                group.addTask { try await onThread { try Self.sendUntilTaken(request) } }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let verdicts = outcomes.flatMap(\.results)
        #expect(verdicts.count { $0.status == .accepted } == 60)
        #expect(verdicts.count { $0.status == .duplicate } == 7 * 60)
        #expect(outcomes.map(\.durableSeq).max() == 60)
        let hashes = Dictionary(uniqueKeysWithValues: kiosk.sealed.map { ($0.id, $0.sha256.hex) })
        #expect(verdicts.allSatisfy { verdict in verdict.id.flatMap { hashes[$0] } == verdict.sha256 })
        #expect(try collector.database.ledger() == kiosk.sealed.entries)
        #expect(try collector.database.bodies() == kiosk.sealed.map(\.bytes))
    }

    /// Of one credential the collector takes four requests at once; the others come again, and fail in no other way.
    private static func sendUntilTaken(_ request: HTTPRequest) throws -> IngestAnswer {
        let exchange = CurlExchange(options: TransportOptions(userAgent: LiveKiosk.app))
        for _ in 0..<10_000 {
            let answer = try exchange.send(request)
            guard answer.status != 200 else { return try JSONDecoder().decode(IngestAnswer.self, from: answer.body) }
            guard Reply.problem(in: answer)?.code == .overloaded,
                let pause = RetryAfter.milliseconds(in: answer), (5_000...60_000).contains(pause)
            else { throw UnexpectedStatus(status: answer.status) }
        }
        throw UnexpectedStatus(status: 503)
    }

    private struct UnexpectedStatus: Error { let status: Int }
}
