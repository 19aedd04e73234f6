import GRDB
package import SurveyKit
package import WireProtocol

/// The scores of one branch over a span of time, from the counts of its answers.
package struct BranchScores: Equatable, Sendable {
    package let branch: BranchInfo
    package let counts: ScoreCounts

    package init(branch: BranchInfo, counts: ScoreCounts) {
        self.branch = branch
        self.counts = counts
    }

    /// Nil without answers to smiley or stars questions.
    package var sli: Score? { counts.sli }
    /// Nil without answers to smiley or stars questions.
    package var csat: Score? { counts.csat }
    /// Nil without answers to nps questions.
    package var nps: Score? { counts.nps }
    /// Mean of 1 to 7; nil without answers to ces questions.
    package var ces: Score? { counts.ces }
}

/// How many answers there are of each score: what is pooled, never the scores themselves.
package struct ScoreCounts: Equatable, Sendable {
    /// Smiley and stars answers: number by score (1 is the worst), by levels of the scale.
    package private(set) var satisfaction: [Int: [Int: Int]] = [:]
    /// Number by score, 0 to 10.
    package private(set) var recommendation: [Int: Int] = [:]
    /// Number by score, 1 to 7.
    package private(set) var effort: [Int: Int] = [:]

    package init() {}

    /// Adds `n` answers of a kind of question; a kind that is not a score's adds nothing.
    package mutating func add(_ n: Int, kind: String, levels: Int, score: Int) {
        switch kind {
        case "smiley", "stars": satisfaction[levels, default: [:]][score, default: 0] += n
        case "nps": recommendation[score, default: 0] += n
        case "ces": effort[score, default: 0] += n
        default: break
        }
    }

    /// The answers of both.
    package static func + (one: ScoreCounts, other: ScoreCounts) -> ScoreCounts {
        var sum = one
        for (levels, counts) in other.satisfaction {
            sum.satisfaction[levels, default: [:]].merge(counts, uniquingKeysWith: +)
        }
        sum.recommendation.merge(other.recommendation, uniquingKeysWith: +)
        sum.effort.merge(other.effort, uniquingKeysWith: +)
        return sum
    }
}

extension ScoreCounts {
    /// Satisfaction level indicator over all scales.
    package var sli: Score? { Metrics.sli(bestToWorst: satisfactionSteps) }

    /// The answers of all scales on one, best first: scales of 3, 4 and 5 levels all have their steps on one of 13, and
    /// every level keeps its own value.
    package var satisfactionSteps: [Int] {
        var pooled = [Int](repeating: 0, count: 13)
        for (levels, scores) in satisfaction where levels > 1 && 12 % (levels - 1) == 0 {
            let counts = Metrics.counts(ofScores: scores, levels: levels)
            for (index, count) in counts.enumerated() { pooled[index * 12 / (levels - 1)] += count }
        }
        return pooled
    }

    /// Customer satisfaction over all scales, each with its own top box.
    package var csat: Score? {
        let boxes = satisfaction.compactMap { levels, scores in
            Metrics.topBox(bestToWorst: Metrics.counts(ofScores: scores, levels: levels))
        }
        let hits = boxes.reduce(0) { $0 + $1.hits }
        let n = boxes.reduce(0) { $0 + $1.n }
        return Metrics.csat(bestToWorst: [hits, 0, 0, 0, n - hits])
    }

    /// Net promoter score.
    package var nps: Score? { Metrics.nps(ofScores: recommendation) }

    /// Customer effort score as a mean of 1 to 7.
    package var ces: Score? { Metrics.cesMean(oneToSeven: (1...7).map { effort[$0] ?? 0 }) }

    /// Customer effort score as the percentage of 5 to 7.
    package var cesEasy: Score? { Metrics.cesEasyShare(oneToSeven: (1...7).map { effort[$0] ?? 0 }) }
}

extension CollectorStore {
    /// Every branch by id, with the counts of answers given from `fromMS` up to, not including, `toMS`.
    ///
    /// A score given before walking away counts; that of a suspect press only on demand. The sum of all branches' counts is the chain's.
    /// - Throws: The database's error.
    package func branchScores(
        fromMS: Int64, toMS: Int64, countingSuspect: Bool = false
    ) async throws -> [BranchScores] {
        try await pool.read { db in
            var counts: [String: ScoreCounts] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT branch, kind, levels, score, COUNT(*) FROM answer
                    WHERE occurred_ms >= ? AND occurred_ms < ? AND score IS NOT NULL AND suspect <= ?
                    GROUP BY 1, 2, 3, 4
                    """, arguments: [fromMS, toMS, countingSuspect])
            while let row = try rows.next() {
                counts[row[0], default: ScoreCounts()].add(row[4], kind: row[1], levels: row[2], score: row[3])
            }
            return try Row.fetchAll(db, sql: "SELECT id, name, time_zone FROM branch ORDER BY id").map { row in
                let branch = BranchInfo(row: row)
                return BranchScores(branch: branch, counts: counts[branch.id] ?? ScoreCounts())
            }
        }
    }
}
