import CollectorStore
import Hummingbird
import Logging
import SurveyKit
import WireProtocol

/// `/api/v1/responses/{id}/contact/reveal` and `/api/v1/audit`: giving out contact details, and who asked for them.
///
/// The collector can't read what it gives out: the private key is with central ops.
struct ContactRoutes: Sendable {
    let collector: Collector

    func add(to api: RouterGroup<CollectorContext>) {
        api.post("\(Api.Path.responses)/:id/contact/reveal", use: reveal)
        api.get("\(Api.Path.audit)", use: audit)
    }

    @Sendable
    private func reveal(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .agent)
        let wish = try await request.decoded(ApiRevealRequest.self, upTo: 65_536)
        guard wish.isReasonable else {
            throw Problem.badField(
                "The reason must be 1 to \(ApiRevealRequest.longestReason) characters on one line: "
                    + "it is kept in the audit log.")
        }
        guard let response = ResponseID(hex: context.pathParameter("id")) else {
            throw Problem.badField("The id of a response is 32 hex digits, as the export has it.")
        }
        let contacts = try await collector.store.revealContacts(
            of: response, in: context.reach, by: actor, reason: wish.reason.trimmingWhitespace, nowMS: collector.now())
        context.logger.notice("contact revealed", metadata: ["response": "\(response.hex)", "by": "\(actor.name)"])
        return try .json(ApiReveal(response: response, contacts: contacts))
    }

    @Sendable
    private func audit(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.admin)
        let query = request.uri.queryParameters
        let limit = try query.number("limit") ?? 100
        guard (1...1_000).contains(limit) else { throw Problem.badField("\"limit\" must be 1 to 1000.") }
        // One more than asked for tells whether there is another page.
        let found = try await collector.store.auditEntries(
            before: try query.number("before"), limit: Int(limit) + 1)
        let shown = found.prefix(Int(limit))
        return try .json(
            ApiAudit(entries: shown.map(\.api), next: found.count > shown.count ? shown.last?.number : nil))
    }
}

extension CollectorContext {
    /// Who asks, as the audit log names them.
    ///
    /// - Throws: `Problem` `forbidden` where the principal's role is below `role`.
    func actor(atLeast role: Role) throws(Problem) -> AuditActor {
        try require(role)
        return AuditActor(name: principal?.name ?? "", role: principal?.role, token: principal?.token)
    }
}

extension AuditEntry {
    var api: ApiAuditEntry {
        ApiAuditEntry(
            n: number, atMS: atMS, who: actor.name, token: actor.token, role: actor.role?.rawValue ?? "",
            action: action, kind: subject?.kind, subject: subject?.id, reason: reason)
    }
}
