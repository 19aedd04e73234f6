import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import WireProtocol

/// The part of `/api/v1` that is about kiosks and how they are let in.
///
/// Whoever may make a token may let kiosks in; only admins shut one out.
struct FleetRoutes: Sendable {
    let collector: Collector

    func add(to api: RouterGroup<CollectorContext>) {
        api.post("\(Api.Path.enrolTokens)", use: createToken)
        api.get("\(Api.Path.enrolTokens)", use: tokens)
        api.delete("\(Api.Path.enrolTokens)/:id", use: revokeToken)
        api.get("\(Api.Path.kiosks)", use: kiosks)
        api.get("\(Api.Path.kiosks)/:id", use: kiosk)
        api.get("\(Api.Path.ledger(ofKiosk: ":id"))", use: ledger)
        api.post("\(Api.Path.rotateAll)", use: rotateAll)
        api.post("\(Api.Path.kiosk(":id", .approve))", use: approve)
        api.post("\(Api.Path.kiosk(":id", .reject))", use: reject)
        api.post("\(Api.Path.kiosk(":id", .rotate))", use: rotate)
        api.post("\(Api.Path.kiosk(":id", .renewQueue))", use: renewQueue)
        api.put("\(Api.Path.branch(ofKiosk: ":id"))", use: move)
    }

    private var store: CollectorStore { collector.store }

    @Sendable
    private func ledger(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        return try .json(try await store.ledger(ofKiosk: context.pathParameter("id"), in: context.reach))
    }

    @Sendable
    private func createToken(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let wish = try await request.decoded(ApiTokenRequest.self, upTo: 65_536)
        try wish.check()
        let token = Secrets.token()
        let hash = Secrets.hash(token)
        let now = collector.now()
        try await store.createEnrolToken(
            hash: hash, branch: wish.branch, uses: wish.uses, expiresMS: now + wish.expiresMS,
            labels: wish.labels ?? [], approve: wish.approve ?? false, by: actor, nowMS: now)
        let answer = ApiToken(
            token: token, branch: wish.branch, uses: wish.uses, expiresAtMS: now + wish.expiresMS,
            id: ApiEnrolToken.id(hash: hash))
        return try .json(answer, status: .created)
    }

    @Sendable
    private func tokens(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        return try .json(ApiEnrolTokens(tokens: try await store.enrolTokens(in: context.reach)))
    }

    @Sendable
    private func revokeToken(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let id = context.pathParameter("id")
        try await store.revokeEnrolToken(id: id, by: actor, nowMS: collector.now())
        return done("enrolment token revoked", id, context)
    }

    @Sendable
    private func kiosks(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        let waiting = try await store.waitingKiosks(in: context.reach)
        return try .json(
            ApiKiosks(
                kiosks: try await store.kiosks(in: context.reach).map(\.api), waiting: waiting.isEmpty ? nil : waiting))
    }

    @Sendable
    private func kiosk(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        let id = context.pathParameter("id")
        guard let kiosk = try await store.kiosk(id: id, in: context.reach) else {
            throw Problem(
                .notFound, status: 404, title: "No such kiosk",
                detail: "There is no kiosk \(id.prefix(64)); smilepost-ops kiosks list shows them.",
                retry: .afterChange)
        }
        return try .json(kiosk.api)
    }

    @Sendable
    private func approve(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try await decide(isApproved: true, context)
    }

    @Sendable
    private func reject(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try await decide(isApproved: false, context)
    }

    private func decide(isApproved: Bool, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let id = context.pathParameter("id")
        try await store.decide(kiosk: id, isApproved: isApproved, by: actor, nowMS: collector.now())
        return done(isApproved ? "kiosk approved" : "kiosk rejected", id, context)
    }

    @Sendable
    private func rotate(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try await rotate(context.pathParameter("id"), context)
    }

    @Sendable
    private func rotateAll(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try await rotate(nil, context)
    }

    private func rotate(_ id: String?, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        let count = try await store.orderRotation(id: id, by: actor, nowMS: collector.now())
        _ = done("fresh credential ordered", id ?? "*", context)
        return try .json(ApiOrdered(kiosks: count))
    }

    @Sendable
    private func renewQueue(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        let id = context.pathParameter("id")
        try await store.orderRenewal(id: id, by: actor, nowMS: collector.now())
        return done("new queue ordered", id, context)
    }

    @Sendable
    private func move(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let wish = try await request.decoded(ApiKioskMove.self, upTo: 65_536)
        let id = context.pathParameter("id")
        let old = try await store.moveKiosk(id: id, to: wish.branch, by: actor, nowMS: collector.now())
        _ = done("kiosk moved", id, context)
        return try .json(ApiKioskMoved(kiosk: id, from: old, to: wish.branch))
    }

    /// Writes into the log who did what, and answers 204.
    private func done(_ what: Logger.Message, _ id: String, _ context: CollectorContext) -> Response {
        context.logger.notice(what, metadata: ["id": "\(id)", "by": "\(context.principal?.name ?? "")"])
        return Response(status: .noContent, headers: [.cacheControl: "no-store"])
    }
}
