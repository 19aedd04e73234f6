import HTTPTypes
import Hummingbird
import WireProtocol

/// Holds devices to the protocol version, and tells them when to come back after an overload.
struct DeviceProtocol: RouterMiddleware {
    typealias Context = CollectorContext

    func handle(
        _ request: Request, context: CollectorContext, next: (Request, CollectorContext) async throws -> Response
    ) async throws -> Response {
        guard request.headers.value(Wire.Header.proto) == String(Wire.version) else {
            throw Problem(
                .protocolVersion, status: 426, title: "Another protocol version",
                detail: "This collector speaks version \(Wire.version) (\(Wire.Header.proto): \(Wire.version)). "
                    + "Bring kiosk and collector to the same release.", retry: .afterChange)
        }
        do {
            return try await next(request, context)
        } catch let problem as Problem where problem.status == 503 {
            // Drawn for each request, so that those turned away together don't come back together.
            return problem.response(headers: [.retryAfter: String(Int.random(in: 5...60))])
        }
    }
}
