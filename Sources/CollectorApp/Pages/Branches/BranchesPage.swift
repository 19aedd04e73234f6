import CollectorStore
import Hummingbird
import SurveyKit
import WireProtocol

/// Every branch, the best first, in three groups.
struct BranchesPage {
    let context: PageContext

    private struct View: Sendable {
        let frame: PageFrame
        let filters: FilterView
        let sentence: String
        let groups: [BranchGroupView]
        let pages: PagesView?
        let tick: String?
        let before: String
    }

    /// Rows on one page: a browser and an eye take more, but not gladly.
    private static let rows = 100

    func response() async throws -> Response {
        let (filter, reach, store) = (context.filter, context.reach, context.store)
        async let now = store.branchScores(filter, reach: reach)
        async let then = store.branchScores(filter.before, reach: reach)
        let ranking = BranchRanking(try await now, before: try await then, context.pool)
        if context.isCSV { return context.csv("branches", ranking.table) }
        let count = ranking.count
        let pages = PagesView(context.query, context.path, count: count, size: Self.rows)
        return context.collector.page(
            "branches",
            View(
                frame: context.frame("Branches", .branches), filters: try await context.filters(filter),
                sentence: Self.sentence(ranking),
                groups: ranking.views(context.query, rows: pages?.range ?? 0..<count), pages: pages,
                tick: ranking.tick, before: context.beforeWords))
    }

    private static func sentence(_ ranking: BranchRanking) -> String {
        let groups = ranking.groups
        guard groups.compares else { return "With one branch there is nothing to compare it to." }
        return "\(Words.count(Int64(groups.above.count), "branch is", "branches are")) above \(ranking.pool.rest), "
            + "\(Words.count(Int64(groups.below.count))) below; "
            + "\(Words.count(Int64(groups.same.count), "shows", "show")) no real difference."
    }
}

/// Steps between the pages of a long list.
struct PagesView: Sendable {
    let text: String
    let previous: String?
    let next: String?
    let range: Range<Int>

    /// Nil where one page holds all.
    init?(_ query: PageQuery, _ path: String, count: Int, size: Int) {
        guard count > size else { return nil }
        let last = (count + size - 1) / size
        let page = min(query.page, last)
        range = (page - 1) * size..<min(count, page * size)
        text =
            "\(Words.count(Int64(range.lowerBound + 1))) to \(Words.count(Int64(range.upperBound))) of "
            + Words.count(Int64(count))
        previous = page > 1 ? query.with { $0.page = page - 1 }.link(path) : nil
        next = page < last ? query.with { $0.page = page + 1 }.link(path) : nil
    }
}
