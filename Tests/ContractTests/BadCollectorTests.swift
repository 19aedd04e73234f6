import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import Transport
import WireProtocol

@testable import KioskSync

/// What answers is not, or not quite, the collector: nothing is settled, and staff are told what to do.
@Suite(.timeLimit(.minutes(2)))
struct BadCollectorTests {
    private static let portal =
        "Something else than the collector answered (status 200). Look for a network login page, a proxy, or a wrong "
        + "collector.url."

    private let collector: LiveCollector
    private let kiosk: LiveKiosk
    private let enrolment: Enrolment

    init() async throws {
        collector = try await LiveCollector.start()
        #expect(try await collector.publish(try Publisher().publication(3...3)).status == 201)
        kiosk = try LiveKiosk(at: collector.url)
        enrolment = try await kiosk.enrolOnly(token: try await collector.enrolToken())
        try await kiosk.seal(3)
    }

    @Test func `a page with status 200 is a portal`() async throws {
        let status = try await send { _ in .http(200, Data("<html>Log in</html>".utf8), type: "text/html") }
        #expect(status.state == .portal)
        #expect(status.lastError == Self.portal)
    }

    @Test(arguments: [301, 302, 307])
    func `a redirect is a portal and is not followed`(status: Int) async throws {
        let trap = try LoopbackServer([])
        let url = trap.url
        let shown = try await send { _ in .text(status, "", headers: [("Location", url + Wire.Path.responses)]) }
        #expect(shown.state == .portal)
        #expect(shown.lastError == Self.portal.replacing("200", with: "\(status)"))
        #expect(trap.connections == 0)
    }

