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
    /// Whether more than one branch has answers.
    let compares: Bool
    /// What puts them there.
    let ranking: Ranking

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
        compares = ranked.count > 1
        self.ranking = ranking
    }
}
