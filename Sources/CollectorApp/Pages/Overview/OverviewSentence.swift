import CollectorStore
import SurveyKit
import WireProtocol

/// The sentence at the top: what changed and where, only where it is larger than chance.
struct OverviewSentence: Equatable, Sendable {
    let text: String
    /// `changed` for the worse, `improved`, or nothing.
    let tone: String
    /// Where to look further.
    let link: String?
    /// Of one branch, where some of its hours are really worse.
    let hours: WorstHoursLink?

    private init(_ text: String, tone: String = "", link: String? = nil, hours: WorstHoursLink? = nil) {
        self.text = text
        self.hours = hours
        self.tone = tone
        self.link = link
    }

    /// Of the branch whose fall is the surest.
    init(
        fall: Comparison, of branch: BranchScores, hours: WorstHours?, reason: NamedReason?, link: String,
        beforeWords: String
    ) {
        let now = branch.sli?.value ?? 0
        let fell =
            "\(branch.branch.name) fell from SLI \(Words.score(now - fall.difference)) to \(Words.score(now)) "
            + "against \(beforeWords)"
        let text = fell + (hours.map { ", lowest \($0.text)" } ?? "") + (reason.map { ": \($0.text)" } ?? "") + "."
        self.init(text, tone: "changed", link: link)
    }

    /// Of the chain, and the branches that stand out.
    ///
    /// - Parameter link: To the only branch, where there is but one.
    init(_ ranking: BranchRanking, beforeWords: String, link: String? = nil) {
        guard let sli = ranking.chain.sli else {
            let isAnswered = ranking.chain.nps != nil || ranking.chain.ces != nil
            self.init(
                isAnswered ? "No satisfaction answers in these days." : "No answers in these days.", link: link)
            return
        }
        let change = ranking.before.sli.map { Comparison(sli, against: $0) }
        let text = [Self.change(change, now: sli, beforeWords), Self.branches(ranking.groups, ranking.pool)]
        self.init(
            text.compactMap(\.self).joined(separator: " "),
            tone: Self.tone(change, hasBelow: !ranking.groups.below.isEmpty), link: link)
    }

    /// Of one branch.
    ///
    /// - Parameter standing: Nil where there is nothing to compare it to.
    init(
        _ now: ScoreCounts, before: ScoreCounts, beforeWords: String, standing: BranchStanding?, hours: WorstHoursLink?
    ) {
        guard let sli = now.sli else {
            self.init("No satisfaction answers in these days.")
            return
        }
        let change = before.sli.map { Comparison(sli, against: $0) }
        self.init(
            Self.change(change, now: sli, beforeWords, standing?.text),
            tone: Self.tone(change, hasBelow: standing?.place == .below), hours: hours)
    }

    private static func tone(_ change: Comparison?, hasBelow: Bool) -> String {
        if hasBelow || change.map({ $0.isReal && $0.difference < 0 }) == true { return "changed" }
        return change?.isReal == true ? "improved" : ""
    }

    private static func change(
        _ change: Comparison?, now: Score, _ before: String, _ standing: String? = nil
    ) -> String {
        let level = "SLI is \(Words.score(now.value)) (\(ScoreView.margin(now)))" + (standing.map { ", \($0)" } ?? "")
        guard let change else { return "\(level); there are no answers in \(before) to compare it to." }
        guard change.isReal else {
            return "\(level)\(standing == nil ? "," : ";") no real change against \(before)."
        }
        let word = change.difference < 0 ? "fell" : "rose"
        let was = Words.score(now.value - change.difference)
        let fell = "SLI \(word) from \(was) to \(Words.score(now.value)) against \(before)"
        return fell + (standing.map { "; it is \($0)" } ?? "") + "."
    }

    private static func branches(_ groups: BranchGroups, _ pool: BranchPool) -> String? {
        let below = names(groups.below, "below", pool)
        let above = names(groups.above, "above", pool)
        if below == nil, above == nil {
            return groups.compares ? "No branch really differs from \(pool.rest)." : nil
        }
        return [below, above].compactMap(\.self).joined(separator: " ")
    }

    private static func names(_ branches: [BranchScores], _ side: String, _ pool: BranchPool) -> String? {
        guard !branches.isEmpty else { return nil }
        let ordered = side == "below" ? Array(branches.reversed()) : branches
        let names = ordered.prefix(3).map { "\($0.branch.name) (\(Words.score($0.sli?.value ?? 0)))" }
        let rest = branches.count > 3 ? " and \(branches.count - 3) more" : ""
        let list =
            rest.isEmpty && names.count > 1
            ? names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "") : names.joined(separator: ", ")
        return "\(list)\(rest) \(branches.count == 1 ? "is" : "are") \(side) \(pool.rest)."
    }
}
