import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// What waits for whom, and in which order.
@Suite struct OutboxTests {
    private static let id = "w_1"
    private static let lane = "webhook:w_1"

    private func centre(
        events: [Webhook.Event] = [.responseCreated, .ticketOpened], branches: [String]? = nil
    ) async throws -> Centre {
        let centre = try await Centre()
        try await centre.store.addWebhook(
            ApiWebhookWish(url: "https://x", events: events, branches: branches), id: Self.id, secret: "s", by: .nobody,
            nowMS: Centre.now)
        return centre
    }

    private func news(_ ticket: Int64, branch: String = "baku") -> ApiTicketNews {
        ApiTicketNews(
            ticket: ticket, branch: branch, response: Examples.responseID(1), priority: "high", state: "open",
            owner: nil, dueMS: 1, change: "opened", by: nil)
    }

    private func post(_ ticket: Int64, branch: String = "baku", in store: CollectorStore) async throws {
        let news = news(ticket, branch: branch)
        try await store.pool.write { db in
            try Outbox.post(news, as: .ticketOpened, nowMS: Centre.now, db)
        }
    }

    private func events(_ delivery: Delivery) throws -> [WebhookEvent] {
        try JSONDecoder().decode(WebhookDelivery.self, from: body(delivery)).events
    }

    private func body(_ delivery: Delivery) throws -> Data {
        guard case .webhook(_, let body) = delivery.content else { throw Missing() }
        return body
    }

    /// Takes everything that waits, settling each delivery as delivered.
    private func drain(_ store: CollectorStore, limit: Int = 100) async throws -> [String] {
        var told: [String] = []
        while let delivery = try await store.nextDelivery(Self.lane, limit: limit) {
            told += try events(delivery).map { $0.ticket.map { "ticket \($0.ticket)" } ?? $0.id }
            try await store.settle(delivery, as: .delivered, nowMS: Centre.now)
        }
        return told
    }

    private static func names(_ range: ClosedRange<Int>) -> [String] {
        range.map { "r_" + Examples.responseID($0).hex }
    }

