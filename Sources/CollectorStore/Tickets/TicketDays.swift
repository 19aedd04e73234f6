import Foundation
import GRDB
package import SurveyKit
package import WireProtocol

/// How the loop closes, day by day on the clocks of each branch.
package struct TicketDays: Equatable, Sendable {
    /// Of tickets that were closed in these days; what is open is as it is now.
    package let report: ApiTicketReport
    /// Every step of the span, also where nothing happened.
    package let steps: [Step]

    /// One day, or several.
    package struct Step: Equatable, Sendable {
        package let days: ClosedRange<LocalDay>
        package let opened: Int
        package let closed: Int
    }
}

extension CollectorStore {
    /// The report on these branches, told apart by the steps, which follow each other.
    ///
    /// - Parameters:
    ///   - steps: At least one.
    ///   - isWhole: Whether tickets of no branch are meant too: those of kiosks that nobody knows.
    /// - Throws: The database's error; `Problem` `overloaded`.
    package func ticketDays(
        _ steps: [ClosedRange<LocalDay>], of branches: [BranchInfo], isWhole: Bool, nowMS: Int64
    ) async throws -> TicketDays {
        let slices = try TicketSlice.all(of: branches, isWhole: isWhole, steps)
        return try await pool.read(within: readingLimit) { db in
            let times = try slices.flatMap { try $0.closingTimes(db) }.sorted()
            let counts = try slices.map { try $0.counts(db) }
            return TicketDays(
                report: ApiTicketReport(
                    closed: times.count, medianMS: Self.quantile(times, 0.5), p90MS: Self.quantile(times, 0.9),
                    branches: try slices.flatMap { try Self.openBranches($0.scope, nowMS: nowMS, db) }
                        .sorted { ($1.open, $0.branch) < ($0.open, $1.branch) },
                    causes: TicketSlice.sum(try slices.map { try $0.causes(db) })),
                steps: steps.indices.map { index in
                    TicketDays.Step(
                        days: steps[index], opened: counts.reduce(0) { $0 + $1[index].opened },
                        closed: counts.reduce(0) { $0 + $1[index].closed })
                })
        }
    }
}

/// The branches that have the same clocks, and when the steps begin and end there.
private struct TicketSlice {
    let scope: StatementArguments
    /// Ms since 1970, the last one past the end.
    let edges: [Int64]

    static func all(
        of branches: [BranchInfo], isWhole: Bool, _ steps: [ClosedRange<LocalDay>]
    ) throws -> [TicketSlice] {
        var zones = Dictionary(grouping: branches, by: \.timeZone).mapValues { $0.map(\.id) }
        if isWhole { zones["UTC", default: []].append("") }
        return try zones.sorted { $0.key < $1.key }.map { zone, ids in
            let zone = TimeZone(identifier: zone) ?? .gmt
            let days = steps.map(\.lowerBound) + steps.suffix(1).map { $0.upperBound + 1 }
            return TicketSlice(scope: [try WordList.encode(ids), nil], edges: days.map { $0.start(in: zone) })
        }
    }

    private var span: (from: Int64, to: Int64) { (edges.first ?? 0, edges.last ?? 0) }

    func closingTimes(_ db: Database) throws -> [Int64] {
        try CollectorStore.closingTimes(scope, fromMS: span.from, toMS: span.to, db)
    }

    func causes(_ db: Database) throws -> [ApiTicketReport.Cause] {
        try CollectorStore.causes(scope, fromMS: span.from, toMS: span.to, db)
    }

    /// Of each step.
    func counts(_ db: Database) throws -> [(opened: Int, closed: Int)] {
        let edges = String(decoding: try JSONEncoder().encode(edges), as: UTF8.self)
        return try Row.fetchAll(
            db,
            sql: """
                WITH edge(place, low, high) AS (
                  SELECT key, value, LEAD(value) OVER (ORDER BY key) FROM json_each(?3))
                SELECT
                  (SELECT COUNT(*) FROM ticket WHERE \(CollectorStore.inScope)
                    AND opened_ms >= low AND opened_ms < high) AS opened,
                  (SELECT COUNT(*) FROM ticket WHERE \(CollectorStore.inScope) AND state = 'closed'
                    AND closed_ms >= low AND closed_ms < high) AS closed
                FROM edge WHERE high IS NOT NULL ORDER BY place
                """, arguments: scope + [edges]
        ).map { ($0["opened"], $0["closed"]) }
    }

    /// The causes of all slices, the most frequent first.
    static func sum(_ slices: [[ApiTicketReport.Cause]]) -> [ApiTicketReport.Cause] {
        Dictionary(grouping: slices.joined(), by: \.cause).values.compactMap { parts in
            parts.first.map { first in
                ApiTicketReport.Cause(
                    cause: first.cause, name: first.name, closed: parts.reduce(0) { $0 + $1.closed },
                    cameBack: parts.reduce(0) { $0 + $1.cameBack })
            }
        }.sorted { ($1.closed, $0.name) < ($0.closed, $1.name) }
    }
}
