import CollectorStore
import HTTPTypes
import Hummingbird
import Logging
import WireProtocol

/// `PUT` and `DELETE /api/v1/kiosks/{id}/retirement`: takes a kiosk out of service, and back.
struct RetirementRoutes: Sendable {
    let collector: Collector

    func add(to api: RouterGroup<CollectorContext>) {
        api.put("\(Api.Path.retirement(":id"))") { request, context in try await set(true, request, context) }
        api.delete("\(Api.Path.retirement(":id"))") { request, context in try await set(false, request, context) }
    }

    private func set(_ isRetired: Bool, _ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let id = context.pathParameter("id")
        try await collector.store.setRetired(isRetired, kiosk: id, by: actor, nowMS: collector.now())
        context.logger.notice(
            isRetired ? "kiosk retired" : "kiosk taken back",
            metadata: ["kiosk": "\(id)", "by": "\(actor.name)"])
        return Response(status: .noContent, headers: [.cacheControl: "no-store"])
    }
}
