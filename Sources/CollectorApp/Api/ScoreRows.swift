import CollectorStore
import SurveyKit
import WireProtocol

extension ApiScoreSet {
    init(_ counts: ScoreCounts) {
        self.init(
            responses: counts.responses, completed: counts.completion, sli: counts.sli, csat: counts.csat,
            nps: counts.nps, ces: counts.ces, cesEasy: counts.cesEasy, happyIndex: counts.happyIndex)
    }
}

extension BranchRanking {
    /// The branches with their standing, the best first.
    private var standings: [(standing: String, branch: BranchScores)] {
        let all: [(String, [BranchScores])] = [
            ("above", groups.above), ("same", groups.same), ("below", groups.below), ("silent", groups.silent),
        ]
        return all.flatMap { standing, branches in branches.map { (standing, $0) } }
    }

    var api: [ApiRanking.Row] {
        standings.map { standing, scores in
            ApiRanking.Row(
                branch: scores.branch.id, name: scores.branch.name, region: scores.branch.region, standing: standing,
                change: changes[scores.branch.id]?.difference, scores: ApiScoreSet(scores.counts))
        }
    }

    /// With a header.
    var table: [[String]] {
        [["branch", "name", "region", "standing", "sli_change"] + ScoreCells.header]
            + standings.map { standing, scores in
                let change = changes[scores.branch.id].map { ScoreCells.figure($0.difference) } ?? ""
                return [scores.branch.id, scores.branch.name, scores.branch.region, standing, change]
                    + ScoreCells.cells(scores.counts)
            }
    }
}

extension QuestionFunnel {
    var api: ApiFunnel.Row {
        ApiFunnel.Row(
            survey: survey, question: question, kind: kind, reached: reached, answered: steps[.answered] ?? 0,
            skipped: steps[.skipped] ?? 0, left: steps[.left] ?? 0, unasked: steps[.unasked] ?? 0)
    }

    /// With a header.
    static func table(_ funnels: [QuestionFunnel]) -> [[String]] {
        [["survey", "question", "kind", "reached", "answered", "skipped", "left", "unasked"]]
            + funnels.map { funnel in
                [funnel.survey, funnel.question, funnel.kind, "\(funnel.reached)"]
                    + [FunnelStep.answered, .skipped, .left, .unasked].map { "\(funnel.steps[$0] ?? 0)" }
            }
    }
}

extension ReasonCount {
    fileprivate func pair(_ leaning: Leaning) -> (Int, Int) { (chosen[leaning] ?? 0, asked[leaning] ?? 0) }

    var api: ApiReasons.Row {
        let (low, middle, high) = (pair(.low), pair(.middle), pair(.high))
        return ApiReasons.Row(
            survey: survey, question: question, option: option, low: low.0, lowOf: low.1, middle: middle.0,
            middleOf: middle.1, high: high.0, highOf: high.1)
    }
}

extension Comment {
    var api: ApiComments.Row {
        ApiComments.Row(
            response: id.hex, text: text, question: question, branch: branch.id, kiosk: kioskID, survey: survey,
            language: language, occurredMS: occurredMS, kind: score?.kind, score: score?.score)
    }
}
