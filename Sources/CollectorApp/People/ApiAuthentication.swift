import CollectorStore
import HTTPTypes
import Hummingbird
import WireProtocol

/// Lets tools with a bearer token to the API; what each role may do there, the routes say.
struct ApiAuthentication: RouterMiddleware {
    typealias Context = CollectorContext

    let collector: Collector

    func handle(
        _ request: Request, context: CollectorContext, next: (Request, CollectorContext) async throws -> Response
    ) async throws -> Response {
        guard let header = request.headers[.authorization], header.lowercased().hasPrefix("bearer ") else {
            return refusal(
                "Send an API token in the header Authorization: Bearer …; smilepost-collector token create "
                    + "makes one.")
        }
        let token = String(header.dropFirst("bearer ".count)).trimmingWhitespace
        guard
            let (record, reach) = try await collector.store.apiToken(
                hash: Secrets.hash(token), nowMS: collector.now())
        else {
            return refusal("This API token is not known here. Check it, or make another one.")
        }
        var context = context
        context.principal = Principal(
            name: record.label, role: record.role, reach: reach, formToken: nil, token: record.prefix)
        return try await next(request, context)
    }

    private func refusal(_ detail: String) -> Response {
        Problem(
            .credentialUnknown, status: 401, title: "No access", detail: detail, retry: .afterChange
        ).response(headers: [.wwwAuthenticate: "Bearer realm=\"Smilepost\""])
    }
}

extension CollectorContext {
    /// - Throws: `Problem` `forbidden` where the principal's role is below `role`, or where `role` concerns the whole chain
    ///   and the principal is held to a part of it.
    func require(_ role: Role) throws(Problem) {
        guard let principal, principal.role >= role, role.takesPlaces || principal.reach == .all else {
            throw Problem(
                .forbidden, status: 403, title: "Not allowed",
                detail: "This takes the role \(role.rawValue) or a higher one. Ask an admin for a token that has it.",
                retry: .afterChange)
        }
    }
}

extension String {
    var trimmingWhitespace: String {
        let start = drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
