import HTTPTypes
import Hummingbird
import Synchronization

/// Tells a wrong method at an address that exists from an address that does not: 405 with what is allowed there (RFC 9110).
struct MethodCheck: RouterMiddleware {
    typealias Context = CollectorContext

    /// The routes, known once all are added.
    final class Table: Sendable {
        private let routes = Mutex<[(path: [Substring], method: HTTPRequest.Method)]>([])

        func fill(from router: Router<CollectorContext>) {
            let all = router.routes.map { (path: "\($0.path)".split(separator: "/"), method: $0.method) }
            routes.withLock { $0 = all }
        }

        /// `GET, HEAD, POST`; nil where nothing is at the path.
        func allowed(at path: String) -> String? {
            let parts = path.split(separator: "/")
            let found = routes.withLock { routes in routes.filter { Self.matches($0.path, parts) } }
            // The router goes by a word before it goes by a parameter, and does not turn back.
            guard let nearest = found.map({ Self.shape($0.path) }).min() else { return nil }
            let methods = found.filter { Self.shape($0.path) == nearest }.map(\.method)
            // A route that gets also tells its headers alone.
            let all = Set(methods.map(\.rawValue)).union(methods.contains(.get) ? ["HEAD"] : [])
            return all.sorted().joined(separator: ", ")
        }

        private static func matches(_ pattern: [Substring], _ path: [Substring]) -> Bool {
            pattern.count == path.count
                && zip(pattern, path).allSatisfy { part, given in part == given || isParameter(part) }
        }

        private static func isParameter(_ part: Substring) -> Bool {
            part.hasPrefix(":") || (part.hasPrefix("{") && part.hasSuffix("}"))
        }

        /// A letter for each part, `a` for a word and `b` for a parameter.
        private static func shape(_ pattern: [Substring]) -> String {
            pattern.map { isParameter($0) ? "b" : "a" }.joined()
        }
    }

    let table: Table

    func handle(
        _ request: Request, context: CollectorContext, next: (Request, CollectorContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            guard let allowed = table.allowed(at: request.uri.path) else { throw error }
            throw HTTPError(.methodNotAllowed, headers: [.allow: allowed])
        }
    }
}