    @Test func `responses come in the order of their receipt, and a ticket after those that were there before it`()
        async throws
    {
        let centre = try await centre()
        let lines = try Centre.lines(7).map(\.bytes)
        _ = try await centre.ingest(Array(lines[0..<4]))
        try await post(1, in: centre.store)
        _ = try await centre.ingest(Array(lines[4..<7]))
        try await post(2, in: centre.store)
        #expect(
            try await drain(centre.store, limit: 3)
                == Self.names(1...4) + ["ticket 1"] + Self.names(5...7) + ["ticket 2"])
        #expect(try await centre.store.waitingLanes().isEmpty)
    }

    @Test func `what came before the webhook is not told, and only what it asked for`() async throws {
        let centre = try await Centre()
        _ = try await centre.ingest([try Centre.lines(1)[0].bytes])
        try await centre.store.addWebhook(
            ApiWebhookWish(url: "https://x", events: [.ticketOpened], branches: ["baku"]), id: Self.id, secret: "s",
            by: .nobody,
            nowMS: Centre.now)
        _ = try await centre.ingest([try Centre.lines(2)[1].bytes])
        #expect(try await centre.store.waitingLanes().isEmpty)
        try await centre.store.upsertBranch(BranchInfo(id: "ganja", name: "Ganja", timeZone: "Asia/Baku"))
        try await post(1, branch: "ganja", in: centre.store)
        try await post(2, in: centre.store)
        #expect(try await drain(centre.store) == ["ticket 2"])
    }

    @Test func `responses of other branches are passed over`() async throws {
        var centre = try await centre(branches: ["baku"])
        _ = try await centre.ingest(try Centre.lines(2).map(\.bytes))
        try await centre.store.upsertBranch(BranchInfo(id: "ganja", name: "Ganja", timeZone: "Asia/Baku"))
        let other = Examples.queueID(1)
        let ganja = try await Centre.enrol(in: centre.store, number: 1, branch: "ganja", queue: other)
        let lines = try Centre.chain([Examples.draft(id: Examples.responseID(50), score: 1)], other)
        _ = try await centre.store.ingest(
            lines: lines.map(\.bytes), kiosk: ganja, queue: other, sent: nil, nowMS: Centre.now)
        #expect(try await drain(centre.store) == Self.names(1...2))
        #expect(try await centre.store.waitingLanes().isEmpty)
        try centre.reopen()
        #expect(try await centre.store.waitingLanes().isEmpty)
    }

    @Test func `a delivery whose answer was lost is the same again after a restart, whatever came meanwhile`()
        async throws
    {
        var centre = try await centre()
        let lines = try Centre.lines(5).map(\.bytes)
        _ = try await centre.ingest(Array(lines[0..<2]))
        let first = try #require(try await centre.store.nextDelivery(Self.lane))
        _ = try await centre.ingest(Array(lines[2..<5]))
        try centre.reopen()
        let again = try #require(try await centre.store.nextDelivery(Self.lane))
        #expect(again.id == first.id)
        #expect(try body(again) == body(first))
        #expect(try await drain(centre.store) == Self.names(1...5))
    }

    @Test func `a response that takes the place of an erased one is told too`() async throws {
        let centre = try await centre()
        let lines = try Centre.lines(4).map(\.bytes)
        let ops = AuditActor(name: "ops", role: .admin, token: nil)
        func erase(_ n: Int) async throws {
            _ = try await centre.store.erase(Examples.responseID(n), by: ops, reason: "asked", nowMS: Centre.now)
        }
        _ = try await centre.ingest(Array(lines[0..<2]))
        #expect(try await drain(centre.store) == Self.names(1...2))
        try await erase(2)
        _ = try await centre.ingest([lines[2]])
        // In the middle of a delivery, too.
        let delivery = try #require(try await centre.store.nextDelivery(Self.lane))
        #expect(try events(delivery).map(\.id) == Self.names(3...3))
        try await erase(3)
        _ = try await centre.ingest([lines[3]])
        try await centre.store.settle(delivery, as: .delivered, nowMS: Centre.now)
        #expect(try await drain(centre.store) == Self.names(4...4))
    }

    @Test func `what comes before a ticket is told before it, though the response in delivery was erased`() async throws
    {
        let centre = try await centre()
        let lines = try Centre.lines(3).map(\.bytes)
        _ = try await centre.ingest(Array(lines[0..<1]))
        #expect(try await centre.store.nextDelivery(Self.lane) != nil)
        _ = try await centre.ingest(Array(lines[1...]))
        try await post(1, in: centre.store)
        let ops = AuditActor(name: "ops", role: .admin, token: nil)
        _ = try await centre.store.erase(Examples.responseID(1), by: ops, reason: "asked", nowMS: Centre.now)
        #expect(try await drain(centre.store) == Self.names(2...3) + ["ticket 1"])
    }

    @Test func `a response that is refused for good is set aside alone, by its id`() async throws {
        let centre = try await centre()
        _ = try await centre.ingest(try Centre.lines(9).map(\.bytes))
        var plan = DeliveryPlan()
        var told: [String] = []
        while let delivery = try await centre.store.nextDelivery(Self.lane, limit: plan.batch(Self.lane)) {
            let ids = try events(delivery).map(\.id)
            let outcome: DeliveryOutcome = ids.contains(Self.names(5...5)[0]) ? .refused("422") : .delivered
            if outcome == .delivered { told += ids }
            try await centre.store.settle(delivery, as: outcome, nowMS: Centre.now)
            _ = plan.tried(Self.lane, outcome, events: delivery.events, nowMS: 0, random: { 0 })
        }
        #expect(told == Self.names(1...4) + Self.names(6...9))
        let status = try await centre.store.outboxStatus().webhooks[0]
        #expect(status.refused == 1)
        #expect(status.waiting == 0)
        let refused = try await centre.store.pool.read { db in
            try String.fetchAll(db, sql: "SELECT id FROM outbox_refused")
        }
        #expect(refused == Self.names(5...5))
    }

    @Test func `a receiver that is gone is left alone until it was heard, and loses nothing`() async throws {
        let centre = try await centre()
        _ = try await centre.ingest([try Centre.lines(1)[0].bytes])
        let delivery = try #require(try await centre.store.nextDelivery(Self.lane))
        try await centre.store.settle(delivery, as: .gone("410"), nowMS: 7)
        #expect(try await centre.store.waitingLanes().isEmpty)
        let status = try await centre.store.outboxStatus().webhooks[0]
        #expect(status.isPaused)
        #expect((status.waiting, status.lastError, status.lastErrorMS) == (1, "410", 7))
        try await centre.store.resumeWebhook(Self.id, nowMS: 8)
        #expect(try await centre.store.nextDelivery(Self.lane)?.id == delivery.id)
    }

    @Test func `a removed webhook leaves nothing behind`() async throws {
        let centre = try await centre()
        try await post(1, in: centre.store)
        #expect(try await centre.store.removeWebhook(Self.id, by: .nobody, nowMS: 1))
        #expect(try await !centre.store.removeWebhook(Self.id, by: .nobody, nowMS: 1))
        #expect(try await centre.store.waitingLanes().isEmpty)
        #expect(try await centre.store.nextDelivery(Self.lane) == nil)
    }

    @Test func `without a mail server no mail is queued, and what waited is dropped`() async throws {
        let centre = try await Centre()
        let notice = MailNotice(
            kind: .ticketAssigned, to: "a@x", ticket: 1, branch: "Baku", priority: "high", dueMS: 1,
            timeZone: "Asia/Baku")
        func queue() async throws {
            try await centre.store.pool.write { db in try Outbox.mail(notice, nowMS: Centre.now, db) }
        }
        try await queue()
        #expect(try await centre.store.waitingLanes().isEmpty)
        try await centre.store.setMail(on: true)
        try await queue()
        #expect(try await centre.store.waitingLanes() == ["mail:a@x"])
        #expect(
            try await centre.store.outboxStatus().mail
                == ApiMailStatus(isOn: true, waiting: 1, refused: 0, lastError: nil))
        try await centre.store.setMail(on: false)
        #expect(try await centre.store.waitingLanes().isEmpty)
    }

    @Test func `a mail that a mailbox puts off for five days is given up, but never for a server that is down`()
        async throws
    {
        let centre = try await Centre()
        try await centre.store.setMail(on: true)
        let notice = MailNotice(
            kind: .ticketAssigned, to: "a@x", ticket: 1, branch: "Baku", priority: "high", dueMS: 1,
            timeZone: "Asia/Baku")
        try await centre.store.pool.write { db in try Outbox.mail(notice, nowMS: Centre.now, db) }
        func waiting() async throws -> Delivery { try #require(try await centre.store.nextDelivery("mail:a@x")) }
        let full = DeliveryOutcome.failed("452", .init())
        let down = DeliveryOutcome.failed("down", .init(isCarrier: true))
        let days: Int64 = 5 * 86_400_000
        // After weeks without the server the mailbox has its five days still, from when it first put the mail off.
        let late = Centre.now + 4 * days
        try await centre.store.settle(try await waiting(), as: down, nowMS: Centre.now + 1)
        #expect(down.judged(for: try await waiting(), nowMS: late) == down)
        #expect(full.judged(for: try await waiting(), nowMS: late) == full)
        for hour in 0..<3 {
            try await centre.store.settle(try await waiting(), as: full, nowMS: late + Int64(hour) * 3_600_000)
        }
        #expect(full.judged(for: try await waiting(), nowMS: late + days - 1) == full)
        #expect(full.judged(for: try await waiting(), nowMS: late + days) == .refused("put off for 5 days: 452"))
        #expect(down.judged(for: try await waiting(), nowMS: .max) == down)
    }

    @Test func `the body has no contact details`() async throws {
        let centre = try await centre()
        let status = try await centre.store.outboxStatus()
        #expect(status.webhooks.map(\.url) == ["https://x"])
        let text = String(decoding: try JSONEncoder().encode(status), as: UTF8.self)
        #expect(!text.contains("secret"))
    }
}
