import CollectorStore
import Foundation
import GRDB
import Logging
import TestSupport
import Testing
import Transport
import WireProtocol

@testable import CollectorApp
@testable import CollectorStore

/// E-mails from the store to a real SMTP server that fails at first.
@Suite struct MailDeliveryTests {
    private func notice(_ ticket: Int64, to address: String = "leyla@bank.example") -> MailNotice {
        MailNotice(
            kind: .ticketAssigned, to: address, ticket: ticket, branch: "Gənclik", priority: "high",
            dueMS: SiteCentre.start, timeZone: "Asia/Baku")
    }

    private func queue(_ notices: [MailNotice], in store: CollectorStore, at nowMS: Int64) async throws {
        try await store.pool.write { db in
            for notice in notices { try Outbox.mail(notice, nowMS: nowMS, db) }
        }
    }

    private func worker(_ site: SiteCentre, _ url: String, store: CollectorStore? = nil) throws -> OutboxWorker {
        let clock = site.clock
        let mail = MailCarrier(
            exchange: CurlMail(options: MailOptions(url: url)), from: try #require(MailAddress("s@bank.example")),
            site: "https://smile.example")
        return OutboxWorker(
            store: store ?? site.store, now: { clock.now }, mail: mail, logger: Logger(label: "test"), random: { 0 })
    }

    /// Message-IDs in the order of their arrival, without repetitions.
    private func once(_ server: MailServer) throws -> [String] {
        var seen: Set<String> = []
        return try server.taken().map { $0.headers["message-id"] ?? "" }.filter { seen.insert($0).inserted }
    }

    @Test func `down, busy, cut off after taking it, restarted: each arrives once by its id, in order`() async throws {
        let folder = try TemporaryFolder()
        let first = try MailServer(keeping: folder)
        first.stop()
        let site = try await SiteCentre()
        try await site.store.setMail(on: true)
        try await queue((1...5).map { notice($0) }, in: site.store, at: site.clock.now)
        // Nobody there.
        try await worker(site, first.url).round()
        #expect(try await site.store.outboxStatus().mail.waiting == 5)
        #expect(try await site.store.outboxStatus().mail.lastError != nil)
        // There, and failing in each way.
        let second = try MailServer(
            answers: ["MAIL": ["451 later"], "RCPT": ["450 busy"], "DATA": ["451 full", "close", "", "close"]],
            port: first.port, keeping: folder)
        let before = try worker(site, first.url)
        for _ in 0..<4 {
            try await before.round()
            site.clock.advance(by: 900_000)
        }
        #expect(try second.taken().count == 1)
        // The collector is started anew while the answer to the first mail is lost.
        try site.store.close()
        let store = try CollectorStore(path: site.folder.file("collector.sqlite"))
        let after = try worker(site, first.url, store: store)
        for _ in 0..<3 {
            try await after.round()
            site.clock.advance(by: 900_000)
        }
        let taken = try second.taken()
        #expect(taken.count == 7, "two answers were lost, and both mails came again under their ids")
        let ids = try once(second)
        #expect(ids.count == 5)
        let subjects = try ids.map { id in
            try #require(taken.first { $0.headers["message-id"] == id }).headers["subject"]
        }
        #expect(subjects == (1...5).map { "Ticket \($0) (high): Gənclik" })
        #expect(try await store.outboxStatus().mail.waiting == 0)
        #expect(try await store.outboxStatus().mail.lastError == nil)
    }

    @Test func `a mailbox that is none is set aside, and keeps nobody else back`() async throws {
        let server = try MailServer(refusing: ["gone@bank.example"])
        let site = try await SiteCentre()
        try await site.store.setMail(on: true)
        try await queue(
            [
                notice(1, to: "gone@bank.example"), notice(2), notice(3, to: "gone@bank.example"),
                notice(4, to: "a\r\nb@x"),
            ],
            in: site.store, at: site.clock.now)
        try await worker(site, server.url).round()
        #expect(try server.taken().map { $0.headers["subject"] } == ["Ticket 2 (high): Gənclik"])
        let status = try await site.store.outboxStatus().mail
        #expect((status.waiting, status.refused) == (0, 3))
        #expect(status.lastError?.contains("bank.example") == false)
    }

    @Test func `a mail says where and until when, and links to the rest`() {
        let text = TicketMail.text(notice(7), site: "https://smile.example")
        #expect(text.contains("https://smile.example/tickets/7\n"))
        #expect(text.contains("Due: 2025-11-22 12:26 (Asia/Baku)"))
    }
}
