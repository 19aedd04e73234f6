import GRDB
package import SurveyKit

/// Responses that the scores leave out unless they are asked for.
package struct LeftOutCounts: Equatable, Sendable {
    /// Suspect presses, by why.
    package let suspect: [SuspectReason: Int]
    /// Responses whose hour is a guess, without the suspect ones.
    package let uncertain: Int
}

extension CollectorStore {
    /// What the scores leave out of the filter's days, whether it is counted in or not.
    ///
    /// - Throws: The database's error, or that the reading took too long.
    package func leftOut(_ filter: ScoreFilter, reach: Reach = .all) async throws -> LeftOutCounts {
        try await pool.read(within: readingLimit) { db in
            let sum = { (part: TallyPart, buckets: [TallyBucket]) in
                try TallySums([part], filter, by: .none, reach, buckets: buckets, db).keyed().map(\.counts)
                    .reduce(ColumnCounts.zero, &+)
            }
            let suspect = try sum(.suspicion, [.suspect, .suspectAndUncertain])
            let uncertain = try sum(.ending, [.uncertain])
            let reasons = SuspectReason.allCases.enumerated().map { ($1, Int(suspect[$0])) }
            return LeftOutCounts(
                suspect: Dictionary(uniqueKeysWithValues: reasons.filter { $0.1 != 0 }),
                uncertain: Completion.allCases.indices.reduce(0) { $0 + Int(uncertain[$1]) })
        }
    }
}
