import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// A response becomes a ticket in the transaction that stores it.
@Suite struct TicketOpeningTests {
    @Test func `an unhappy customer opens one, with an owner of that branch and a due time in its opening hours`()
        async throws
    {
        var centre = try await TicketCentre()
        try await centre.addUser("anar", places: [.branch("ganja")])
        try await centre.addUser("leyla", places: [.region("East")])
        try await centre.addUser("viewer", .viewer)
        let id = try await centre.respond(1, at: TicketCentre.monday)
        let ticket = try #require(try await centre.list().first)
        #expect((ticket.owner, ticket.branch, ticket.response) == ("leyla", "baku", id))
        #expect(ticket.rule == TicketRule.standard.name)
        // 16 hours from Monday 08:00, of 9 a day from 09:00: Tuesday 16:00.
        #expect(ticket.dueMS == TicketCentre.monday + 32 * TicketCentre.hour)
        let detail = try await centre.store.ticket(ticket.ticket, reach: .all, nowMS: 0)
        #expect(detail.answer?.answers["comment"] == .text("slow"))
        #expect(detail.history.map(\.what) == ["opened"])
    }

    @Test func `happy, silent and suspect customers open none, and a repeated line opens one`() async throws {
        var centre = try await TicketCentre()
        try await centre.respond(4)
        try await centre.respond(1, nil)
        try await centre.respond(1, suspect: .mashing)
        #expect(try await centre.list().isEmpty)
        try await centre.respond(2)
        #expect(try await centre.list().count == 1)
    }

    @Test func `one that arrives days late counts from its receipt`() async throws {
        var centre = try await TicketCentre()
        let late = TicketCentre.monday + 30 * 86_400_000
        try await centre.respond(1, branch: "ganja", at: late)
        let ticket = try #require(try await centre.list().first)
        #expect((ticket.openedMS, ticket.dueMS) == (late, late + 16 * TicketCentre.hour))
    }

    @Test func `the next ticket goes to who has the fewest open ones`() async throws {
        var centre = try await TicketCentre()
        for name in ["b", "a", "c"] { try await centre.addUser(name, name == "c" ? .manager : .agent) }
        for _ in 0..<6 { try await centre.respond(1) }
        #expect(Set(try await centre.list().map { $0.owner ?? "" }) == ["a", "b", "c"])
        let mine = try await centre.list().filter { $0.owner == "b" }
        #expect(mine.count == 2)
        let close = ApiTicketOrder(rootCause: "staff", action: "talked")
        for ticket in mine { try await centre.change(ticket.ticket, .close, close) }
        try await centre.respond(1)
        try await centre.respond(1)
        #expect(try await centre.list().filter { $0.owner == "b" }.count == 2)
        let load = try await centre.store.pool.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM ticket_load ORDER BY owner").map { $0["open"] as Int }
        }
        #expect(load == [2, 2, 2])
    }

    @Test func `where nobody reaches the branch it is nobody's, and stands before the others`() async throws {
        var centre = try await TicketCentre()
        try await centre.addUser("anar", places: [.branch("ganja")])
        try await centre.respond(1, branch: "ganja")
        try await centre.respond(1)
        #expect(try await centre.list().map(\.owner) == [nil, "anar"])
    }

    @Test func `the owner gets a mail that says nothing of the answer, and webhooks hear of it, both or nothing`()
        async throws
    {
        var centre = try await TicketCentre()
        try await centre.store.setMail(on: true)
        try await centre.addUser("leyla", email: "leyla@bank.example")
        try await centre.store.addWebhook(
            ApiWebhookWish(url: "https://x", events: [.ticketOpened, .ticketChanged]), id: "w_1", secret: "s",
            by: .nobody, nowMS: 1)
        try await centre.respond(1, "my name is Secret")
        #expect(try await centre.store.waitingLanes() == ["mail:leyla@bank.example", "webhook:w_1"])
        let bodies = try await centre.store.pool.read { db in
            try Data.fetchAll(db, sql: "SELECT body FROM outbox").map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(bodies.count == 2)
        #expect(bodies.allSatisfy { !$0.contains("Secret") })
        #expect(bodies.contains { $0.contains("Gənclik") })
    }

    @Test func `rules of a survey go before those for all, and an empty list opens none`() async throws {
        var centre = try await TicketCentre()
        let rude = TicketRule(name: "Rude", words: ["kobud"], priority: .high, closeMinutes: 60)
        try await centre.store.setTicketRules([rude], of: "branch-exit", by: TicketCentre.admin, nowMS: 1)
        try await centre.respond(1, "slow")
        #expect(try await centre.list().isEmpty)
        try await centre.respond(5, "Kobud!", branch: "ganja")
        let ticket = try #require(try await centre.list().first)
        #expect((ticket.rule, ticket.priority) == ("Rude", .high))
        #expect(ticket.dueMS == TicketCentre.monday + TicketCentre.hour)
        #expect(try await centre.store.removeTicketRules(of: "branch-exit", by: .nobody, nowMS: 1))
        try await centre.respond(1, "slow")
        #expect(try await centre.list().count == 2)
        try await centre.store.setTicketRules([], of: "*", by: TicketCentre.admin, nowMS: 1)
        try await centre.respond(1, "slow")
        #expect(try await centre.list().count == 2)
        #expect(try await centre.store.ticketRules().rules == ["*": []])
    }

    @Test func `rules are held against the survey`() async throws {
        let centre = try await TicketCentre()
        let bad = TicketRule(name: "x", when: "vizit <= 2", closeMinutes: 1)
        let found = await problem {
            try await centre.store.setTicketRules([bad], of: "branch-exit", by: TicketCentre.admin, nowMS: 1)
        }
        #expect(found == .badRequest)
        let unknown = await problem {
            try await centre.store.setTicketRules([], of: "nowhere", by: TicketCentre.admin, nowMS: 1)
        }
        #expect(unknown == .notFound)
    }

    @Test func `an erased response leaves its ticket without a word of the customer`() async throws {
        var centre = try await TicketCentre()
        let id = try await centre.respond(1, "Zugzwang")
        let ticket = try #require(try await centre.list().first).ticket
        try await centre.change(ticket, .note, ApiTicketOrder(text: "called"))
        _ = try await centre.store.erase(id, by: TicketCentre.admin, reason: "asked", nowMS: 1)
        let detail = try await centre.store.ticket(ticket, reach: .all, nowMS: 0)
        #expect(detail.answer == nil)
        #expect(detail.history.map(\.detail) == [TicketRule.standard.name, "called"])
        for _ in 1...2 { try await centre.store.tendLog() }
        try centre.centre.store.close()
        let file = try Data(contentsOf: URL(fileURLWithPath: centre.centre.folder.file("collector.sqlite")))
        #expect(!file.contains(words: "Zugzwang"))
    }
}
