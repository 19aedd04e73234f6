import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// Lists and reports over tickets drawn by chance equal the same done in plain Swift.
@Suite struct TicketListTests {
    private static let now: Int64 = 1_000_000_000_000
    private static let day: Int64 = 86_400_000

    /// Tickets by chance, written past the rules; gives them as the API tells them.
    private func fill(_ store: CollectorStore, seed: UInt64, count: Int) async throws -> [ApiTicket] {
        var random = SeededGenerator(seed: seed)
        var rows: [StatementArguments] = []
        for n in 1...count {
            let isClosed = Bool.random(using: &random)
            let opened = Self.now - Int64.random(in: 0...90, using: &random) * Self.day
            let owner = [nil, "a", "b"].randomElement(using: &random) ?? nil
            rows.append([
                Examples.queueID().bytes, n, Examples.responseID(n).bytes,
                ["baku", "ganja"].randomElement(using: &random), "exit", "rule",
                TicketPriority.allCases.randomElement(using: &random)?.rawValue, owner,
                isClosed ? "closed" : ["open", "in-progress", "waiting"].randomElement(using: &random), opened,
                Self.now + Int64.random(in: -3...3, using: &random) * Self.day,
                isClosed ? opened + Int64.random(in: 0...20, using: &random) * Self.day : nil,
                isClosed ? ["staff", "price", "other"].randomElement(using: &random) : nil, isClosed ? "x" : nil,
            ])
        }
        let arguments = rows
        return try await store.pool.write { db in
            for row in arguments {
                try db.execute(
                    sql: """
                        INSERT INTO ticket (queue_id, seq, response, branch, survey, rule, priority, owner, state,
                          opened_ms, due_ms, closed_ms, root_cause, action) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """, arguments: row)
            }
            return try Row.fetchAll(db, sql: "SELECT * FROM ticket").map {
                TicketRecord(row: $0).api(nowMS: Self.now)
            }
        }
    }

    private func pages(
        _ filter: TicketFilter, _ reach: Reach, _ store: CollectorStore, size: Int
    ) async throws -> [ApiTicket] {
        var (found, cursor): ([ApiTicket], String?) = ([], nil)
        repeat {
            // Time goes on while somebody reads: what falls due between two pages is on one of them.
            let now = Self.now + Int64(found.count) * Self.day / 8
            let page = try await store.tickets(filter, reach: reach, after: cursor, limit: size, nowMS: now)
            found += page.tickets
            cursor = page.next
        } while cursor != nil
        return found
    }

    @Test("every filter, page by page: overdue first, then nobody's, then by due time", arguments: 0..<12)
    func lists(seed: UInt64) async throws {
        let (folder, store) = try await Centre.empty()
        let all = try await fill(store, seed: seed, count: 120)
        var random = SeededGenerator(seed: seed + 99)
        for _ in 0..<12 {
            var filter = TicketFilter()
            filter.state = (TicketState.allCases.map { $0 } + [nil]).randomElement(using: &random) ?? nil
            filter.branch = [nil, "baku"].randomElement(using: &random) ?? nil
            filter.owner = [nil, "", "a"].randomElement(using: &random) ?? nil
            filter.priority = [nil, .high].randomElement(using: &random) ?? nil
            filter.isOverdue = filter.state != .closed && Bool.random(using: &random)
            let reach: Reach = Bool.random(using: &random) ? .all : .branches(["ganja"])
            let wanted = all.filter { ticket in
                (filter.state == nil ? ticket.state != .closed : ticket.state == filter.state)
                    && (filter.branch == nil || ticket.branch == filter.branch)
                    && (filter.owner == nil || (ticket.owner ?? "") == filter.owner)
                    && (filter.priority == nil || ticket.priority == filter.priority)
                    && (!filter.isOverdue || ticket.isOverdue) && reach.contains(ticket.branch)
            }.sorted { one, other in Self.key(one).lexicographicallyPrecedes(Self.key(other)) }
            let found = try await pages(filter, reach, store, size: Int.random(in: 1...40, using: &random))
            #expect(found.map(\.ticket) == wanted.map(\.ticket))
        }
        withExtendedLifetime(folder) {}
    }

    private static func key(_ ticket: ApiTicket) -> [Int64] {
        guard ticket.state != .closed else { return [3, -(ticket.closedMS ?? 0), ticket.ticket] }
        return [ticket.isOverdue ? 0 : ticket.owner == nil ? 1 : 2, ticket.dueMS, ticket.ticket]
    }

