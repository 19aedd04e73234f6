import HTTPTypes
import Hummingbird

/// Tells browsers to run and load nothing but what this server sends, and to show it in no frame.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = CollectorContext

    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'"

    /// Whether people reach the collector by https, so that browsers may be told to stay there.
    let isSecure: Bool

    func handle(
        _ request: Request, context: CollectorContext, next: (Request, CollectorContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        // No browser goes there, and a kiosk asks once a minute over a line that may be paid by the megabyte.
        guard !request.uri.path.hasPrefix("/device/") else { return response }
        response.headers.set("Content-Security-Policy", Self.policy)
        response.headers.set("X-Content-Type-Options", "nosniff")
        response.headers.set("Referrer-Policy", "no-referrer")
        response.headers.set("X-Frame-Options", "DENY")
        response.headers.set("Cross-Origin-Opener-Policy", "same-origin")
        if isSecure { response.headers.set("Strict-Transport-Security", "max-age=31536000") }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}
