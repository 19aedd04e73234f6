import CollectorStore
import Hummingbird
import WireProtocol

/// Who else is told of responses and tickets, and how that goes, for admins: the same as `/api/v1/webhooks`, by hand.
struct WebhookPages: Sendable {
    let collector: Collector

    static let path = Tab.webhooks.path

    func add(to pages: RouterGroup<CollectorContext>) {
        pages.get("\(Self.path)") { request, context in try await list(request, context, said: nil) }
        pages.post("\(Self.path)", use: create)
        pages.post("\(Self.path)/:id/test", use: test)
        pages.post("\(Self.path)/:id/remove", use: remove)
    }

    private var routes: WebhookRoutes { WebhookRoutes(collector: collector) }

    private struct Form: SessionForm {
        var form: String?
        var url: String?
        /// Sent where they are ticked.
        var responses: String?
        var opened: String?
        var changed: String?
        /// Ids, one a line.
        var branches: String?

        var wish: ApiWebhookWish {
            let ids = (branches ?? "").filledLines
            let events: [(String?, Webhook.Event)] = [
                (responses, .responseCreated), (opened, .ticketOpened), (changed, .ticketChanged),
            ]
            return ApiWebhookWish(
                url: (url ?? "").trimmingWhitespace, events: events.compactMap { $0 == nil ? nil : $1 },
                branches: ids.isEmpty ? nil : ids)
        }
    }

    private struct View {
        let frame: PageFrame
        let formToken: String
        /// How a test went; nil where there was none.
        let said: String?
        let mail: String
        let mailTone: String
        let webhooks: [WebhookRow]
        let hasWebhooks: Bool
    }

    private func list(
        _ request: Request, _ context: CollectorContext, said: String?
    ) async throws -> Response {
        try context.require(.admin)
        let now = collector.now()
        let status = try await collector.store.outboxStatus()
        return collector.page(
            "webhooks",
            View(
                frame: try context.frame("Webhooks", .webhooks, now: now), formToken: context.formToken, said: said,
                mail: Self.words(status.mail), mailTone: status.mail.lastError == nil ? "" : "changed",
                webhooks: status.webhooks.map { WebhookRow($0, now: now) }, hasWebhooks: !status.webhooks.isEmpty))
    }

    private static func words(_ mail: ApiMailStatus) -> String {
        guard mail.isOn else { return "There is no mail server ([mail] in collector.conf): nobody gets e-mails." }
        let counts =
            "E-mails: \(Words.count(mail.waiting)) waiting, \(Words.count(mail.refused)) refused for good"
        return counts + (mail.lastError.map { "; the last try failed: \($0)" } ?? "; the last try went well") + "."
    }

    @Sendable
    private func create(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        let wish = try await request.fields(Form.self, context).wish
        let made = try await routes.make(wish, by: actor, context)
        return collector.page(
            "secret",
            SecretView(
                frame: try context.frame("Webhook", .webhooks, now: collector.now()), title: "Secret of the webhook",
                words: "It is shown this once. The receiver proves with it that a delivery is ours: the header "
                    + "\(Webhook.Header.signature) is made with it.",
                secret: made.secret, back: Self.path, backName: "All webhooks"))
    }

    @Sendable
    private func test(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.admin)
        _ = try await request.fields(Form.self, context)
        let result = try await routes.test(context.pathParameter("id"))
        return try await list(
            request, context,
            said: result.isDelivered
                ? "The test arrived." : "The test did not arrive: \(result.error ?? "the receiver did not answer").")
    }

    @Sendable
    private func remove(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        _ = try await request.fields(Form.self, context)
        try await routes.end(context.pathParameter("id"), by: actor, context)
        return .redirect(to: Self.path, type: .normal)
    }
}

/// A webhook in the list.
private struct WebhookRow {
    let path: String
    let url: String
    let events: String
    let branches: String
    let waiting: String
    let refused: String
    let refusedTone: String
    let delivered: String
    /// What is wrong; nil where all is well.
    let trouble: String?

    init(_ webhook: ApiWebhook, now: Int64) {
        path = "\(WebhookPages.path)/\(webhook.id)"
        url = webhook.url
        events = webhook.events.map(\.words).joined(separator: ", ")
        branches = webhook.branches.map { $0.joined(separator: ", ") } ?? "all"
        waiting = Words.count(webhook.waiting)
        refused = Words.count(webhook.refused)
        refusedTone = webhook.refused > 0 ? "worse" : ""
        delivered = webhook.deliveredMS.map { Words.ago($0, now: now) } ?? "nothing yet"
        let failed = webhook.lastError.map { error in
            "failed" + (webhook.lastErrorMS.map { " \(Words.ago($0, now: now))" } ?? "") + ": \(error)"
        }
        trouble = webhook.isPaused ? "paused: the receiver said that it is gone; a test that arrives goes on" : failed
    }
}

extension Webhook.Event {
    fileprivate var words: String {
        switch self {
        case .responseCreated: "responses"
        case .ticketOpened: "tickets opened"
        case .ticketChanged: "tickets changed"
        case .ping: "tests"
        }
    }
}
