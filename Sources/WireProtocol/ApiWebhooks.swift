package import SurveyKit

extension Api.Path {
    /// `GET`: `ApiWebhooks`; `POST` of an `ApiWebhookWish`: 201 and an `ApiWebhookSecret`.
    package static let webhooks = "/api/v1/webhooks"
    /// `DELETE` ends it, with all that waits for it: 204.
    package static func webhook(_ id: String) -> String { "\(webhooks)/\(id)" }
    /// `POST` sends a `ping` at once: `ApiWebhookTest`.
    package static func webhookTest(_ id: String) -> String { "\(webhook(id))/test" }
}

/// Names of what is sent to webhooks.
package enum Webhook {
    package enum Header {
        /// `t=<seconds since 1970>,v1=<hex>`: HMAC-SHA256 over `<t>.<body>` with the webhook's secret.
        package static let signature = "Smilepost-Signature"
        /// The id of the delivery: the same when one is repeated.
        package static let event = "Smilepost-Event"
    }

    /// What is told, by its word.
    package enum Event: String, CaseIterable, Sendable, Codable {
        case responseCreated = "response.created"
        case ticketOpened = "ticket.opened"
        /// Taken, noted, moved to another state, closed or reopened.
        case ticketChanged = "ticket.changed"
        /// Sent on demand only.
        case ping
    }

    /// Events of one delivery, at most.
    package static let batch = 100
}

/// The body of one delivery.
package struct WebhookDelivery: Equatable, Sendable, Codable {
    /// As in the header `Smilepost-Event`.
    package let delivery: String
    /// Id of the webhook.
    package let webhook: String
    /// Oldest first.
    package let events: [WebhookEvent]

    package init(delivery: String, webhook: String, events: [WebhookEvent]) {
        self.delivery = delivery
        self.webhook = webhook
        self.events = events
    }
}

/// One thing that happened.
///
/// Its id never changes, so that one which is told twice can be told from a new one.
package struct WebhookEvent: Equatable, Sendable, Codable {
    package let id: String
    /// `Webhook.Event.rawValue`.
    package let type: String
    /// When it happened here, ms since 1970.
    package let atMS: Int64
    /// With `response.created`; contact details only as `sealed`.
    package let response: ApiResponse?
    /// With the events of tickets.
    package let ticket: ApiTicketNews?

    package init(
        id: String, type: Webhook.Event, atMS: Int64, response: ApiResponse? = nil, ticket: ApiTicketNews? = nil
    ) {
        self.id = id
        self.type = type.rawValue
        self.atMS = atMS
        self.response = response
        self.ticket = ticket
    }

    private enum CodingKeys: String, CodingKey {
        case id, type
        case atMS = "at_ms"
        case response, ticket
    }
}

/// A ticket as an event tells it: where it stands, and nothing that a customer or a colleague wrote.
package struct ApiTicketNews: Equatable, Sendable, Codable {
    package let ticket: Int64
    /// Id.
    package let branch: String
    package let response: ResponseID
    package let priority: String
    package let state: String
    /// Name of a user; nil for nobody.
    package let owner: String?
    package let dueMS: Int64
    /// `opened`, `taken`, `noted`, `state`, `closed`, `reopened`, `moved`.
    package let change: String
    /// Who changed it; nil where the collector did.
    package let by: String?

    package init(
        ticket: Int64, branch: String, response: ResponseID, priority: String, state: String, owner: String?,
        dueMS: Int64, change: String, by: String?
    ) {
        self.ticket = ticket
        self.branch = branch
        self.response = response
        self.priority = priority
        self.state = state
        self.owner = owner
        self.dueMS = dueMS
        self.change = change
        self.by = by
    }

    private enum CodingKeys: String, CodingKey {
        case ticket, branch, response, priority, state, owner
        case dueMS = "due_ms"
        case change, by
    }
}

/// `POST /api/v1/webhooks`.
package struct ApiWebhookWish: Equatable, Sendable, Codable {
    /// https, or http to the collector's own machine.
    package let url: String
    package let events: [Webhook.Event]
    /// Ids; nil for all.
    package let branches: [String]?

    package init(url: String, events: [Webhook.Event], branches: [String]? = nil) {
        self.url = url
        self.events = events
        self.branches = branches
    }
}

/// 201 to `ApiWebhookWish`: the only time the secret is told.
package struct ApiWebhookSecret: Equatable, Sendable, Codable {
    package let id: String
    package let secret: String

    package init(id: String, secret: String) {
        self.id = id
        self.secret = secret
    }
}

/// `GET /api/v1/webhooks`, oldest first.
package struct ApiWebhooks: Equatable, Sendable, Codable {
    package let webhooks: [ApiWebhook]
    package let mail: ApiMailStatus

    package init(webhooks: [ApiWebhook], mail: ApiMailStatus) {
        self.webhooks = webhooks
        self.mail = mail
    }
}

/// One webhook and how it goes.
package struct ApiWebhook: Equatable, Sendable, Codable {
    package let id: String
    package let url: String
    package let events: [Webhook.Event]
    package let branches: [String]?
    /// New responses, of any branch, and changes of tickets that were not told yet.
    package let waiting: Int64
    /// What the receiver refused for good, in all.
    package let refused: Int64
    /// Nil before the first.
    package let deliveredMS: Int64?
    /// Nil where the last try went well.
    package let lastError: String?
    package let lastErrorMS: Int64?
    /// Whether the receiver said that it is gone: nothing is sent until a test goes well.
    package let isPaused: Bool

    package init(
        id: String, url: String, events: [Webhook.Event], branches: [String]?, waiting: Int64, refused: Int64,
        deliveredMS: Int64?, lastError: String?, lastErrorMS: Int64?, isPaused: Bool
    ) {
        self.id = id
        self.url = url
        self.events = events
        self.branches = branches
        self.waiting = waiting
        self.refused = refused
        self.deliveredMS = deliveredMS
        self.lastError = lastError
        self.lastErrorMS = lastErrorMS
        self.isPaused = isPaused
    }

    private enum CodingKeys: String, CodingKey {
        case id, url, events, branches, waiting, refused
        case deliveredMS = "delivered_ms"
        case lastError = "last_error"
        case lastErrorMS = "last_error_ms"
        case isPaused = "paused"
    }
}

/// How the e-mails go.
package struct ApiMailStatus: Equatable, Sendable, Codable {
    /// False without `[mail]` in collector.conf: nothing is queued then.
    package let isOn: Bool
    package let waiting: Int64
    /// Refused for good, in all.
    package let refused: Int64
    /// Nil where the last try went well.
    package let lastError: String?

    package init(isOn: Bool, waiting: Int64, refused: Int64, lastError: String?) {
        self.isOn = isOn
        self.waiting = waiting
        self.refused = refused
        self.lastError = lastError
    }

    private enum CodingKeys: String, CodingKey {
        case isOn = "on"
        case waiting, refused
        case lastError = "last_error"
    }
}

/// Answer to a test.
package struct ApiWebhookTest: Equatable, Sendable, Codable {
    package let isDelivered: Bool
    /// Why not.
    package let error: String?

    package init(isDelivered: Bool, error: String?) {
        self.isDelivered = isDelivered
        self.error = error
    }

    private enum CodingKeys: String, CodingKey {
        case isDelivered = "delivered"
        case error
    }
}
