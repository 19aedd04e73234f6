import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import WireProtocol

/// `/api/v1`: what tools and central ops read and change.
///
/// Viewers read, agents reveal, central ops change, admins shut out; reading is free of effects.
struct ApiRoutes: Sendable {
    let collector: Collector

    func add(to router: Router<CollectorContext>) {
        let api = router.group().add(middleware: ApiAuthentication(collector: collector))
            .add(middleware: QueryCheck())
        api.get("\(Api.Path.manifest)", use: manifest)
        api.get("\(Api.Path.surveys)", use: surveys)
        api.post("\(Api.Path.surveys)", use: publish)
        BranchRoutes(collector: collector).add(to: api)
        FleetRoutes(collector: collector).add(to: api)
        api.delete("\(Api.Path.kiosks)/:id", use: revokeKiosk)
        RetirementRoutes(collector: collector).add(to: api)
        api.post("\(Api.Path.assignments)", use: assign)
        api.get("\(Api.Path.responses)", use: ResponseExport(collector: collector).route)
        ContactRoutes(collector: collector).add(to: api)
        ErasureRoute(collector: collector).add(to: api)
        OfferRoutes(collector: collector).add(to: api)
        WebhookRoutes(collector: collector).add(to: api)
        TicketRoutes(collector: collector).add(to: api)
        TicketRuleRoutes(collector: collector).add(to: api)
        PeopleRoutes(collector: collector).add(to: api)
        ScoreRoutes(collector: collector).add(to: api)
        NoticeRoutes(collector: collector).add(to: api)
    }

    private var store: CollectorStore { collector.store }

    @Sendable
    private func manifest(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        guard let bytes = try await store.manifestBytes() else {
            throw Problem(
                .notFound, status: 404, title: "Nothing published",
                detail: "No survey was published here yet, so there is no manifest.", retry: .afterChange)
        }
        return .json(bytes)
    }

    @Sendable
    private func surveys(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        return try .json(ApiSurveys(surveys: try await store.publishedSurveys(in: context.reach)))
    }

    @Sendable
    private func publish(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let publication = try await request.decoded(ApiPublication.self, upTo: 8_388_608)
        let published = try await store.publish(publication, by: actor, nowMS: collector.now())
        context.logger.notice(
            "survey published",
            metadata: [
                "survey": "\(published.survey)", "version": "\(published.version)",
                "by": "\(actor.name)",
            ])
        return try .json(published, status: .created)
    }

    @Sendable
    private func assign(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let wish = try await request.decoded(ApiAssign.self, upTo: 65_536)
        guard wish.branch == nil || wish.kiosk == nil else {
            throw Problem.badField("Name a branch or a kiosk, not both: a kiosk's own survey goes before its branch's.")
        }
        try await store.assign(
            survey: wish.survey, version: wish.version, branch: wish.branch, kiosk: wish.kiosk, by: actor,
            nowMS: collector.now())
        context.logger.notice(
            "survey assigned",
            metadata: [
                "survey": "\(wish.survey)", "version": "\(wish.version.map { "\($0)" } ?? "newest")",
                "to": "\(wish.kiosk ?? wish.branch ?? "*")", "by": "\(actor.name)",
            ])
        return try .json(wish)
    }

    @Sendable
    private func revokeKiosk(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        let id = context.pathParameter("id")
        try await store.revokeKiosk(id: id, by: actor, nowMS: collector.now())
        context.logger.notice("kiosk revoked", metadata: ["kiosk": "\(id)", "by": "\(actor.name)"])
        return Response(status: .noContent, headers: [.cacheControl: "no-store"])
    }
}
