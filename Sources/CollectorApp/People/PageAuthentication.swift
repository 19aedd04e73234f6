import CollectorStore
import Hummingbird

/// Lets people with a session to the pages, and sends everyone else to the login page.
struct PageAuthentication: RouterMiddleware {
    typealias Context = CollectorContext

    let collector: Collector

    func handle(
        _ request: Request, context: CollectorContext, next: (Request, CollectorContext) async throws -> Response
    ) async throws -> Response {
        guard let principal = try await Self.principal(of: request, collector: collector) else {
            return .redirect(to: "/login", type: .normal)
        }
        var context = context
        context.principal = principal
        return try await next(request, context)
    }

    static func principal(of request: Request, collector: Collector) async throws -> Principal? {
        guard let cookie = request.cookies[SessionCookie.name]?.value,
            let (user, reach) = try await collector.store.session(
                hash: Secrets.hash(cookie), nowMS: collector.now())
        else { return nil }
        return Principal(
            name: user.name, role: user.role, reach: reach, formToken: SessionCookie.formToken(for: cookie))
    }
}