    @Test("time to close, open by branch, causes and those that came back", arguments: 0..<8)
    func reports(seed: UInt64) async throws {
        let (folder, store) = try await Centre.empty()
        let all = try await fill(store, seed: seed, count: 150)
        let (from, to) = (Self.now - 60 * Self.day, Self.now - 5 * Self.day)
        for reach in [Reach.all, .branches(["baku"])] {
            let report = try await store.ticketReport(fromMS: from, toMS: to, reach: reach, nowMS: Self.now)
            let mine = all.filter { reach.contains($0.branch) }
            let closed = mine.filter { ticket in ticket.closedMS.map { $0 >= from && $0 < to } ?? false }
            let times = closed.map { ($0.closedMS ?? 0) - $0.openedMS }.sorted()
            #expect(report.closed == times.count)
            #expect(report.medianMS == times[(times.count + 1) / 2 - 1])
            #expect(times.filter { $0 <= report.p90MS ?? 0 }.count * 10 >= times.count * 9)
            #expect(times.filter { $0 < report.p90MS ?? 0 }.count * 10 < times.count * 9)
            let open = Dictionary(grouping: mine.filter { $0.state != .closed }, by: \.branch)
            #expect(
                Dictionary(uniqueKeysWithValues: report.branches.map { ($0.branch, $0.open) })
                    == open.mapValues(\.count))
            #expect(report.branches.map(\.overdue).reduce(0, +) == mine.filter(\.isOverdue).count)
            let back = closed.filter { ticket in
                all.contains {
                    $0.state == .closed && $0.branch == ticket.branch && $0.rootCause == ticket.rootCause
                        && $0.openedMS > ticket.closedMS ?? 0 && $0.openedMS <= (ticket.closedMS ?? 0) + 30 * Self.day
                }
            }
            #expect(
                Dictionary(uniqueKeysWithValues: report.causes.map { ($0.cause, $0.cameBack) })
                    == Dictionary(grouping: closed, by: { $0.rootCause ?? "" }).mapValues { tickets in
                        tickets.filter { ticket in back.contains { $0.ticket == ticket.ticket } }.count
                    })
        }
        withExtendedLifetime(folder) {}
    }

    @Test("the report by days is that of each branch's own dates, whatever its time zone", arguments: 0..<8)
    func days(seed: UInt64) async throws {
        let (folder, store) = try await Centre.empty()
        let zones = ["baku": "Asia/Baku", "ganja": "America/Los_Angeles"]
        for (id, zone) in zones { try await store.upsertBranch(BranchInfo(id: id, name: id, timeZone: zone)) }
        let all = try await fill(store, seed: seed, count: 150)
        let last = LocalDay(iso: "2001-09-02") ?? LocalDay(number: 0)
        let steps = (0..<8).map { (last - 55 + $0 * 7)...(last - 49 + $0 * 7) }
        for branches in [["baku", "ganja"], ["ganja"]] {
            let infos = try await store.branches(in: .branches(Set(branches)))
            let found = try await store.ticketDays(steps, of: infos, isWhole: branches.count == 2, nowMS: Self.now)
            let mine = all.filter { branches.contains($0.branch) }
            let day = { (ms: Int64, ticket: ApiTicket) in
                LocalHour(ms: ms, in: TimeZone(identifier: zones[ticket.branch] ?? "") ?? .gmt).day
            }
            let closed = mine.filter { ticket in
                ticket.closedMS.map { (steps[0].lowerBound...last).contains(day($0, ticket)) } ?? false
            }
            #expect(found.report.closed == closed.count)
            #expect(found.report.causes.reduce(0) { $0 + $1.closed } == closed.count)
            #expect(Set(found.report.causes.map(\.cause)).count == found.report.causes.count)
            #expect(found.report.branches.reduce(0) { $0 + $1.open } == mine.filter { $0.state != .closed }.count)
            for (step, days) in zip(found.steps, steps) {
                #expect(step.days == days)
                #expect(step.opened == mine.filter { days.contains(day($0.openedMS, $0)) }.count)
                #expect(step.closed == closed.filter { days.contains(day($0.closedMS ?? 0, $0)) }.count)
            }
        }
        withExtendedLifetime(folder) {}
    }

    @Test(arguments: ["", "x", "9.1.1", "1.2", "1.2.3.4"]) func `a cursor that is none is told`(cursor: String)
        async throws
    {
        let (folder, store) = try await Centre.empty()
        let found = await problem {
            _ = try await store.tickets(TicketFilter(), reach: .all, after: cursor, limit: 5, nowMS: 0)
        }
        #expect(found == .badRequest)
        withExtendedLifetime(folder) {}
    }
}
