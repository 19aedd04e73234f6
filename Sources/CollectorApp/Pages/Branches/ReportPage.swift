import CollectorStore
import Hummingbird
import SurveyKit
import WireProtocol

/// A branch's week on a sheet of paper.
struct ReportPage {
    let context: PageContext
    let branch: BranchInfo
    /// Its Monday.
    let week: LocalDay

    private struct View: Sendable {
        let frame: PageFrame
        let name: String
        let week: String
        let previous: String
        let next: String?
        /// As on the branch's page.
        let recount: String?
        let sentence: OverviewSentence
        let cards: [CardView]
        let days: BreakdownView?
        let heat: HeatView
        let reasons: ReasonsView
        let hasComments: Bool
        let comments: [CommentView]
        let ticketWeek: String?
    }

    private static let comments = 12

    /// - Parameter day: Any day of the week; nil for the last week that is over.
    /// - Throws: `Problem` `bad-request` for a day that is none; `HTTPError` for a branch that is not within reach.
    static func read(_ id: String, day: String?, _ context: PageContext) async throws -> ReportPage {
        let branch = try await BranchPage.read(id, context).branch
        guard let day else {
            return ReportPage(context: context, branch: branch, week: context.today - context.today.weekday - 7)
        }
        guard let day = LocalDay(iso: day) else {
            throw Problem.badField("\"week\" must be a date such as 2026-11-16.")
        }
        return ReportPage(context: context, branch: branch, week: day - day.weekday)
    }

    private var filter: ScoreFilter {
        var filter = context.filter
        filter.days = week...(week + 6)
        filter.region = nil
        filter.branch = branch.id
        return filter
    }

    func response() async throws -> Response {
        let (store, reach, filter) = (context.store, context.reach, filter)
        let page = BranchPage(context: context, branch: branch)
        let (now, standing) = try await page.scores(filter)
        let before = try await store.totalScores(filter.before, reach: reach)
        let slots = try await store.scores(filter, by: .slot, reach: reach)
        let days = try await store.scores(filter, by: .day, reach: reach)
        let labels = try await SurveyLabels.read(store)
        let reasons = try await store.reasons(filter, reach: reach)
        let comments = try await context.comments(filter).newest(Self.comments)
        let path = "/branches/\(branch.id)"
        let link = { (week: LocalDay) in "\(path)/report?week=\(week.iso)" }
        let query = context.query.with { $0.period = .days(filter.days) }
        return context.collector.page(
            "report",
            View(
                frame: context.frame("\(branch.name), week of \(Words.date(week))", .branches, isLive: false),
                name: branch.name, week: Words.dates(filter.days), previous: link(week - 7),
                next: week + 7 <= context.today ? link(week + 7) : nil,
                recount: try await page.recount,
                sentence: OverviewSentence(
                    now, before: before, beforeWords: "the week before", standing: standing,
                    hours: WorstHoursLink(slots, query, path)),
                cards: CardView.scores(now, before: before, beforeWords: "the week before"),
                days: BreakdownView(days.compactMap(Self.row)),
                heat: HeatView(slots, query, path), reasons: ReasonsView(reasons, labels),
                hasComments: !comments.isEmpty, comments: comments.map(CommentView.init),
                ticketWeek: try await TicketLine.week(week, of: branch, context)))
    }

    private static func row(_ group: ScoreGroup) -> BreakdownRow? {
        LocalDay(iso: group.key).map { day in
            BreakdownRow("\(Words.weekdays[day.weekday]) \(Words.date(day, withYear: false))", group.counts)
        }
    }
}