    @Test func `an unknown credential is told to staff`() async throws {
        let problem = Self.problem(.credentialUnknown, 401, "This credential is not known here.")
        let started = systemNow().bootMS
        let status = try await send { _ in .json(401, problem, headers: self.collectorHeaders) }
        #expect(status.state == .refused)
        #expect(
            status.lastError
                == "The collector does not accept this kiosk's credential. Answers are kept. Enrol the kiosk again "
                + "with a new token: smilepost-kiosk enroll.")
        // Asked slowly: 15 minutes to an hour.
        let next = try #require(status.nextTryMS)
        #expect((started + 900_000...started + 3_660_000).contains(next))
    }

    @Test func `a 401 of somebody else is a portal`() async throws {
        let status = try await send { _ in .text(401, "Who are you?") }
        #expect(status.state == .portal)
        #expect(status.lastError == Self.portal.replacing("200", with: "401"))
    }

    @Test(arguments: [true, false])
    func `too large a batch is halved until one line is left, and that one is parked`(
        isCollector: Bool
    ) async throws {
        let headers = isCollector ? collectorHeaders : []
        var sizes: [Int] = []
        let status = try await send(steps: 3) { _ in
            .json(413, Self.problem(.tooLarge, 413, "Too large."), headers: headers)
        } watch: { requests, _ in
            sizes = requests.map { Self.lines(of: $0).count }
        }
        #expect(sizes == [3, 1])
        #expect(
            status.lastError
                == "The collector, or a proxy before it, refuses the size of what was sent. Less is sent at once now.")
    }

    @Test func `a busy collector is left alone for as long as it says`() async throws {
        let started = systemNow().bootMS
        let status = try await send { _ in
            .json(
                429, Self.problem(.tooManyRequests, 429, "Slow down."),
                headers: self.collectorHeaders + [("Retry-After", "600")])
        }
        #expect(status.state == .offline)
        #expect(status.lastError == "The collector is busy (status 429). The kiosk tries again by itself.")
        let next = try #require(status.nextTryMS)
        #expect((started + 600_000...started + 760_000).contains(next))
    }

    @Test func `a collector that fails is tried again`() async throws {
        let status = try await send { _ in
            .json(500, Self.problem(.internal, 500, "The collector could not do this."), headers: self.collectorHeaders)
        }
        #expect(status.state == .offline)
        #expect(
            status.lastError
                == "The collector failed (status 500). The kiosk tries again by itself. "
                + "The collector could not do this.")
    }

    @Test func `an answer that ends before its length is no answer`() async throws {
        let shown = try await send { request in
            let whole = self.verdicts(on: request)
            return .raw(self.head(length: whole.count + 10) + whole)
        }
        #expect(shown.state == .offline)
        let sentence = try #require(shown.lastError)
        #expect(sentence.contains("transfer closed with 10 bytes remaining to read"))
        #expect(sentence.hasSuffix(": the connection broke; try again, and check the line if it stays so"))
    }

    @Test func `verdicts that are cut short are not believed`() async throws {
        var sentences: [String?] = []
        let status = try await send { request in
            let cut = self.verdicts(on: request).dropLast(20)
            return .raw(self.head(length: cut.count) + cut, then: .keepOpen)
        } watch: { _, shown in
            sentences = shown
        }
        #expect(status.state == .offline)
        let failed = "The collector failed (status 200). The kiosk tries again by itself. "
        #expect(
            sentences == [
                failed + "Its verdicts were cut short or can't be read.",
                failed + "Its answer to a check-in can't be read.",
            ])
    }

    @Test func `verdicts with another hash leave the lines pending and raise an alarm`() async throws {
        let status = try await send(steps: 1) { request in
            let wrong = self.verdicts(on: request, sha256: { _ in String(repeating: "0", count: 64) })
            return .raw(self.head(length: wrong.count) + wrong, then: .keepOpen)
        }
        #expect(
            status.alarms
                == (1...3).map { "The collector holds other bytes than line \($0): the line stays pending." })
    }

    @Test(arguments: [nil, "c_another"])
    func `verdicts without the collector's name are not believed`(name: String?) async throws {
        let status = try await send { request in
            let good = self.verdicts(on: request)
            return .raw(self.head(length: good.count, collector: name) + good, then: .keepOpen)
        }
        #expect(status.state == .portal)
        #expect(status.lastError == Self.portal)
    }

    @Test func `verdicts for another queue are not believed`() async throws {
        let status = try await send { request in
            let good = self.verdicts(on: request)
            return .raw(
                self.head(length: good.count, collector: self.enrolment.collectorID, queue: Examples.queueID(9).hex)
                    + good, then: .keepOpen)
        }
        #expect(status.state == .portal)
        #expect(status.lastError == Self.portal)
    }

    // MARK: The bad collector

    /// Sends to a server that gives `answer` to everything, then checks that nothing was settled, and that the real
    /// collector gets all of it afterwards.
    ///
    /// - Parameters:
    ///   - steps: Of the sync engine; the first one sends the batch, the second one checks in.
    /// - Returns: What staff see.
    private func send(
        steps: Int = 2, _ answer: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Answer,
        watch: (_ batches: [LoopbackServer.Request], _ sentences: [String?]) -> Void = { _, _ in }
    ) async throws -> SyncStatus {
        let server = try LoopbackServer { request, _ in answer(request) }
        let (store, enrolment, url) = (kiosk.store, enrolment, server.url)
        // Expectations come after it: on a thread of its own no test is known to blame.
        let (status, steps) = try await onThread {
            guard let clock = SystemSyncClock(now: systemNow) else { throw CancellationError() }
            let engine = SyncEngine(
                store: store, settings: LiveKiosk.settings(url), enrolment: enrolment,
                exchange: CurlExchange(options: TransportOptions(userAgent: LiveKiosk.app)), clock: clock,
                logger: silentLogger, random: { 0.5 }, notify: { _ in })
            engine.beginRound()
            let steps = try (0..<steps).map { _ in
                _ = engine.step()
                return (engine.status.lastError, try store.accounting(nowMS: systemNow().wallMS).figures)
            }
            // Says when the next try is due.
            _ = engine.step()
            return (engine.status, steps)
        }
        #expect(steps.allSatisfy { $0.1 == [3, 0, 3, 0, 0] })
        watch(server.requests.filter { $0.target == Wire.Path.responses }, steps.map(\.0))
        try await expectRecovery()
        return status
    }

    private func expectRecovery() async throws {
        #expect(try collector.database.ledger() == [])
        kiosk.use(enrolment)
        #expect(await kiosk.sync().error == nil)
        #expect(try kiosk.books.figures == [3, 3, 0, 0, 0])
        #expect(try collector.database.ledger() == kiosk.sealed.entries)
        #expect(try collector.database.bodies() == kiosk.sealed.map(\.bytes))
    }

    private var collectorHeaders: [(String, String)] { [(Wire.Header.collector, enrolment.collectorID)] }

    private func head(length: Int) -> Data { head(length: length, collector: enrolment.collectorID) }

    private func head(length: Int, collector: String?, queue: String? = nil) -> Data {
        var lines = [
            "HTTP/1.1 200 OK", "Content-Type: \(Wire.MediaType.results)", "Content-Length: \(length)",
            "\(Wire.Header.queue): \(queue ?? self.queue)",
        ]
        if let collector { lines.append("\(Wire.Header.collector): \(collector)") }
        return Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    private var queue: String { (try? kiosk.store.identity().queueID.hex) ?? "" }

    /// Verdicts that a kiosk would believe, but for `sha256`.
    private func verdicts(
        on request: LoopbackServer.Request,
        sha256: (Data) -> String = { SealedLine.hash(of: $0).hex }
    ) -> Data {
        let results = Self.lines(of: request).enumerated().map { n, line in
            let id = (try? JSONDecoder().decode(ResponseLine.self, from: line))?.id
            return Verdict(n: n, id: id, status: .accepted, sha256: sha256(line))
        }
        let answer = IngestAnswer(results: results, durableSeq: Int64(results.count), limits: nil)
        return (try? JSONEncoder().encode(answer)) ?? Data()
    }

    private static func lines(of request: LoopbackServer.Request) -> [Data] {
        request.body.split(separator: 0x0A).map { Data($0) }
    }

    private static func problem(_ code: Problem.Code, _ status: Int, _ detail: String) -> String {
        let problem = Problem(code, status: status, title: "Refused", detail: detail, retry: .later)
        return (try? JSONEncoder().encode(problem)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
