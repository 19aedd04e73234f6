import CollectorStore
import SurveyKit
import WireProtocol

/// Branches in three groups: above, not really different from, and below the rest of the chain.
struct BranchGroups {
    let above: [BranchScores]
    let same: [BranchScores]
    let below: [BranchScores]
    /// Branches without answers.
    let silent: [BranchScores]

    /// Compares each branch's SLI to that of all other branches pooled.
    init(_ branches: [BranchScores]) {
        let counts = branches.map { ($0.branch.id, $0.counts.satisfactionSteps) }
        let ranking = Ranking(Dictionary(uniqueKeysWithValues: counts)) { Metrics.sli(bestToWorst: $0) }
        let ranked = branches.filter { $0.sli != nil }.sorted {
            let values = ($0.sli?.value ?? 0, $1.sli?.value ?? 0)
            return values.0 == values.1 ? $0.branch.name < $1.branch.name : values.0 > values.1
        }
        above = ranked.filter { ranking.standing(of: $0.branch.id) == .above }
        same = ranked.filter { ranking.standing(of: $0.branch.id) == .same }
        below = ranked.filter { ranking.standing(of: $0.branch.id) == .below }
        silent = branches.filter { $0.sli == nil }
    }
}

/// A heading with its rows, as the template has them.
struct BranchGroupView: Equatable, Sendable {
    let heading: String?
    let rows: [BranchRowView]
}

struct BranchRowView: Equatable, Sendable {
    let branch: String
    let sli: ScoreView
    let csat: ScoreView
    let nps: ScoreView

    init(_ scores: BranchScores, chain: ScoreCounts) {
        branch = scores.branch.name
        sli = ScoreView("SLI", scores.sli, scale: -100...100, chain: chain.sli)
        csat = ScoreView("CSAT", scores.csat, scale: 0...100, chain: chain.csat, unit: " %")
        nps = ScoreView("NPS", scores.nps, scale: -100...100, chain: chain.nps)
    }
}

extension BranchGroups {
    /// The groups that have rows; one alone needs no heading.
    func views(chain: ScoreCounts) -> [BranchGroupView] {
        let compares = above.count + same.count + below.count > 1
        let groups: [(String, [BranchScores])] = [
            ("Above the rest of the chain", above), ("No real difference from the rest", same),
            ("Below the rest of the chain", below), ("No answers yet", silent),
        ]
        return groups.filter { !$0.1.isEmpty }.map { heading, rows in
            BranchGroupView(
                heading: compares ? heading : nil, rows: rows.map { BranchRowView($0, chain: chain) })
        }
    }
}
