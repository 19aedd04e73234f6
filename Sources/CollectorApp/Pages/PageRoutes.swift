import Hummingbird
import Logging

/// What people see after signing in.
struct PageRoutes: Sendable {
    let collector: Collector

    func add(to router: Router<CollectorContext>) {
        router.get("/assets/smilepost.css") { _, _ in collector.stylesheet() }
        let pages = router.group().add(middleware: PageAuthentication(collector: collector))
        pages.get("/", use: overview)
        pages.get("/export/responses.csv") { request, context in
            try await ResponseExport(collector: collector).download(
                in: context.reach, withSuspect: request.countsSuspect)
        }
    }

    @Sendable
    private func overview(_ request: Request, _ context: CollectorContext) async throws -> Response {
        guard let principal = context.principal else { return .redirect(to: "/login", type: .normal) }
        let reading = try await OverviewReading.read(
            collector.store, in: principal.reach, now: collector.now(), countingSuspect: request.countsSuspect)
        return collector.page("overview", OverviewView(reading, principal: principal))
    }
}

extension Request {
    /// `?suspect=include`: the page counts what the scores leave out by default.
    fileprivate var countsSuspect: Bool { uri.queryParameters["suspect"] == "include" }
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
