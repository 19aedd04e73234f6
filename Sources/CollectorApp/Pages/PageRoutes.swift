import CollectorStore
import Hummingbird
import Logging
import WireProtocol

/// What people see after signing in.
struct PageRoutes: Sendable {
    let collector: Collector

    func add(to router: Router<CollectorContext>) {
        SiteAssets.add(to: router)
        let pages = router.group().add(middleware: PageAuthentication(collector: collector))
        pages.get("/") { try await OverviewPage(context: try await read($0, $1)).response() }
        pages.get("/branches") { try await BranchesPage(context: try await read($0, $1)).response() }
        pages.get("/branches/:id") { request, context in
            let id = context.pathParameter("id")
            return try await BranchPage.read(id, try await read(request, context)).response()
        }
        BranchSettings(collector: collector).add(to: pages)
        NoticePage(collector: collector).add(to: pages)
        UserPages(collector: collector).add(to: pages)
        TokenPages(collector: collector).add(to: pages)
        WebhookPages(collector: collector).add(to: pages)
        AuditPage(collector: collector).add(to: pages)
        pages.get("/branches/:id/report") { request, context in
            let (id, day) = (context.pathParameter("id"), request.uri.queryParameters["week"].map(String.init))
            return try await ReportPage.read(id, day: day, try await read(request, context)).response()
        }
        pages.get("/comments") { try await CommentsPage(context: try await read($0, $1)).response() }
        pages.get("/surveys") { try await SurveysPage(context: try await read($0, $1)).response() }
        TicketPage(collector: collector).add(to: pages)
        pages.get("\(TicketReportPage.path)") { try await TicketReportPage(context: try await read($0, $1)).response() }
        TicketRulePages(collector: collector).add(to: pages)
        RootCausePages(collector: collector).add(to: pages)
        pages.get("/fleet") { try await FleetPage(context: try await read($0, $1)).response() }
        pages.get("/export/responses.csv") { request, context in
            let query = try PageQuery(request)
            let reach = context.principal?.reach ?? .branches([])
            return try await ResponseExport(collector: collector).download(
                in: reach, withSuspect: query.withSuspect)
        }
        pages.get("/events") { request, context in
            try await LiveRoute(collector: collector).response(request, context)
        }
    }

    @Sendable
    private func read(_ request: Request, _ context: CollectorContext) async throws -> PageContext {
        try await PageContext.read(request, context, collector)
    }
}

/// Tells the errors of pages in words; those of /device and /api are `ProblemMiddleware`'s.
struct PageErrors: RouterMiddleware {
    typealias Context = CollectorContext

    let collector: Collector

    func handle(
        _ request: Request, context: CollectorContext, next: (Request, CollectorContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            var answer = collector.messagePage(
                problem.title, problem.detail, status: HTTPResponse.Status(code: problem.status))
            if problem.status == 503 { answer.headers[.retryAfter] = Problem.retryAfter }
            return answer
        } catch let error as any HTTPResponseError {
            let isMissing = error.status == .notFound || error.status == .methodNotAllowed
            var answer = collector.messagePage(
                isMissing ? "Not found" : "That did not work",
                isMissing
                    ? "There is no page at this address." : "The request could not be read. Go back and try again.",
                status: error.status)
            answer.headers[.allow] = (error as? HTTPError)?.headers[.allow]
            return answer
        } catch {
            context.logger.error("page failed", metadata: ["error": "\(type(of: error))"])
            return collector.messagePage(
                "That did not work", "The collector could not show this page; its log names the error. Try again.",
                status: .internalServerError)
        }
    }
}
