import CollectorStore
import SurveyKit
import WireProtocol

/// The sentence at the top: what is different and where, only when it is larger than chance.
struct OverviewSentence: Equatable, Sendable {
    let text: String
    /// `changed` for the worse, `improved`, or nothing.
    let tone: String

    init(groups: BranchGroups, chain: ScoreCounts, before: ScoreCounts) {
        guard let sli = chain.sli else {
            text =
                chain.nps == nil
                ? "No answers in the last 7 days yet." : "No satisfaction answers in the last 7 days yet."
            tone = ""
            return
        }
        let change = before.sli.map { Comparison(sli, against: $0) }
        let branches = Self.branches(groups)
        text = [Self.change(change, now: sli), branches].compactMap(\.self).joined(separator: " ")
        if change.map({ $0.isReal && $0.difference < 0 }) == true || !groups.below.isEmpty {
            tone = "changed"
        } else {
            tone = change?.isReal == true ? "improved" : ""
        }
    }

    private static func change(_ change: Comparison?, now: Score) -> String {
        let level = "SLI is \(Words.score(now.value)) (\(ScoreView.margin(now)))"
        guard let change else { return "\(level); there is no week before to compare it to." }
        guard change.isReal else { return "\(level), no real change against the week before." }
        let word = change.difference < 0 ? "fell" : "rose"
        let was = Words.score(now.value - change.difference)
        return "SLI \(word) from \(was) to \(Words.score(now.value)) against the week before."
    }

    private static func branches(_ groups: BranchGroups) -> String? {
        let below = names(groups.below, "below")
        let above = names(groups.above, "above")
        if below == nil, above == nil {
            return groups.same.count > 1 ? "No branch really differs from the rest of the chain." : nil
        }
        return [below, above].compactMap(\.self).joined(separator: " ")
    }

    private static func names(_ branches: [BranchScores], _ side: String) -> String? {
        guard !branches.isEmpty else { return nil }
        let ordered = side == "below" ? Array(branches.reversed()) : branches
        let names = ordered.prefix(3).map { "\($0.branch.name) (\(Words.score($0.sli?.value ?? 0)))" }
        let rest = branches.count > 3 ? " and \(branches.count - 3) more" : ""
        let list =
            rest.isEmpty && names.count > 1
            ? names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "") : names.joined(separator: ", ")
        return "\(list)\(rest) \(branches.count == 1 ? "is" : "are") \(side) the rest of the chain."
    }
}
