import CollectorStore
import HTTPTypes
import Hummingbird
import Logging
import WireProtocol

/// `/api/v1/notices` and `/api/v1/notice-key`: what branches say on their thank-you screens.
struct NoticeRoutes: Sendable {
    let collector: Collector

    func add(to api: RouterGroup<CollectorContext>) {
        api.get("\(Api.Path.notices)", use: list)
        api.get("\(Api.Path.notice(":id"))", use: show)
        api.put("\(Api.Path.notice(":id"))", use: publish)
        api.delete("\(Api.Path.notice(":id"))", use: withdraw)
        api.get("\(Api.Path.noticeKey)", use: key)
    }

    @Sendable
    private func list(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        return try .json(
            ApiNotices(notices: try await collector.store.notices(in: context.reach, nowMS: collector.now())))
    }

    @Sendable
    private func show(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        let id = context.pathParameter("id")
        return try .json(try await collector.store.notices(of: id, in: context.reach, nowMS: collector.now()))
    }

    @Sendable
    private func publish(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.manager)
        let wish = try await request.decoded(ApiNoticeWish.self, upTo: 65_536)
        return try .json(try await publish(wish.words, context))
    }

    @Sendable
    private func withdraw(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try await withdraw(context)
        return Response(status: .noContent, headers: [.cacheControl: "no-store"])
    }

    /// The key itself is no secret; whoever signs the manifest takes it from here.
    @Sendable
    private func key(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        guard let key = collector.noticeSigner?.key else {
            throw Problem(
                .notFound, status: 404, title: "No notice key",
                detail: "The file notice.key of this collector's data folder can't be used; its log says why since its "
                    + "start.", retry: .afterChange)
        }
        let allowed = try await collector.store.allowedNoticeKey()
        return try .json(ApiNoticeKey(key: key, isAllowed: allowed == key))
    }
}

/// The same by page and by API.
extension NoticeRoutes {
    /// Publishes at the branch that the path names.
    @discardableResult
    func publish(_ words: Notice.Words, _ context: CollectorContext) async throws -> ApiNotice {
        let actor = try context.actor(atLeast: .manager)
        let id = context.pathParameter("id")
        let notice = try await collector.store.publishNotice(
            words, at: id, in: context.reach, signedBy: collector.noticeSigner, by: actor, nowMS: collector.now())
        context.logger.notice("notice published", metadata: ["branch": "\(id)", "by": "\(actor.name)"])
        return notice
    }

    func withdraw(_ context: CollectorContext) async throws {
        let actor = try context.actor(atLeast: .manager)
        let id = context.pathParameter("id")
        try await collector.store.withdrawNotice(
            at: id, in: context.reach, signedBy: collector.noticeSigner, by: actor, nowMS: collector.now())
        context.logger.notice("notice withdrawn", metadata: ["branch": "\(id)", "by": "\(actor.name)"])
    }
}
