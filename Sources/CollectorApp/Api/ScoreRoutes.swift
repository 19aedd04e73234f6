import CollectorStore
import Hummingbird
import SurveyKit
import WireProtocol

/// The part of `/api/v1` that is about scores: what the pages show, as figures.
struct ScoreRoutes: Sendable {
    let collector: Collector

    func add(to api: RouterGroup<CollectorContext>) {
        api.get("\(Api.Path.scores)", use: scores)
        api.get("\(Api.Path.ranking)", use: ranking)
        api.get("\(Api.Path.funnel)", use: funnel)
        api.get("\(Api.Path.reasons)", use: reasons)
        api.get("\(Api.Path.comments)", use: comments)
    }

    @Sendable
    private func scores(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let asked = try await ScoreRequest(request, context, collector)
        let word = request.uri.queryParameters["by"].map(String.init) ?? ScoreDimension.none.rawValue
        guard let dimension = ScoreDimension(rawValue: word) else {
            let known = ScoreDimension.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem.badField("\"by\" must be one of \(known).")
        }
        let groups = try await collector.store.scores(asked.filter, by: dimension, reach: asked.reach)
        return try asked.answer(
            ApiScores(
                from: asked.from, to: asked.to, by: word,
                rows: groups.map { ApiScores.Row(key: $0.key, scores: ApiScoreSet($0.counts)) }),
            table: [[word] + ScoreCells.header] + groups.map { [$0.key] + ScoreCells.cells($0.counts) })
    }

    @Sendable
    private func ranking(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let asked = try await ScoreRequest(request, context, collector)
        let store = collector.store
        let ranking = BranchRanking(
            try await store.branchScores(asked.filter, reach: asked.reach),
            before: try await store.branchScores(asked.filter.before, reach: asked.reach),
            BranchPool(asked.reach, region: asked.filter.region))
        return try asked.answer(
            ApiRanking(from: asked.from, to: asked.to, branches: ranking.api), table: ranking.table)
    }

    @Sendable
    private func funnel(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let asked = try await ScoreRequest(request, context, collector)
        let labels = try await SurveyLabels.read(collector.store)
        let funnels = labels.sorted(try await collector.store.funnels(asked.filter, reach: asked.reach))
        return try asked.answer(
            ApiFunnel(from: asked.from, to: asked.to, questions: funnels.map(\.api)),
            table: QuestionFunnel.table(funnels))
    }

    @Sendable
    private func reasons(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let asked = try await ScoreRequest(request, context, collector)
        let reasons = try await collector.store.reasons(asked.filter, reach: asked.reach).map(\.api)
        let header = [
            "survey", "question", "option", "low", "low_of", "middle", "middle_of", "high", "high_of",
        ]
        return try asked.answer(
            ApiReasons(from: asked.from, to: asked.to, options: reasons),
            table: [header]
                + reasons.map { row in
                    [row.survey, row.question, row.option]
                        + [row.low, row.lowOf, row.middle, row.middleOf, row.high, row.highOf].map(String.init)
                })
    }

    @Sendable
    private func comments(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let asked = try await ScoreRequest(request, context, collector)
        let comments = FilteredComments(
            store: collector.store, reach: asked.reach, filter: asked.filter, leaning: asked.query.leaning)
        let page = try await comments.page(500, after: asked.query.after)
        return try .json(ApiComments(comments: page.comments.map(\.api), next: page.next))
    }
}

/// Who asks for what, and how it is to be said.
private struct ScoreRequest {
    let query: PageQuery
    let filter: ScoreFilter
    let reach: Reach
    private let isCSV: Bool

    var from: String { filter.days.lowerBound.iso }
    var to: String { filter.days.upperBound.iso }

    /// - Throws: `Problem` `forbidden`, `bad-request`; the database's error.
    init(_ request: Request, _ context: CollectorContext, _ collector: Collector) async throws {
        try context.require(.viewer)
        let format = request.uri.queryParameters["format"] ?? "json"
        guard ["json", "csv"].contains(format) else { throw Problem.badField("The format must be json or csv.") }
        isCSV = format == "csv"
        let names = request.uri.queryParameters
        guard names["days"] == nil || (names["from"] == nil && names["to"] == nil) else {
            throw Problem.badField("Give \"days\", or \"from\" and \"to\", not both.")
        }
        query = try PageQuery(request)
        reach = context.reach
        let today = try await collector.store.today(nowMS: collector.now(), reach: reach)
        var filter = query.filter(today: today)
        filter.branch = request.uri.queryParameters["branch"].map(String.init)
        self.filter = filter
    }

    func answer(_ value: some Encodable, table: [[String]]) throws -> Response {
        guard isCSV else { return try .json(value) }
        return Response(
            status: .ok, headers: [.contentType: "\(Api.MediaType.csv); charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: table.map(CSV.row).joined())))
    }
}
