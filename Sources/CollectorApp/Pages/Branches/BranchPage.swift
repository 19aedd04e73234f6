import CollectorStore
import Foundation
import Hummingbird
import SurveyKit
import WireProtocol

/// One branch: better or worse, since when, at what hours, and what customers name.
struct BranchPage {
    let context: PageContext
    let branch: BranchInfo

    private struct View: Sendable {
        let frame: PageFrame
        let filters: FilterView
        let name: String
        let place: String
        let all: String
        /// Where whoever looks may change its settings; nil where not.
        let settings: String?
        /// Why its hours may be the old ones; nil where they are not.
        let recount: String?
        let sentence: OverviewSentence
        let cards: [CardView]
        let trend: TrendView
        let heat: HeatView
        let reasons: ReasonsView
        let kiosksTable: BreakdownView?
        let comments: [CommentView]
        let hasComments: Bool
        let report: String
        let tickets: String
        /// What the branch says on its thank-you screens; nil for nothing.
        let notice: NoticePage.UpView?
        let yousaid: String
        let ticketLine: TicketLine?
    }

    /// - Throws: `Problem` `not-found` for a branch that is not there or out of reach.
    static func read(_ id: String, _ context: PageContext) async throws -> BranchPage {
        guard let branch = try await context.store.branch(id: id, in: context.reach) else {
            throw Problem.noBranch(id)
        }
        return BranchPage(context: context, branch: branch)
    }

    /// Said while the branch's past is counted by new clocks.
    var recount: String? {
        get async throws {
            guard try await context.store.isBeingRecounted(branch.id) else { return nil }
            return
                "This branch has a new time zone, and its past is being counted again: until that is over, some of it "
                + "stands in the old hours and days."
        }
    }

    private var filter: ScoreFilter {
        var filter = context.filter
        filter.region = nil
        filter.branch = branch.id
        return filter
    }

    /// Its scores, and where it stands among all branches within reach, by one reading of them.
    ///
    /// - Parameter filter: Of this branch alone.
    /// - Throws: The database's error, or that the reading took too long.
    func scores(_ filter: ScoreFilter) async throws -> (counts: ScoreCounts, standing: BranchStanding?) {
        var all = filter
        all.branch = nil
        let branches = try await context.store.branchScores(all, reach: context.reach)
        let own = branches.first { $0.branch.id == branch.id }?.counts ?? ScoreCounts()
        let pool = BranchPool(context.reach, region: all.region)
        return (own, BranchStanding(of: branch.id, in: branches, pool))
    }

    func response() async throws -> Response {
        let (store, reach, filter) = (context.store, context.reach, filter)
        let (wide, dimension) = TrendView.span(filter)
        let trend = try await store.scores(wide, by: dimension, reach: reach)
        if context.isCSV {
            return context.csv(
                branch.id,
                [[dimension.rawValue] + ScoreCells.header] + trend.map { [$0.key] + ScoreCells.cells($0.counts) })
        }
        let (now, standing) = try await scores(filter)
        let before = try await store.totalScores(filter.before, reach: reach)
        let slots = try await store.scores(filter, by: .slot, reach: reach)
        let labels = try await SurveyLabels.read(store)
        let comments = try await context.comments(filter).newest(8)
        let reasons = try await store.reasons(filter, reach: reach)
        return context.collector.page(
            "branch",
            View(
                frame: context.frame(branch.name, .branches),
                filters: try await context.filters(filter, hasRegion: false), name: branch.name,
                place: [branch.region, branch.timeZone].filter { !$0.isEmpty }.joined(separator: " · "),
                all: context.query.link("/branches"),
                settings: context.principal.role >= .manager ? BranchSettings.path(branch.id) : nil,
                recount: try await recount,
                sentence: OverviewSentence(
                    now, before: before, beforeWords: context.beforeWords, standing: standing,
                    hours: WorstHoursLink(slots, context.query, context.path)),
                cards: CardView.scores(now, before: before, beforeWords: context.beforeWords),
                trend: TrendView(trend, wide.days, by: dimension, context.query, context.path),
                heat: HeatView(slots, context.query, context.path), reasons: ReasonsView(reasons, labels),
                kiosksTable: BreakdownView(try await kiosks(filter)), comments: comments.map(CommentView.init),
                hasComments: !comments.isEmpty, report: "/branches/\(branch.id)/report",
                tickets: TicketsPage.link(branch: branch.id), notice: try await notice(),
                yousaid: NoticePage.path(branch.id),
                ticketLine: try await TicketLine.read(context, branch: branch.id)))
    }

    private func notice() async throws -> NoticePage.UpView? {
        let now = context.collector.now()
        return NoticePage.UpView(try await context.store.notices(of: branch.id, in: context.reach, nowMS: now))
    }

    private func kiosks(_ filter: ScoreFilter) async throws -> [BreakdownRow] {
        let groups = try await context.store.scores(filter, by: .kiosk, reach: context.reach).map { group in
            (id: String(group.key.split(separator: "/").last ?? ""), counts: group.counts)
        }
        let names = try await context.store.kioskNames(groups.map(\.id), in: context.reach)
        return groups.map { BreakdownRow(names[$0.id] ?? $0.id, $0.counts) }
    }
}

/// Scores told apart by something, as a table.
struct BreakdownView: Sendable {
    let rows: [BreakdownRow]

    /// Nil without rows.
    init?(_ rows: [BreakdownRow]) {
        guard !rows.isEmpty else { return nil }
        self.rows = rows
    }
}

/// One value of a breakdown with its SLI.
struct BreakdownRow: Sendable {
    let label: String
    let sli: ScoreView
    let responses: String

    init(_ label: String, _ counts: ScoreCounts) {
        self.label = label
        sli = ScoreView("SLI", counts.sli, scale: -100...100, chain: nil)
        responses = Words.count(Int64(counts.responses))
    }
}
