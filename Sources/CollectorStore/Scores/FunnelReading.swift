import GRDB
package import SurveyKit

/// How far customers came in one question, over all versions that the filter lets through.
package struct QuestionFunnel: Equatable, Sendable {
    package let survey: String
    package let question: String
    package let kind: String
    package let steps: [FunnelStep: Int]

    /// Customers it was shown to, or would have been.
    package var reached: Int { steps.values.reduce(0, +) }
}

/// How often an option was chosen, by how the responses lean.
package struct ReasonCount: Equatable, Sendable {
    package let survey: String
    package let question: String
    package let option: String
    /// Responses that chose it, and those that chose any option of its question.
    package let chosen: [Leaning: Int]
    package let asked: [Leaning: Int]

    /// What is left of it without a part, such as a chain's count without one branch's.
    package func without(_ part: ReasonCount) -> ReasonCount {
        let subtract = { (all: [Leaning: Int], part: [Leaning: Int]) in
            all.merging(part.mapValues { -$0 }, uniquingKeysWith: +)
        }
        return ReasonCount(
            survey: survey, question: question, option: option, chosen: subtract(chosen, part.chosen),
            asked: subtract(asked, part.asked))
    }
}

extension CollectorStore {
    /// What became of the customers question by question; `order` is the reader's to make, by the survey.
    ///
    /// - Throws: The database's error, or that the reading took too long.
    package func funnels(_ filter: ScoreFilter, reach: Reach = .all) async throws -> [QuestionFunnel] {
        try await pool.read(within: readingLimit) { db in
            var steps: [SurveyQuestion: [FunnelStep: Int]] = [:]
            var kinds: [SurveyQuestion: String] = [:]
            for (key, series, counts) in try TallySums([.funnel], filter, by: .survey, reach, db).keyed() {
                let question = SurveyQuestion(survey: key.text, question: series.question)
                kinds[question] = series.kind
                for step in FunnelStep.allCases {
                    steps[question, default: [:]][step, default: 0] += Int(counts[step.rawValue])
                }
            }
            return steps.sorted { $0.key < $1.key }.map { key, steps in
                QuestionFunnel(
                    survey: key.survey, question: key.question, kind: kinds[key] ?? "", steps: steps)
            }
        }
    }

    /// How often each option was chosen, by the leaning of the responses.
    ///
    /// - Throws: The database's error, or that the reading took too long.
    package func reasons(_ filter: ScoreFilter, reach: Reach = .all) async throws -> [ReasonCount] {
        try await pool.read(within: readingLimit) { db in
            var sums: [SurveyQuestion: [Leaning: Int]] = [:]
            for (key, series, counts) in try TallySums([.reason], filter, by: .survey, reach, db).keyed() {
                let option = SurveyQuestion(survey: key.text, question: series.question, option: series.option)
                for leaning in Leaning.allCases {
                    sums[option, default: [:]][leaning, default: 0] += Int(counts[leaning.rawValue])
                }
            }
            return sums.filter { !$0.key.option.isEmpty }.sorted { $0.key < $1.key }.map { key, chosen in
                let all = sums[SurveyQuestion(survey: key.survey, question: key.question)] ?? [:]
                return ReasonCount(
                    survey: key.survey, question: key.question, option: key.option, chosen: chosen, asked: all)
            }
        }
    }
}

private struct SurveyQuestion: Hashable, Comparable {
    let survey: String
    let question: String
    var option = ""

    static func < (one: SurveyQuestion, other: SurveyQuestion) -> Bool {
        (one.survey, one.question, one.option) < (other.survey, other.question, other.option)
    }
}
