import CollectorStore
import HTTPTypes
import Hummingbird
import Logging
import WireProtocol

/// `/api/v1/ticket-rules` and `/api/v1/root-causes`: what opens a ticket, and what it can be closed with; the whole
/// chain's, and so for central ops to change.
struct TicketRuleRoutes: Sendable {
    let collector: Collector

    func add(to api: RouterGroup<CollectorContext>) {
        api.get("\(Api.Path.ticketRules)", use: rules)
        api.put("\(Api.Path.ticketRules(of: ":survey"))", use: setRules)
        api.delete("\(Api.Path.ticketRules(of: ":survey"))", use: removeRules)
        api.get("\(Api.Path.rootCauses)", use: causes)
        api.put("\(Api.Path.rootCauses)", use: setCauses)
    }

    @Sendable
    private func rules(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        return try .json(try await collector.store.ticketRules())
    }

    @Sendable
    private func setRules(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let survey = context.pathParameter("survey")
        let list = try await request.decoded(ApiTicketRuleList.self, upTo: 1_048_576)
        try await collector.store.setTicketRules(list.rules, of: survey, by: actor, nowMS: collector.now())
        context.logger.notice("ticket rules changed", metadata: ["survey": "\(survey)", "by": "\(actor.name)"])
        return try .json(list)
    }

    @Sendable
    private func removeRules(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let survey = context.pathParameter("survey")
        let isRemoved = try await collector.store.removeTicketRules(of: survey, by: actor, nowMS: collector.now())
        guard isRemoved else {
            throw Problem(
                .notFound, status: 404, title: "No rules", detail: "\"\(survey)\" has no rules of its own here.",
                retry: .afterChange)
        }
        context.logger.notice("ticket rules removed", metadata: ["survey": "\(survey)", "by": "\(actor.name)"])
        return Response(status: .noContent, headers: [.cacheControl: "no-store"])
    }

    @Sendable
    private func causes(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        return try .json(try await collector.store.rootCauses())
    }

    @Sendable
    private func setCauses(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let causes = try await request.decoded(ApiRootCauses.self, upTo: 65_536)
        try await collector.store.setRootCauses(causes, by: actor, nowMS: collector.now())
        context.logger.notice("root causes changed", metadata: ["by": "\(actor.name)"])
        return try .json(try await collector.store.rootCauses())
    }
}
