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
            return Self.otherVersion
        }
        do {
            return try await next(request, context)
        } catch let closed as EnrolmentGate.Closed {
            return closed.problem.response(headers: [.retryAfter: String((closed.waitMS + 999) / 1_000)])
        } catch let problem as Problem where problem.status == 503 {
            // Drawn for each request, so that those turned away together don't come back together.
            return problem.response(headers: [.retryAfter: String(Int.random(in: 5...60))])
        } catch let problem as Problem where problem.status == 415 {
            // So that a kiosk can tell a coding that is refused here from an address that is wrong.
            return problem.response(headers: [.acceptEncoding: "identity"])
        }
    }

    /// 426 with the versions spoken here, in the header as in words.
    private static var otherVersion: Response {
        let problem = Problem(
            .protocolVersion, status: 426, title: "Another protocol version",
            detail: "This collector speaks version \(Wire.version) (\(Wire.Header.proto): \(Wire.version)). "
                + "Bring kiosk and collector to the same release.", retry: .afterChange)
        var response = problem.response(headers: [.upgrade: "smilepost/\(Wire.version)"])
        response.headers.set(Wire.Header.proto, String(Wire.version))
        return response
    }
}
