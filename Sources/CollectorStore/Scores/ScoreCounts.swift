package import SurveyKit

/// How many answers there are of each score: what is pooled, never the scores themselves.
package struct ScoreCounts: Equatable, Sendable {
    /// Smiley and stars answers: number by score (1 is the worst), by levels of the scale.
    package private(set) var satisfaction: [Int: [Int: Int]] = [:]
    /// Number by score, 0 to 10.
    package private(set) var recommendation: [Int: Int] = [:]
    /// Number by score, 1 to 7.
    package private(set) var effort: [Int: Int] = [:]
    /// Responses by how they ended.
    package private(set) var endings: [Completion: Int] = [:]

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

    /// Adds `n` responses that ended so.
    package mutating func add(_ n: Int, ended: Completion) {
        if n != 0 { endings[ended, default: 0] += n }
    }

    /// Responses, whatever was answered.
    package var responses: Int { endings.values.reduce(0, +) }

    /// The percentage of responses that came to the end of the survey, 0 to 100, by Wilson; nil without any.
    package var completion: Score? {
        Metrics.share(of: (endings[.done] ?? 0) + (endings[.skipped] ?? 0), among: responses)
    }

    /// The answers of both.
    package static func + (one: ScoreCounts, other: ScoreCounts) -> ScoreCounts {
        var sum = one
        for (levels, counts) in other.satisfaction {
            sum.satisfaction[levels, default: [:]].merge(counts, uniquingKeysWith: +)
        }
        sum.recommendation.merge(other.recommendation, uniquingKeysWith: +)
        sum.effort.merge(other.effort, uniquingKeysWith: +)
        sum.endings.merge(other.endings, uniquingKeysWith: +)
        return sum
    }
}

extension ScoreCounts {
    /// Satisfaction level indicator over all scales.
    package var sli: Score? { Metrics.sli(bestToWorst: satisfactionSteps) }

    /// Happy index over all scales.
    package var happyIndex: Score? { Metrics.happyIndex(bestToWorst: satisfactionSteps) }

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
