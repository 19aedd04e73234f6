import CollectorStore
import HTTPTypes
import Hummingbird
import Logging
import SurveyKit
import Transport
import WireProtocol

/// `/api/v1/webhooks`: who else is told of responses and tickets, and how that goes; for admins.
struct WebhookRoutes: Sendable {
    let collector: Collector

    func add(to api: RouterGroup<CollectorContext>) {
        api.get("\(Api.Path.webhooks)", use: list)
        api.post("\(Api.Path.webhooks)", use: create)
        api.delete("\(Api.Path.webhook(":id"))", use: remove)
        api.post("\(Api.Path.webhookTest(":id"))", use: test)
    }

    @Sendable
    private func list(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.admin)
        return try .json(try await collector.store.outboxStatus())
    }

    @Sendable
    private func create(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        let wish = try await request.decoded(ApiWebhookWish.self, upTo: 65_536)
        return try .json(try await make(wish, by: actor, context), status: .created)
    }

    /// - Throws: `Problem` for a webhook that can't be.
    func make(
        _ wish: ApiWebhookWish, by actor: AuditActor, _ context: CollectorContext
    ) async throws -> ApiWebhookSecret {
        try wish.check()
        let answer = ApiWebhookSecret(id: "w_" + Secrets.salt().hex, secret: Secrets.token())
        try await collector.store.addWebhook(
            wish, id: answer.id, secret: answer.secret, by: actor, nowMS: collector.now())
        context.logger.notice(
            "webhook made", metadata: ["webhook": "\(answer.id)", "by": "\(actor.name)"])
        return answer
    }

    @Sendable
    private func remove(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        try await end(context.pathParameter("id"), by: actor, context)
        return Response(status: .noContent, headers: [.cacheControl: "no-store"])
    }

    /// - Throws: `Problem` `not-found`.
    func end(_ id: String, by actor: AuditActor, _ context: CollectorContext) async throws {
        guard try await collector.store.removeWebhook(id, by: actor, nowMS: collector.now()) else {
            throw Problem.noSuchWebhook
        }
        context.logger.notice("webhook removed", metadata: ["webhook": "\(id)", "by": "\(actor.name)"])
    }

    @Sendable
    private func test(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.admin)
        return try .json(try await test(context.pathParameter("id")))
    }

    /// Sends a ping at once.
    ///
    /// - Throws: `Problem` `not-found`.
    func test(_ id: String) async throws -> ApiWebhookTest {
        guard let webhook = try await collector.store.webhook(id) else { throw Problem.noSuchWebhook }
        return switch try await collector.outbox.ping(webhook) {
        case .delivered: ApiWebhookTest(isDelivered: true, error: nil)
        case .refused(let why), .failed(let why, _), .gone(let why): ApiWebhookTest(isDelivered: false, error: why)
        }
    }
}

extension ApiWebhookWish {
    /// - Throws: `Problem` `bad-request` for a URL that may not be used, or no events.
    func check() throws(Problem) {
        guard url.utf8.count <= 2_000, DeliveryAddress.isUsable(url) else {
            throw .badField(
                "The URL of a webhook must be https://…, or http://… to the collector's own machine, without a user "
                    + "and password in it.")
        }
        guard !events.isEmpty, !events.contains(.ping), Set(events).count == events.count else {
            let words = Webhook.Event.allCases.filter { $0 != .ping }.map(\.rawValue)
            throw .badField("\"events\" must name one or more of \(words.joined(separator: ", ")), each once.")
        }
        guard branches?.isEmpty != true, (branches ?? []).count <= 1_000 else {
            throw .badField("\"branches\" must name 1 to 1000 branches; leave it out for all.")
        }
    }
}

extension Problem {
    fileprivate static let noSuchWebhook = Problem(
        .notFound, status: 404, title: "No such webhook", detail: "There is no webhook with this id here.",
        retry: .afterChange)
}
