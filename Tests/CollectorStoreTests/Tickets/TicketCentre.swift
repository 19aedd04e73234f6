import Foundation
import GRDB
import SurveyKit
import TestSupport
import WireProtocol

@testable import CollectorStore

/// A collector with two branches in a region each, whose customers are unhappy on demand.
struct TicketCentre {
    /// Monday, 24 November 2025, 08:00 in Baku.
    static let monday: Int64 = 1_763_956_800_000
    static let hour: Int64 = 3_600_000
    static let admin = AuditActor(name: "root", role: .admin, token: nil)

    var centre: Centre
    private var sealed: [QueueID: (count: Int64, head: Data)] = [:]
    private var customers = 0
    private let ganja: Kiosk

    var store: CollectorStore { centre.store }

    init() async throws {
        centre = try await Centre()
        try await centre.store.upsertBranch(
            BranchInfo(
                id: "baku", name: "Gənclik", timeZone: "Asia/Baku", region: "East",
                openingHours: "mon-fri 09:00-18:00"))
        try await centre.store.upsertBranch(
            BranchInfo(id: "ganja", name: "Ganja", timeZone: "Asia/Baku", region: "West"))
        ganja = try await Centre.enrol(in: centre.store, number: 1, branch: "ganja", queue: Examples.queueID(1))
    }

    func addUser(_ name: String, _ role: Role = .agent, places: [ReachPlace] = [], email: String? = nil) async throws {
        try await store.addUser(
            name: name, role: role, email: email, places: places, passwordHash: "x", nowMS: Centre.now)
    }

    /// One response; gives its id.
    @discardableResult
    mutating func respond(
        _ score: Int, _ comment: String? = "slow", branch: String = "baku", suspect: SuspectReason? = nil,
        at nowMS: Int64 = TicketCentre.monday
    ) async throws -> ResponseID {
        customers += 1
        var draft = Examples.draft(id: Examples.responseID(customers), score: score)
        if let comment { draft.answers["comment"] = .text(comment) }
        draft.suspect = suspect
        let queue = branch == "baku" ? Centre.queue : Examples.queueID(1)
        let before = sealed[queue] ?? (0, SealedLine.genesis(of: queue))
        let line = try SealedLine(sealing: draft, queue: queue, seq: before.count + 1, prev: before.head)
        sealed[queue] = (before.count + 1, line.sha256)
        let kiosk = branch == "baku" ? centre.kiosk : ganja
        // Sent twice: the second time opens nothing.
        for _ in 0..<2 {
            _ = try await store.ingest(lines: [line.bytes], kiosk: kiosk, queue: queue, sent: nil, nowMS: nowMS)
        }
        return draft.id
    }

    func list(
        _ filter: TicketFilter = TicketFilter(), reach: Reach = .all, at nowMS: Int64 = TicketCentre.monday
    ) async throws -> [ApiTicket] {
        try await store.tickets(filter, reach: reach, limit: 500, nowMS: nowMS).tickets
    }

    @discardableResult
    func change(
        _ ticket: Int64, _ order: TicketOrder, _ wish: ApiTicketOrder, by actor: AuditActor = TicketCentre.admin,
        reach: Reach = .all, at nowMS: Int64 = TicketCentre.monday
    ) async throws -> ApiTicketDetail {
        try await store.change(ticket: ticket, order, wish, by: actor, reach: reach, nowMS: nowMS)
    }
}
