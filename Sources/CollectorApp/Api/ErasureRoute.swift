import CollectorStore
import Hummingbird
import Logging
import SurveyKit
import WireProtocol

/// `DELETE /api/v1/responses/{id}?reason=…`: what a customer said is erased for good, and who wanted it stays.
struct ErasureRoute: Sendable {
    let collector: Collector

    func add(to api: RouterGroup<CollectorContext>) { api.delete("\(Api.Path.responses)/:id", use: erase) }

    @Sendable
    private func erase(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let reason = request.uri.queryParameters["reason"].map(String.init) ?? ""
        guard ApiRevealRequest(reason: reason).isReasonable else {
            throw Problem.badField(
                "\"reason\" must be 1 to \(ApiRevealRequest.longestReason) characters on one line: "
                    + "it is kept in the erasure log and the audit log.")
        }
        guard let response = ResponseID(hex: context.pathParameter("id")) else {
            throw Problem.badField("The id of a response is 32 hex digits, as the export has it.")
        }
        let outcome = try await collector.store.erase(
            response, by: actor, reason: reason.trimmingWhitespace, nowMS: collector.now())
        if case .erased = outcome {
            context.logger.notice("response erased", metadata: ["response": "\(response.hex)", "by": "\(actor.name)"])
        }
        return Response(status: .noContent, headers: [.cacheControl: "no-store"])
    }
}
