import GRDB
package import SurveyKit
package import WireProtocol

/// The scores of one branch over a span of time, from the counts of its answers.
package struct BranchScores: Equatable, Sendable {
    package let branch: BranchInfo
    package let counts: ScoreCounts
    /// Nil without answers to smiley or stars questions; it is what branches are sorted by, and made once.
    package let sli: Score?

    package init(branch: BranchInfo, counts: ScoreCounts) {
        self.branch = branch
        self.counts = counts
        sli = counts.sli
    }

    /// Nil without answers to smiley or stars questions.
    package var csat: Score? { counts.csat }
    /// Nil without answers to nps questions.
    package var nps: Score? { counts.nps }
    /// Mean of 1 to 7; nil without answers to ces questions.
    package var ces: Score? { counts.ces }
}

extension CollectorStore {
    /// Every branch in reach that the filter lets through, by id, also those without answers.
    ///
    /// - Throws: The database's error, or that the reading took too long.
    package func branchScores(_ filter: ScoreFilter, reach: Reach = .all) async throws -> [BranchScores] {
        let groups = try await scores(filter, by: .branch, reach: reach)
        let counts = Dictionary(uniqueKeysWithValues: groups.map { ($0.key, $0.counts) })
        return try await branches(in: reach).filter { branch in
            (filter.branch ?? branch.id) == branch.id && (filter.region ?? branch.region) == branch.region
        }.map { BranchScores(branch: $0, counts: counts[$0.id] ?? ScoreCounts()) }
    }
}
