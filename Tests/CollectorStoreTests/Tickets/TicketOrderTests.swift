import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// What can be done to a ticket, by whom, and what is left of it.
@Suite struct TicketOrderTests {
    private static let leyla = AuditActor(name: "leyla", role: .agent, token: nil)
    private static let close = ApiTicketOrder(rootCause: "staff", action: "Talked to the team")

    @Test func `from opening to closing and back, all of it is in the history`() async throws {
        var centre = try await TicketCentre()
        try await centre.respond(1)
        try await centre.addUser("leyla")
        try await centre.change(1, .take, ApiTicketOrder(), by: Self.leyla, at: 10)
        try await centre.change(1, .state, ApiTicketOrder(state: .waiting), by: Self.leyla, at: 20)
        try await centre.change(1, .note, ApiTicketOrder(text: "no answer\nyet"), by: Self.leyla, at: 30)
        let closing = TicketCentre.monday + 5
        let closed = try await centre.change(1, .close, Self.close, by: Self.leyla, at: closing)
        #expect(closed.ticket.closedMS == closing)
        #expect((closed.ticket.rootCause, closed.ticket.action) == ("staff", "Talked to the team"))
        let open = try await centre.change(1, .reopen, ApiTicketOrder(text: "called again"), by: Self.leyla, at: 50)
        #expect((open.ticket.state, open.ticket.closedMS, open.ticket.rootCause) == (.open, nil, nil))
        #expect(open.history.map(\.what) == ["opened", "taken", "state", "noted", "closed", "reopened"])
        #expect(open.history.dropFirst().allSatisfy { $0.who == "leyla" })
        #expect(
            open.history.map(\.detail).dropFirst()
                == ["leyla", "waiting", "no answer\nyet", "Talked to the team", "called again"])
    }

    @Test(
        arguments: [
            (.note, ApiTicketOrder()), (.note, ApiTicketOrder(text: " \n")),
            (.note, ApiTicketOrder(text: String(repeating: "x", count: 2_001))),
            (.note, ApiTicketOrder(text: "a\u{1B}[2J")), (.state, ApiTicketOrder()),
            (.state, ApiTicketOrder(state: .closed)), (.close, ApiTicketOrder(rootCause: "staff")),
            (.close, ApiTicketOrder(rootCause: "nothing", action: "x")), (.close, ApiTicketOrder(action: "x")),
            (.take, ApiTicketOrder(owner: "nobody")), (.take, ApiTicketOrder(owner: "elsewhere")),
            (.take, ApiTicketOrder(owner: "viewer")), (.take, ApiTicketOrder()),
        ] as [(TicketOrder, ApiTicketOrder)])
    func `what an order does not take changes nothing`(order: TicketOrder, wish: ApiTicketOrder) async throws {
        var centre = try await TicketCentre()
        try await centre.respond(1)
        try await centre.addUser("elsewhere", places: [.branch("ganja")])
        try await centre.addUser("viewer", .viewer)
        let before = try await centre.store.ticket(1, reach: .all, nowMS: 0)
        let found = await problem { [centre] in try await centre.change(1, order, wish) }
        #expect(found == .badRequest)
        #expect(try await centre.store.ticket(1, reach: .all, nowMS: 0) == before)
    }

    @Test(arguments: [
        UserChange(isDisabled: true), UserChange(role: .viewer), UserChange(places: [.branch("ganja")]), nil,
    ])
    func `open tickets of whoever leaves or no longer reaches them go on at once, closed ones stay`(
        change: UserChange?
    ) async throws {
        var centre = try await TicketCentre()
        for name in ["anar", "leyla", "zeynep"] { try await centre.addUser(name, places: [.branch("baku")]) }
        for _ in 1...2 { try await centre.respond(1) }
        for ticket in 1...2 as ClosedRange<Int64> {
            try await centre.change(ticket, .take, ApiTicketOrder(owner: "leyla"))
        }
        try await centre.change(1, .close, Self.close, by: Self.leyla)
        if let change {
            _ = try await centre.store.changeUser(name: "leyla", change, by: TicketCentre.admin, nowMS: 60)
        } else {
            try await centre.store.removeUser(name: "leyla", by: TicketCentre.admin, nowMS: 60)
        }
        let open = try await centre.store.ticket(2, reach: .all, nowMS: 0)
        #expect(open.ticket.owner != "leyla" && open.ticket.owner != nil)
        #expect((open.history.last?.what, open.history.last?.detail) == ("taken", open.ticket.owner))
        #expect(try await centre.store.ticket(1, reach: .all, nowMS: 0).ticket.owner == "leyla")
        try await centre.change(1, .reopen, ApiTicketOrder(text: "called again"))
        let again = try await centre.store.ticket(1, reach: .all, nowMS: 0)
        #expect(again.ticket.owner != "leyla" && again.ticket.owner != nil)
        #expect(again.history.map(\.what).suffix(2) == ["reopened", "taken"])
        for name in ["anar", "zeynep"] {
            try await centre.store.removeUser(name: name, by: TicketCentre.admin, nowMS: 61)
        }
        #expect(try await centre.store.ticket(2, reach: .all, nowMS: 0).ticket.owner == nil)
    }

    @Test func `whoever is listed as an owner may be one, and nobody else`() async throws {
        var centre = try await TicketCentre()
        try await centre.respond(1)
        let users: [(String, Role, [ReachPlace])] = [
            ("near", .agent, [.branch("baku")]), ("elsewhere", .agent, [.branch("ganja")]), ("viewer", .viewer, []),
            ("manager", .manager, []), ("ops", .ops, []), ("gone", .agent, []),
        ]
        for (name, role, places) in users { try await centre.addUser(name, role, places: places) }
        _ = try await centre.store.changeUser(name: "gone", UserChange(isDisabled: true), by: Self.leyla, nowMS: 0)
        let owners = try await centre.store.ticketOwners(at: "baku")
        #expect(owners == owners.sorted() && Set(owners).isSuperset(of: ["manager", "near", "ops"]))
        for (name, _, _) in users {
            let refusal = await problem { [centre] in try await centre.change(1, .take, ApiTicketOrder(owner: name)) }
            #expect((refusal == nil) == owners.contains(name), "\(name)")
        }
    }

    @Test(
        arguments: [
            (.take, ApiTicketOrder(owner: "leyla")), (.state, ApiTicketOrder(state: .open)), (.close, Self.close),
        ] as [(TicketOrder, ApiTicketOrder)])
    func `a closed ticket is only noted and reopened`(order: TicketOrder, wish: ApiTicketOrder) async throws {
        var centre = try await TicketCentre()
        try await centre.addUser("leyla")
        try await centre.respond(1)
        let early = await problem { [centre] in
            try await centre.change(1, .reopen, ApiTicketOrder(text: "x"))
        }
        #expect(early == .conflict)
        try await centre.change(1, .close, Self.close)
        let found = await problem { [centre] in try await centre.change(1, order, wish) }
        #expect(found == .conflict)
        try await centre.change(1, .note, ApiTicketOrder(text: "x"))
    }

    @Test func `beyond reach there is no ticket, to read or to change`() async throws {
        var centre = try await TicketCentre()
        try await centre.respond(1)
        let away = Reach.branches(["ganja"])
        #expect(try await centre.list(reach: away).isEmpty)
        for number in [1, 2] as [Int64] {
            let read = await problem { [centre] in
                _ = try await centre.store.ticket(number, reach: away, nowMS: 0)
            }
            #expect(read == .notFound)
            for order in TicketOrder.allCases {
                let changed = await problem { [centre] in
                    try await centre.change(number, order, Self.close, reach: away)
                }
                #expect(changed == .notFound)
            }
        }
        #expect(try await centre.store.ticket(1, reach: .all, nowMS: 0).history.count == 1)
    }

    @Test func `who is given a ticket gets a mail, who takes it gets none, and a tool must name somebody`() async throws
    {
        var centre = try await TicketCentre()
        try await centre.respond(1)
        try await centre.store.setMail(on: true)
        try await centre.addUser("leyla", email: "leyla@bank.example")
        try await centre.addUser("anar", email: "anar@bank.example")
        try await centre.change(1, .take, ApiTicketOrder(), by: Self.leyla)
        #expect(try await centre.store.waitingLanes().isEmpty)
        try await centre.change(1, .take, ApiTicketOrder(owner: "anar"), by: Self.leyla)
        #expect(try await centre.store.waitingLanes() == ["mail:anar@bank.example"])
        let tool = AuditActor(name: "leyla", role: .agent, token: "abc")
        let nobody = await problem { [centre] in
            _ = try await centre.change(1, TicketOrder.take, ApiTicketOrder(), by: tool)
        }
        #expect(nobody == .badRequest)
    }

    @Test func `a cause that is taken off the list stays with the tickets that have it`() async throws {
        var centre = try await TicketCentre()
        try await centre.respond(1)
        try await centre.respond(1)
        try await centre.change(1, .close, Self.close)
        try await centre.store.setRootCauses(
            ApiRootCauses(causes: [.init(id: "queue", name: "Növbə")]), by: .nobody, nowMS: 1)
        #expect(try await centre.store.rootCauses().causes.map(\.id) == ["queue"])
        let retired = await problem { [centre] in _ = try await centre.change(2, TicketOrder.close, Self.close) }
        #expect(retired == .badRequest)
        #expect(try await centre.store.ticket(1, reach: .all, nowMS: 0).ticket.rootCause == "staff")
        for bad in [[], [ApiRootCauses.Cause(id: "A", name: "x")], [.init(id: "a", name: "x\ny")]] {
            let found = await problem { [centre] in
                try await centre.store.setRootCauses(ApiRootCauses(causes: bad), by: .nobody, nowMS: 1)
            }
            #expect(found == .badRequest)
        }
    }
}
