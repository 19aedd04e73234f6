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
    /// How the loop closes: of tickets within reach that were closed from `fromMS` up to, not including, `toMS`.
    ///
    /// - Parameter branch: Only this one; nil for all within reach.
    /// - Throws: The database's error; `Problem` `overloaded`.
    package func ticketReport(
        fromMS: Int64, toMS: Int64, branch: String? = nil, reach: Reach, nowMS: Int64
    ) async throws -> ApiTicketReport {
        try await pool.read(within: readingLimit) { db in
            let slice = try TicketSlice(
                TicketSlice.branches(in: reach, only: branch, db), edges: [fromMS, toMS])
            return try ApiTicketReport([slice], nowMS: nowMS, db)
        }
    }

    /// The report on these branches, told apart by the steps, which follow each other.
    ///
    /// - Parameters:
    ///   - steps: At least one.
    ///   - isWhole: Whether tickets of no known branch are meant too: those of kiosks that nobody knows.
    /// - Throws: The database's error; `Problem` `overloaded`.
    package func ticketDays(
        _ steps: [ClosedRange<LocalDay>], of branches: [BranchInfo], isWhole: Bool, nowMS: Int64
    ) async throws -> TicketDays {
        try await pool.read(within: readingLimit) { db in
            let slices = try TicketSlice.all(of: branches, isWhole: isWhole, steps, db)
            let counts = try slices.map { try $0.counts(db) }
            return TicketDays(
                report: try ApiTicketReport(slices, nowMS: nowMS, db),
                steps: steps.indices.map { index in
                    TicketDays.Step(
                        days: steps[index], opened: counts.reduce(0) { $0 + $1[index].opened },
                        closed: counts.reduce(0) { $0 + $1[index].closed })
                })
        }
    }
}

extension ApiTicketReport {
    /// The report on slices that have no branch in common.
    fileprivate init(_ slices: [TicketSlice], nowMS: Int64, _ db: Database) throws {
        let times = try slices.flatMap { try $0.closingTimes(db) }.sorted()
        self.init(
            closed: times.count, medianMS: Self.quantile(times, 0.5), p90MS: Self.quantile(times, 0.9),
            branches: try slices.flatMap { try $0.open(nowMS: nowMS, db) }.sorted {
                ($1.open, $0.branch) < ($0.open, $1.branch)
            },
            causes: Self.sum(try slices.flatMap { try $0.causes(db) }))
    }

    /// The causes of all slices, the most frequent first.
    private static func sum(_ causes: [Cause]) -> [Cause] {
        Dictionary(grouping: causes, by: \.cause).values.compactMap { parts in
            parts.first.map { first in
                Cause(
                    cause: first.cause, name: first.name, closed: parts.reduce(0) { $0 + $1.closed },
                    cameBack: parts.reduce(0) { $0 + $1.cameBack })
            }
        }.sorted { ($1.closed, $0.name) < ($0.closed, $1.name) }
    }

    /// The smallest value that at least this share of the sorted ones is not above; nil for none.
    private static func quantile(_ sorted: [Int64], _ share: Double) -> Int64? {
        guard !sorted.isEmpty else { return nil }
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }
}
