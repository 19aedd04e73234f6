import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// How tickets stand, and what their customers said, read for a page at once.
@Suite struct TicketStandingTests {
    private static let late = TicketCentre.monday + 40 * TicketCentre.hour

    /// Nine tickets of two branches: some nobody's, some late, some closed.
    private func centre() async throws -> TicketCentre {
        var centre = try await TicketCentre()
        for _ in 0..<2 { try await centre.respond(1, branch: "ganja") }
        try await centre.addUser("leyla", places: [.branch("baku")])
        for _ in 0..<4 { try await centre.respond(1) }
        try await centre.respond(2, branch: "ganja", at: Self.late)
        for _ in 0..<2 { try await centre.respond(2, at: Self.late) }
        for ticket in [1, 3] as [Int64] {
            try await centre.change(ticket, .close, ApiTicketOrder(rootCause: "staff", action: "x"))
        }
        return centre
    }

    @Test func `the numbers are those of the lists, for every branch and reach`() async throws {
        let centre = try await centre()
        var seen: [TicketStanding] = []
        for reach in [Reach.all, .branches(["baku"]), .branches(["ganja"]), .branches([])] {
            for branch in [nil, "baku", "ganja", "nowhere"] {
                var filter = TicketFilter()
                filter.branch = branch
                let list = try await centre.list(filter, reach: reach, at: Self.late)
                let standing = try await centre.store.ticketStanding(branch: branch, reach: reach, nowMS: Self.late)
                #expect(
                    standing
                        == TicketStanding(
                            open: list.count, overdue: list.filter(\.isOverdue).count,
                            nobodys: list.filter { $0.owner == nil }.count))
                seen.append(standing)
            }
        }
        #expect(seen[0] == TicketStanding(open: 7, overdue: 4, nobodys: 2))
    }

    @Test func `neither counts by reading tickets, nor answers by reading others`() async throws {
        let store = try await TicketCentre().store
        let plan = { (sql: String) in
            try await store.pool.read { db in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: ["[]", nil])
                    .map { $0["detail"] as String }.filter { !$0.contains("VIRTUAL") && $0.contains("SEARCH") }
            }
        }
        let counts = try await plan(TicketStanding.sql)
        #expect(counts == ["SEARCH ticket USING COVERING INDEX ticket_open (branch=?)"])
        let leaving = try await store.pool.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + TicketHandover.openOfOwner, arguments: ["leyla"])
                .map { $0["detail"] as String }
        }
        #expect(leaving == ["SEARCH ticket USING INDEX ticket_owner (owner=?)"])
        let answers = try await plan(CollectorStore.answersOfTickets)
        #expect(answers.contains { $0.contains("SEARCH t USING INTEGER PRIMARY KEY") }, "\(answers)")
        #expect(answers.contains { $0.contains("SEARCH r USING INDEX response_line") }, "\(answers)")
    }

    @Test func `answers come by ticket, none of an erased one or of one out of reach`() async throws {
        var centre = try await TicketCentre()
        let gone = try await centre.respond(1, "one")
        try await centre.respond(2, "two")
        try await centre.respond(1, "three", branch: "ganja")
        _ = try await centre.store.erase(gone, by: TicketCentre.admin, reason: "asked for", nowMS: Self.late)
        let tickets = try await centre.list()
        #expect(tickets.count == 3)
        let all = try await centre.store.answers(of: tickets, reach: .all)
        #expect(all.mapValues { $0.answers["comment"] } == [2: .text("two"), 3: .text("three")])
        let own = try await centre.store.answers(of: tickets, reach: .branches(["baku"]))
        #expect(own.keys.sorted() == [2])
        #expect(try await centre.store.answers(of: [], reach: .all).isEmpty)
    }
}
