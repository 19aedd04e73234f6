import SurveyKit
import Testing
import WireProtocol

@testable import CollectorStore

/// The list of root causes, changed one by one.
@Suite struct RootCauseBookTests {
    private static let close = ApiTicketOrder(rootCause: "staff", action: "Talked to the team")
    private static let actor = TicketCentre.admin

    @Test func `a cause is added, renamed and retired, and tickets that have it keep it under its name`() async throws {
        var centre = try await TicketCentre()
        let store = centre.store
        try await centre.respond(1)
        try await centre.respond(1, branch: "ganja")
        for ticket in [1, 2] as [Int64] { try await centre.change(ticket, .close, Self.close) }
        try await store.addRootCause("Növbə, uzun", by: Self.actor, nowMS: 1)
        try await store.renameRootCause("staff", to: "People", by: Self.actor, nowMS: 2)
        try await store.setRootCause("staff", isRetired: true, by: Self.actor, nowMS: 3)
        let all = try await store.allRootCauses(in: .all)
        #expect(all.map(\.isRetired) == [false, false, false, false, false, false, true])
        #expect(all.filter { !$0.isRetired }.last?.name == "Növbə, uzun")
        #expect(all.last == RootCause(id: "staff", name: "People", isRetired: true, closed: 2))
        #expect(try await store.allRootCauses(in: .branches(["ganja"])).last?.closed == 1)
        #expect(try await store.rootCauses().causes.map(\.id).contains("staff") == false)
        #expect(try await store.ticket(1, reach: .all, nowMS: 0).ticket.rootCause == "staff")
        try await store.setRootCause("staff", isRetired: false, by: Self.actor, nowMS: 4)
        #expect(try await store.rootCauses().causes.map(\.id).contains("staff"))
        let entries = try await store.auditEntries(limit: 4)
        #expect(entries.allSatisfy { $0.action == "root-causes" && $0.subject?.kind == "root-cause" })
        #expect(
            entries.map(\.reason)
                == [
                    "“People” is offered again", "“People” is offered no more", "“Staff” is “People” now",
                    "added “Növbə, uzun”",
                ])
    }

    @Test func `each new cause has an id of its own, in Latin letters`() async throws {
        let store = try await TicketCentre().store
        for name in ["Price & fees!", "Цена", "数", "!", "?", String(repeating: "x", count: 80)] {
            try await store.addRootCause(name, by: Self.actor, nowMS: 1)
        }
        let causes = try await store.rootCauses().causes.suffix(6)
        #expect(causes.prefix(2).map(\.id) == ["price-fees", "cena"])
        #expect(Set(causes.map(\.id)).count == 6)
        // The API takes its own list again, so all of the ids can be.
        try await store.setRootCauses(try await store.rootCauses(), by: Self.actor, nowMS: 2)
        #expect(try await store.rootCauses().causes.suffix(6) == causes)
    }

    @Test func `what can't be changes nothing and leaves no entry`() async throws {
        let store = try await TicketCentre().store
        let before = try await store.allRootCauses(in: .all)
        for name in ["", "  ", "a\nb", "a\u{1B}[2J", String(repeating: "x", count: 81)] {
            let found = await problem { try await store.addRootCause(name, by: Self.actor, nowMS: 1) }
            #expect(found == .badRequest)
        }
        let doubled = await problem { try await store.addRootCause("sTAFF", by: Self.actor, nowMS: 1) }
        #expect(doubled == .conflict)
        let taken = await problem { try await store.renameRootCause("price", to: "Staff", by: Self.actor, nowMS: 1) }
        #expect(taken == .conflict)
        let missing = await problem { try await store.setRootCause("none", isRetired: true, by: Self.actor, nowMS: 1) }
        #expect(missing == .notFound)
        #expect(try await store.allRootCauses(in: .all) == before)
        #expect(try await store.auditEntries(limit: 9).isEmpty)
        for cause in before.dropFirst() {
            try await store.setRootCause(cause.id, isRetired: true, by: Self.actor, nowMS: 1)
        }
        let last = await problem {
            try await store.setRootCause(before[0].id, isRetired: true, by: Self.actor, nowMS: 1)
        }
        #expect(last == .conflict)
        #expect(try await store.rootCauses().causes.map(\.id) == [before[0].id])
    }
}
