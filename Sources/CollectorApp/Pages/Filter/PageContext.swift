import CollectorStore
import Hummingbird
import SurveyKit
import WireProtocol

/// What every page of scores is made from: who asks, for what, and what there is to choose.
struct PageContext: Sendable {
    let collector: Collector
    let principal: Principal
    let query: PageQuery
    let path: String
    let now: Int64
    let today: LocalDay
    let filter: ScoreFilter
    let choices: FilterChoices
    let isCSV: Bool

    var store: CollectorStore { collector.store }
    var reach: Reach { principal.reach }

    /// - Throws: `Problem` `bad-request` for an address that can't be, `forbidden` for one who is not signed in.
    static func read(_ request: Request, _ context: CollectorContext, _ collector: Collector) async throws
        -> PageContext
    {
        guard let principal = context.principal else { throw HTTPError(.unauthorized) }
        let query = try PageQuery(request)
        let now = collector.now()
        let today = try await collector.store.today(nowMS: now, reach: principal.reach)
        return PageContext(
            collector: collector, principal: principal, query: query, path: request.uri.path, now: now, today: today,
            filter: query.filter(today: today),
            choices: try await FilterChoices.read(collector.store, reach: principal.reach),
            isCSV: request.uri.queryParameters["format"] == "csv")
    }

    /// The row of filters, with what they leave out.
    func filters(_ filter: ScoreFilter, hasRegion: Bool = true) async throws -> FilterView {
        FilterView(
            query, path: path, choices: choices, today: today,
            leftOut: try await store.leftOut(filter, reach: reach), hasRegion: hasRegion)
    }

    /// What a branch of these pages is compared to.
    var pool: BranchPool { BranchPool(reach, region: filter.region) }

    /// The comments of these responses.
    func comments(_ filter: ScoreFilter) -> FilteredComments {
        FilteredComments(store: store, reach: reach, filter: filter, leaning: query.leaning)
    }

    func frame(_ title: String, _ place: Place?, isLive: Bool = true) -> PageFrame {
        PageFrame(title, place: place, for: principal, now: now, isLive: isLive, footer: Self.footer)
    }

    private static let footer =
        "SLI: satisfaction of all answers by faces and stars, from −100 (all the worst) to 100 (all the best). "
        + "Dates and hours are those of each branch's own clocks. ± is half of the 95 % interval; a lopsided one is told "
        + "by its ends. A change or a branch is marked only where it is larger than chance; false alarms among branches "
        + "are held at 5 %."

    /// The period before, for words: `the 7 days before`.
    var beforeWords: String {
        let count = filter.days.upperBound.number - filter.days.lowerBound.number + 1
        return count == 1 ? "the day before" : "the \(Words.count(Int64(count))) days before"
    }

    /// A page's rows as a file; its name says what and when.
    func csv(_ name: String, _ rows: [[String]]) -> Response { .csv("\(name)-\(span)", rows) }

    /// The dates, as the names of files have them.
    var span: String { "\(filter.days.lowerBound.iso)-\(filter.days.upperBound.iso)" }
}
