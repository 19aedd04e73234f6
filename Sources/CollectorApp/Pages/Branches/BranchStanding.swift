import CollectorStore
import SurveyKit
import WireProtocol

/// Where one branch stands against all others together, as the ranking has it: `below the rest of the chain (43)`.
struct BranchStanding: Equatable, Sendable {
    let place: Ranking.Standing
    /// With the SLI of the others.
    let text: String

    /// Nil where there is nothing to compare: the branch has no answers, or no other has any.
    init?(of branch: String, in branches: [BranchScores], _ pool: BranchPool) {
        let ranking = BranchGroups(branches).ranking
        guard let difference = ranking.differences[branch]?.difference,
            let own = branches.first(where: { $0.branch.id == branch })?.sli
        else { return nil }
        place = ranking.standing(of: branch)
        let word =
            switch place {
            case .above: "above"
            case .same: "not really different from"
            case .below: "below"
            }
        text = "\(word) \(pool.rest) (\(Words.score(own.value - difference)))"
    }
}
