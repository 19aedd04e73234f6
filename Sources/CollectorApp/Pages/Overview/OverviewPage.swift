import CollectorStore
import Hummingbird
import SurveyKit
import WireProtocol

/// Says whether we are better or worse, where, and why.
struct OverviewPage {
    let context: PageContext

    private struct View: Sendable {
        let frame: PageFrame
        let filters: FilterView
        let sentence: OverviewSentence
        let cards: [CardView]
        /// Whether branches are listed: one alone has nothing to be compared to.
        let hasBranches: Bool
        let tick: String?
        let groups: [BranchGroupView]
        let ranking: String
        let trend: TrendView
        let heat: HeatView
        let reasons: ReasonsView
        let hasComments: Bool
        let comments: [CommentView]
        let moreComments: String
        let fleetTone: String
        let fleetHeadline: String
        let equation: String
        let setAside: String?
        let responses: String
        let ticketLine: TicketLine?
    }

    /// Rows of each group, and comments: the rest has pages of its own.
    private static let rows = 5
    private static let comments = 6

    func response() async throws -> Response {
        let (store, reach, filter) = (context.store, context.reach, context.filter)
        let (wide, dimension) = TrendView.span(filter)
        // Side by side: each is a reading of its own.
        async let now = store.branchScores(filter, reach: reach)
        async let before = store.branchScores(filter.before, reach: reach)
        async let days = store.scores(wide, by: dimension, reach: reach)
        async let slots = store.scores(filter, by: .slot, reach: reach)
        async let kiosks = store.kiosks(in: reach)
        let branches = try await now
        let ranking = BranchRanking(branches, before: try await before, context.pool)
        let trend = try await days
        if context.isCSV {
            return context.csv(
                "overview",
                [[dimension.rawValue] + ScoreCells.header] + trend.map { [$0.key] + ScoreCells.cells($0.counts) })
        }
        let labels = try await SurveyLabels.read(store)
        let reasons = try await store.reasons(filter, reach: reach)
        let comments = try await context.comments(filter).newest(Self.comments)
        let fleet = FleetSummary(now: context.now, kiosks: try await kiosks)
        let query = context.query
        return context.collector.page(
            "overview",
            View(
                frame: context.frame("Overview", .overview), filters: try await context.filters(filter),
                sentence: try await sentence(branches, ranking, reasons, labels),
                cards: CardView.scores(ranking.chain, before: ranking.before, beforeWords: context.beforeWords),
                hasBranches: branches.count > 1, tick: ranking.tick,
                groups: ranking.views(query, atMost: Self.rows), ranking: query.link("/branches"),
                trend: TrendView(trend, wide.days, by: dimension, query, context.path),
                heat: HeatView(try await slots, query, context.path, isOfMany: branches.count > 1),
                reasons: ReasonsView(reasons, labels),
                hasComments: !comments.isEmpty, comments: comments.map(CommentView.init),
                moreComments: query.link("/comments"), fleetTone: fleet.tone, fleetHeadline: fleet.headline,
                equation: fleet.equation, setAside: try await setAside(),
                responses: "/export/responses.csv" + (query.withSuspect ? "?suspect=include" : ""),
                ticketLine: try await TicketLine.read(context)))
    }

    /// What was worst: the surest fall of a branch, with its hours and what is named there; else how the chain does.
    private func sentence(
        _ branches: [BranchScores], _ ranking: BranchRanking, _ reasons: [ReasonCount], _ labels: SurveyLabels
    ) async throws -> OverviewSentence {
        guard let fall = ranking.worstFall(of: branches), branches.count > 1 else {
            let only = branches.count == 1 ? branches.first : nil
            return OverviewSentence(
                ranking, beforeWords: context.beforeWords,
                link: only.map { context.query.link(toBranch: $0.branch.id) })
        }
        var own = context.filter
        own.region = nil
        own.branch = fall.branch.branch.id
        let slots = try await context.store.scores(own, by: .slot, reach: context.reach)
        let named = try await context.store.reasons(own, reach: context.reach)
        return OverviewSentence(
            fall: fall.change, of: fall.branch, hours: WorstHours(slots),
            reason: NamedReason(there: named, everywhere: reasons, labels),
            link: context.query.link(toBranch: fall.branch.branch.id),
            beforeWords: context.beforeWords)
    }

    /// Lines that are no responses are the whole chain's matter.
    private func setAside() async throws -> String? {
        guard context.reach == .all else { return nil }
        let lines = try await context.store.setAsideLines()
        return lines == 0 ? nil : "\(Words.count(lines, "line", "lines")) set aside, not in the scores"
    }
}
