import HTTPTypes
import Hummingbird
import WireProtocol

/// Puts the collector's identity, time and epoch on every answer: one without them is a portal or a proxy.
struct CollectorHeaders: RouterMiddleware {
    typealias Context = CollectorContext

    let collectorID: String
    let epoch: String
    /// Milliseconds since 1970.
    let now: @Sendable () -> Int64

    func handle(
        _ request: Request, context: CollectorContext, next: (Request, CollectorContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers.set(Wire.Header.collector, collectorID)
        response.headers.set(Wire.Header.epoch, epoch)
        response.headers.set(Wire.Header.time, String(now()))
        return response
    }
}

extension HTTPFields {
    /// The value of a header named by text, such as those of `Wire.Header`.
    func value(_ name: String) -> String? { HTTPField.Name(name).flatMap { self[$0] } }

    /// Sets a header named by text; a name that HTTP does not allow sets nothing.
    mutating func set(_ name: String, _ value: String) {
        guard let name = HTTPField.Name(name) else { return }
        self[name] = value
    }
}
