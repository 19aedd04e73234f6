import CollectorStore
import Hummingbird
import Logging
import WireProtocol

/// How far surveys are offered, and the way back to the version before: for central ops.
struct OfferRoutes: Sendable {
    let collector: Collector

    func add(to api: RouterGroup<CollectorContext>) {
        api.post("\(Api.Path.surveyStates)", use: offer)
        api.post("\(Api.Path.rollbacks)", use: rollBack)
    }

    @Sendable
    private func offer(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let wish = try await request.decoded(ApiSurveyState.self, upTo: 65_536)
        try await collector.store.offer(
            survey: wish.survey, version: wish.version, as: wish.state, by: actor, nowMS: collector.now())
        context.logger.notice(
            "survey \(wish.state.rawValue)",
            metadata: [
                "survey": "\(wish.survey)", "version": "\(wish.version.map { "\($0)" } ?? "all")",
                "by": "\(actor.name)",
            ])
        return try .json(wish)
    }

    @Sendable
    private func rollBack(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        let wish = try await request.decoded(ApiRollback.self, upTo: 65_536)
        guard wish.branch == nil || wish.kiosk == nil else {
            throw Problem.badField("Name a branch or a kiosk, not both: a kiosk's own survey goes before its branch's.")
        }
        let version = try await collector.store.rollBack(
            survey: wish.survey, branch: wish.branch, kiosk: wish.kiosk, by: actor, nowMS: collector.now())
        context.logger.notice(
            "survey rolled back",
            metadata: [
                "survey": "\(wish.survey)", "version": "\(version)", "to": "\(wish.kiosk ?? wish.branch ?? "*")",
                "by": "\(actor.name)",
            ])
        return try .json(
            ApiAssign(survey: wish.survey, version: version, branch: wish.branch, kiosk: wish.kiosk))
    }
}
