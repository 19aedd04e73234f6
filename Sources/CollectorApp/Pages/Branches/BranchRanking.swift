import CollectorStore
import SurveyKit
import WireProtocol

/// The branches of a chain ranked by SLI, each against the rest and against its own period before.
struct BranchRanking {
    let groups: BranchGroups
    let chain: ScoreCounts
    let before: ScoreCounts
    /// Real changes of a branch against the period before, false ones among them held at 5 %.
    let changes: [String: Comparison]
    let pool: BranchPool
    /// Scores of all branches together, which every row is drawn against; none where one branch alone has answers.
    fileprivate let references: (sli: Score?, csat: Score?, nps: Score?)

    init(_ branches: [BranchScores], before: [BranchScores], _ pool: BranchPool) {
        groups = BranchGroups(branches)
        self.pool = pool
        chain = branches.map(\.counts).reduce(ScoreCounts(), +)
        self.before = before.map(\.counts).reduce(ScoreCounts(), +)
        references = groups.compares ? (chain.sli, chain.csat, chain.nps) : (nil, nil, nil)
        let then = Dictionary(uniqueKeysWithValues: before.map { ($0.branch.id, $0.sli) })
        var comparisons: [String: Comparison] = [:]
        for branch in branches {
            guard let now = branch.sli, let was = then[branch.branch.id] ?? nil else { continue }
            comparisons[branch.branch.id] = Comparison(now, against: was)
        }
        let real = Ranking.discoveries(comparisons.mapValues(\.probability))
        changes = comparisons.filter { real.contains($0.key) }
    }

    /// What the tick of each row's drawing is; nil where there is none.
    var tick: String? { groups.compares ? pool.all : nil }

    /// The branch whose fall is the surest to be large; nil where none fell.
    func worstFall(of branches: [BranchScores]) -> (branch: BranchScores, change: Comparison)? {
        branches.compactMap { branch in
            changes[branch.branch.id].flatMap { $0.difference < 0 ? (branch, $0) : nil }
        }.min { $0.1.interval.upperBound < $1.1.interval.upperBound }
    }
}

/// A heading with its rows, as the template has them.
struct BranchGroupView: Equatable, Sendable {
    let heading: String?
    let rows: [BranchRowView]
    /// How many rows of the group are not shown; nil where all are.
    let more: String?
}

struct BranchRowView: Equatable, Sendable {
    let branch: String
    let link: String
    let sli: ScoreView
    let csat: ScoreView
    let nps: ScoreView
    let change: String
    let changeTone: String

    init(_ scores: BranchScores, _ ranking: BranchRanking, _ query: PageQuery) {
        let chain = ranking.references
        branch = scores.branch.name
        link = query.link(toBranch: scores.branch.id)
        sli = ScoreView("SLI", scores.sli, scale: -100...100, chain: chain.sli)
        csat = ScoreView("CSAT", scores.csat, scale: 0...100, chain: chain.csat, unit: " %")
        nps = ScoreView("NPS", scores.nps, scale: -100...100, chain: chain.nps)
        let difference = ranking.changes[scores.branch.id]?.difference
        change = difference.map { Words.change($0) } ?? "–"
        changeTone = difference.map { $0 < 0 ? "worse" : "better" } ?? ""
    }
}

extension BranchRanking {
    /// The groups that have rows, each with its heading; one group alone needs none.
    private var sections: [(heading: String?, branches: [BranchScores])] {
        let hasFew = groups.same.contains { ($0.sli?.n ?? 0) < Ranking.few }
        let same = "No real difference" + (hasFew ? ", or too few answers" : " from the rest")
        let all: [(String, [BranchScores])] = [
            ("Above \(pool.rest)", groups.above), (same, groups.same),
            ("Below \(pool.rest)", groups.below), ("No answers in these days", groups.silent),
        ]
        return all.filter { !$0.1.isEmpty }.map { heading, branches in
            (groups.compares ? "\(heading) (\(Words.count(Int64(branches.count))))" : nil, branches)
        }
    }

    /// At most so many rows of each group.
    func views(_ query: PageQuery, atMost limit: Int) -> [BranchGroupView] {
        sections.map { heading, branches in
            // Of those below, the worst are the last ones.
            let isBelow = branches.first?.branch.id == groups.below.first?.branch.id
            let shown = isBelow ? branches.suffix(limit) : branches.prefix(limit)
            let more = branches.count - shown.count
            return BranchGroupView(
                heading: heading, rows: shown.map { BranchRowView($0, self, query) },
                more: more > 0 ? "\(Words.count(Int64(more))) more" : nil)
        }
    }

    /// Branches in all groups.
    var count: Int { sections.reduce(0) { $0 + $1.branches.count } }

    /// The rows of one page of all groups, under their headings; only these are drawn.
    func views(_ query: PageQuery, rows range: Range<Int>) -> [BranchGroupView] {
        var place = 0
        return sections.compactMap { heading, branches in
            let own = (place..<place + branches.count).clamped(to: range)
            let shown = own.isEmpty ? [] : branches[own.lowerBound - place..<own.upperBound - place]
            place += branches.count
            let rows = shown.map { BranchRowView($0, self, query) }
            return rows.isEmpty ? nil : BranchGroupView(heading: heading, rows: rows, more: nil)
        }
    }
}
