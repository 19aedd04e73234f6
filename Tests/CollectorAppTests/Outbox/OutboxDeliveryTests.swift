import CollectorStore
import Crypto
import Foundation
import Logging
import SurveyKit
import Synchronization
import TestSupport
import Testing
import Transport
import WireProtocol

@testable import CollectorApp

/// From the store to a real receiver that fails at first: each once by its id, in order.
@Suite struct OutboxDeliveryTests {
    private static let secret = "whisper"

    private func worker(_ site: SiteCentre, mail: MailCarrier? = nil, store: CollectorStore? = nil) -> OutboxWorker {
        let clock = site.clock
        return OutboxWorker(
            store: store ?? site.store, now: { clock.now }, mail: mail, logger: Logger(label: "test"), random: { 0 })
    }

    private func add(_ url: String, to site: SiteCentre) async throws {
        try await site.store.addWebhook(
            ApiWebhookWish(url: url, events: [.responseCreated]), id: "w_1", secret: Self.secret, by: .nobody, nowMS: 1)
    }

    /// Every event that a receiver took, and its ids without those it had before.
    private func taken(_ server: LoopbackServer, from first: Int) throws -> (all: [String], once: [String]) {
        let all = try server.requests.dropFirst(first).flatMap { request in
            try JSONDecoder().decode(WebhookDelivery.self, from: request.body).events.map(\.id)
        }
        var seen: Set<String> = []
        return (all, all.filter { seen.insert($0).inserted })
    }

    private static func ids(_ count: Int, of kiosk: Int = 0) -> [String] {
        (0..<count).map { "r_" + Examples.responseID(kiosk * 10_000 + $0).hex }
    }

    @Test func `503, cut connections, a restart, then 200: each once by id, in order`() async throws {
        // 503 twice, then three cut connections, one of them after the receiver took it in.
        let server = try LoopbackServer { _, index in
            switch index {
            case 0, 1: .text(503, "busy", headers: [("Retry-After", "7")])
            case 2...4: .raw("", then: .close)
            default: .text(200, "ok")
            }
        }
        let site = try await SiteCentre()
        try await add(server.url + "/hook", to: site)
        try await site.send((0..<230).map { ["visit": .score($0 % 5 + 1)] })
        var worker = worker(site)
        for _ in 0..<3 {
            try await worker.round()
            site.clock.advance(by: 10_000)
        }
        #expect(server.requests.count == 3)
        #expect(try await site.store.outboxStatus().webhooks[0].lastError == "the connection broke")
        // The collector is started anew.
        try site.store.close()
        let store = try CollectorStore(path: site.folder.file("collector.sqlite"))
        worker = self.worker(site, store: store)
        for _ in 0..<4 {
            try await worker.round()
            site.clock.advance(by: 10_000)
        }
        let bodies = server.requests.prefix(6).map(\.body)
        #expect(Set(bodies).count == 1, "a repeated delivery is the same, to the byte")
        #expect(Set(server.requests.prefix(6).map { $0.header(Webhook.Header.event) ?? "" }).count == 1)
        #expect(try taken(server, from: 5).all == Self.ids(230))
        #expect(try taken(server, from: 0).once == Self.ids(230))
        #expect(server.requests.count == 8)
        #expect(try await store.outboxStatus().webhooks[0].lastError == nil)
        #expect(try await store.outboxStatus().webhooks[0].waiting == 0)
    }

    @Test func `a receiver is left alone for as long as it asks`() async throws {
        let server = try LoopbackServer { _, index in
            index == 0 ? .text(429, "", headers: [("Retry-After", "60")]) : .text(204, "")
        }
        let site = try await SiteCentre()
        try await add(server.url, to: site)
        try await site.send([["visit": .score(1)]])
        let worker = worker(site)
        try await worker.round()
        site.clock.advance(by: 59_999)
        try await worker.round()
        #expect(server.requests.count == 1)
        site.clock.advance(by: 1)
        try await worker.round()
        #expect(server.requests.count == 2)
    }

    @Test func `a signature is that of time and body, and the body has the answer but no contact`() async throws {
        let server = try LoopbackServer { _, _ in .text(200, "") }
        let site = try await SiteCentre()
        try await add(server.url, to: site)
        try await site.send([["visit": .score(1), "comment": .text("Növbə uzun idi")]])
        try await worker(site).round()
        let request = try #require(server.requests.first)
        let header = try #require(request.header(Webhook.Header.signature))
        let seconds = site.clock.now / 1_000
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(seconds).".utf8) + request.body, using: SymmetricKey(data: Data(Self.secret.utf8)))
        #expect(header == "t=\(seconds),v1=\(Data(code).hex)")
        let event = try JSONDecoder().decode(WebhookDelivery.self, from: request.body).events[0]
        #expect(event.response?.answers["comment"] == .text("Növbə uzun idi"))
    }

    @Test func `410 stops a webhook until a ping goes well, and then nothing is missing`() async throws {
        let isGone = Mutex(true)
        let server = try LoopbackServer { _, _ in .text(isGone.withLock { $0 } ? 410 : 200, "") }
        let site = try await SiteCentre()
        try await add(server.url, to: site)
        try await site.send([["visit": .score(1)]])
        let worker = worker(site)
        try await worker.round()
        site.clock.advance(by: 86_400_000)
        try await worker.round()
        #expect(server.requests.count == 1)
        let webhook = try #require(try await site.store.webhook("w_1"))
        #expect(try await worker.ping(webhook) == .gone("the receiver answered 410: it is gone"))
        isGone.withLock { $0 = false }
        #expect(try await worker.ping(webhook) == .delivered)
        try await worker.round()
        #expect(try taken(server, from: 3).all == Self.ids(1))
    }

    @Test(
        arguments: [
            (200, .delivered), (204, .delivered), (301, "which is no answer"),
            (400, .refused("the receiver answered 400")),
            (422, .refused("the receiver answered 422")), (404, "check its URL"), (401, "check its URL"),
            (408, "answered 408"), (429, "answered 429"), (500, "answered 500"), (599, "answered 599"),
        ] as [(Int, Expected)])
    func `what an answer means`(status: Int, expected: Expected) {
        let outcome = WebhookCarrier.outcome(status, retryAfter: nil)
        switch expected {
        case .exactly(let wanted): #expect(outcome == wanted)
        case .failing(let words):
            guard case .failed(let told, _) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(told.contains(words))
        }
    }

    enum Expected: Sendable, ExpressibleByStringLiteral {
        case exactly(DeliveryOutcome)
        case failing(String)

        init(stringLiteral words: String) { self = .failing(words) }
        static let delivered = Expected.exactly(.delivered)
        static func refused(_ why: String) -> Expected { .exactly(.refused(why)) }
    }
}
