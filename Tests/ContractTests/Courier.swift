import CollectorApp
import CollectorStore
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import Transport
import WireProtocol

@testable import KioskSync

/// Sends batches of a kiosk's store one at a time, each by a connection of its own, on which libcurl tries only once.
struct Courier: Sendable {
    let store: KioskStore
    let enrolment: Enrolment
    let settings: SyncSettings

    init(_ kiosk: LiveKiosk, _ enrolment: Enrolment, at url: String, timeoutMS: Int = 60_000) {
        store = kiosk.store
        self.enrolment = enrolment
        var settings = LiveKiosk.settings(url)
        settings.timeoutMS = timeoutMS
        self.settings = settings
    }

    /// What is pending, as a request.
    func request(packed: Bool = false) throws -> (request: HTTPRequest, lines: [SealedLine]) {
        let lines = try store.pending(maxLines: 100, maxBytes: 262_144).lines
        let requests = DeviceRequests(settings: settings, enrolment: enrolment, queue: try store.identity().queueID)
        return (requests.batch(lines, packedTo: packed ? 20 : nil, at: systemNow()), lines)
    }

    /// Sends what is pending and books the verdicts; nil where there were none.
    @discardableResult
    func deliver(packed: Bool = false) throws -> SettleCount? {
        let (request, lines) = try request(packed: packed)
        guard case .judged(let judgement) = try interpret(send(request), lines) else { return nil }
        return try store.settle(judgement.settlements, nowMS: systemNow().wallMS)
    }

    func send(_ request: HTTPRequest) -> Result<HTTPResponse, HTTPFailure> {
        let exchange = CurlExchange(options: TransportOptions(allowHTTP: true, userAgent: LiveKiosk.app))
        do { return .success(try exchange.send(request)) } catch { return .failure(error) }
    }

    func interpret(_ result: Result<HTTPResponse, HTTPFailure>, _ lines: [SealedLine]) throws -> IngestOutcome {
        IngestOutcome.interpret(
            result, sent: lines, queue: try store.identity().queueID, collectorID: enrolment.collectorID)
    }
}

/// A collector with a survey, a line before it that breaks, and an enrolled kiosk behind that.
struct Scene {
    var collector: LiveCollector
    let proxy: FaultyProxy
    let kiosk: LiveKiosk
    let enrolment: Enrolment

    init(pacing: Pacing = Pacing(), pace: Pace = Pace()) async throws {
        collector = try await LiveCollector.start(pacing: pacing, pace: pace)
        #expect(try await collector.publish(try Publisher().publication(3...3)).status == 201)
        proxy = try FaultyProxy(to: collector.port)
        kiosk = try LiveKiosk(at: proxy.url)
        enrolment = try await kiosk.enrolOnly(token: try await collector.enrolToken())
    }

    var courier: Courier { Courier(kiosk, enrolment, at: proxy.url) }

    /// Nothing lost, nothing twice, nothing altered.
    func expectAllDelivered() async throws {
        let count = Int64(kiosk.sealed.count)
        #expect(try kiosk.books.figures == [count, count, 0, 0, 0])
        #expect(try collector.database.ledger() == kiosk.sealed.entries)
        #expect(try collector.database.bodies() == kiosk.sealed.map(\.bytes))
    }
}
